package vault

import (
	"context"
	"io"
	"os"
	"time"
)

// progress adds up how far a backup is. It has three parts of one size: the
// database is copied, checked, packed.
type progress struct {
	tell       func(done, total int64) // or nil
	size, done int64
}

const (
	progressParts = 3
	watchEvery    = 100 * time.Millisecond
)

// expect says how large the database is.
func (p *progress) expect(size int64) { p.size = max(1, size) }

func (p *progress) add(n int64) { p.set(p.done + n) }

func (p *progress) set(done int64) {
	p.done = done
	if p.tell != nil && p.size > 0 {
		p.tell(min(done, progressParts*p.size), progressParts*p.size)
	}
}

// watch tells how large a file has grown until the function it returns is
// called.
func (p *progress) watch(path string) (stop func()) {
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		for {
			select {
			case <-end:
				return
			case <-tick.C:
				if info, err := os.Stat(path); err == nil {
					p.set(min(info.Size(), p.size))
				}
			}
		}
	}()
	return func() {
		close(end)
		<-ended
		p.set(p.size)
	}
}

// reader counts what is read and stops when the context does.
func (p *progress) reader(ctx context.Context, r io.Reader) io.Reader {
	return readerFunc(func(b []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		n, err := r.Read(b)
		p.add(int64(n))
		return n, err
	})
}

// withContext stops reading when the context does.
func withContext(ctx context.Context, r io.Reader) io.Reader {
	return (&progress{}).reader(ctx, r)
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }
