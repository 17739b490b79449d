//go:build unix

package dovecottest

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"syscall"
	"time"
)

// Command is how a mail server is started: it stays in the foreground and greets
// over TLS when it is ready.
type Command struct {
	Args   []string            // the program and its arguments
	Dir    string              // where it runs
	Env    []string            // nil: the test's own
	Owner  *syscall.Credential // whom it runs as, nil: as the test does
	Addr   string              // host:port of implicit TLS
	CAFile string              // PEM file of the authority that signed its certificate
}

// Running is a server on a leash.
type Running struct {
	cmd   *exec.Cmd
	leash io.Closer // the server stops when this end of its pipe closes
	ended chan struct{}
}

// leashed runs a server and, when standard input closes, ends every process of the group, which
// holds only what was started here. So it is gone even when the test binary dies without running
// its clean-up. Signing the sessions off one by one would take Dovecot's master ten seconds.
const leashed = `trap : TERM
exec 3<&0
"$@" & pid=$!
{ read -r _ <&3; kill 0; } >/dev/null 2>&1 &
wait $pid || wait $pid
kill $! 2>/dev/null`

// Run starts the server and returns when it greets. The error holds what it
// printed.
func (c Command) Run() (*Running, error) {
	var out bytes.Buffer
	cmd := exec.Command("sh", append([]string{"-c", leashed, "sh"}, c.Args...)...)
	cmd.Dir, cmd.Env = c.Dir, c.Env
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: c.Owner}
	leash, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	r := &Running{cmd: cmd, leash: leash, ended: make(chan struct{})}
	go func() {
		cmd.Wait()
		close(r.ended)
	}()
	if err := c.greeted(r.ended); err != nil {
		r.Stop()
		return nil, fmt.Errorf("%w\n%s", err, out.String())
	}
	return r, nil
}

// Stop ends the server with a signal that lets it close its connections in order.
func (r *Running) Stop() {
	r.leash.Close()
	<-r.ended
}

// Kill ends every process of the server at once.
func (r *Running) Kill() {
	// The group holds only what Run started (Setpgid).
	syscall.Kill(-r.cmd.Process.Pid, syscall.SIGKILL)
	r.Stop()
}

// patience is how often a server that listens is asked for its greeting. One that
// does not listen yet is starting, however long that takes on this machine.
const patience = 400

// greeted returns when the TLS port greets: only then can a client sign in.
func (c Command) greeted(ended <-chan struct{}) error {
	config, err := Trusting(c.CAFile)
	if err != nil {
		return err
	}
	for asked := 0; asked < patience; {
		conn, err := tls.DialWithDialer(&net.Dialer{Timeout: 10 * time.Second}, "tcp", c.Addr, config)
		if err == nil {
			_, err = conn.Read(make([]byte, 1))
			conn.Close()
			if err == nil {
				return nil
			}
		}
		if !errors.Is(err, syscall.ECONNREFUSED) {
			asked++
		}
		select {
		case <-ended:
			return errors.New("the server ended at once")
		case <-time.After(50 * time.Millisecond):
		}
	}
	return errors.New("the server does not greet on " + c.Addr)
}
