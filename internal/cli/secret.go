package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"casebook/internal/casefile"
)

// maxSecret is how much of a password's file is read, in bytes.
const maxSecret = 64 << 10

// secret returns the first line of a file. A password may come out of a pipe: it
// is opened once, and what comes after the line is not waited for.
func (c *call) secret(field, name string) ([]byte, error) {
	line, err := c.read(field, name, firstLine)
	if err != nil {
		return nil, err
	}
	if line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r")); len(line) == 0 {
		return nil, &casefile.Error{Kind: casefile.Invalid, Field: field, What: "The first line of " + name + " is no password.", Do: "Put it there, on a line of its own."}
	}
	return line, nil
}

// firstLine reads a line with its end, or up to the end of the file; none that
// goes on for ever.
func firstLine(in io.Reader) ([]byte, error) {
	line, err := bufio.NewReader(in).ReadBytes('\n')
	if errors.Is(err, io.EOF) && len(line) < maxSecret {
		return line, nil
	}
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	return line, err
}

// read opens a file that holds a secret and reads it. A pipe to which nobody
// writes is waited for, until the command is stopped.
func (c *call) read(field, name string, all func(io.Reader) ([]byte, error)) ([]byte, error) {
	b, err := stoppable(c.ctx, func() ([]byte, error) {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return all(io.LimitReader(f, maxSecret))
	})
	switch {
	case err != nil && c.ctx.Err() != nil:
		return nil, err
	case err != nil:
		return nil, unreadable(field, err)
	}
	return bytes.TrimPrefix(b, []byte("\ufeff")), nil // Notepad's mark, which nobody types
}

// stoppable does what may wait for another program without end, such as for the
// other side of a pipe, and leaves it waiting when the command is stopped.
func stoppable[T any](ctx context.Context, do func() (T, error)) (T, error) {
	type result struct {
		got T
		err error
	}
	done := make(chan result, 1)
	go func() {
		got, err := do()
		done <- result{got, err}
	}()
	select {
	case <-ctx.Done():
		return *new(T), ctx.Err()
	case r := <-done:
		return r.got, r.err
	}
}
