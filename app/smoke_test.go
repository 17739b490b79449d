//go:build smoke

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casebook/internal/desk"
	"casebook/internal/ui/mailtest"
)

// patience is how long the test waits for something to happen on a slow
// machine before it gives up. It measures nothing.
const patience = 90 * time.Second

// TestSmoke works the real program in a real window by keyboard: it accepts the
// first proposal, opens the case and issues the acknowledgement, then reads
// both back on the command line.
func TestSmoke(t *testing.T) {
	s := newSmoke(t)
	s.fill()
	s.start()
	defer s.end()
	first := s.wait("1-triage", nil)
	s.key("1")
	next := s.wait("2-accepted", first)
	s.key("ctrl+3")
	list := s.wait("3-open-cases", next)
	s.key("l")
	draft := s.wait("4-acknowledgement", list)
	s.key("Return")
	s.wait("5-issued", draft)
	s.key("ctrl+q")
	if err := s.program.Wait(); err != nil {
		t.Fatalf("the window ended with %v\n%s", err, s.log.String())
	}
	s.readBack()
}

// smoke is a vault, the program on it, and pictures of what it shows.
type smoke struct {
	*testing.T
	binary, dir, secret, pictures string
	program                       *exec.Cmd
	log                           bytes.Buffer
}

func newSmoke(t *testing.T) *smoke {
	dir := t.TempDir()
	s := &smoke{
		T: t, binary: os.Getenv("CASEBOOK"), dir: filepath.Join(dir, "vault"),
		secret: filepath.Join(dir, "passphrase"), pictures: filepath.Join("..", "build", "smoke"),
	}
	if s.binary == "" {
		s.binary = filepath.Join("..", "build", "casebook")
	}
	s.must(os.WriteFile(s.secret, []byte("correct horse\n"), 0o600))
	s.must(os.MkdirAll(s.pictures, 0o755))
	return s
}

func (s *smoke) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// fill makes a vault with the shipped clients and a mailbox, and pulls two
// letters from it: the older one a complaint, whose first duty is the
// acknowledgement.
func (s *smoke) fill() {
	fonts, err := letterFonts()
	s.must(err)
	passphrase := []byte("correct horse")
	s.must(desk.Create(s.dir, passphrase))
	d, err := desk.Open(s.Context(), s.dir, passphrase, desk.Options{Now: time.Now, Actor: "Rowan Ash", Fonts: fonts})
	s.must(err)
	clients, err := desk.ShippedClients()
	s.must(err)
	for _, c := range clients {
		s.must(d.RecordClient(s.Context(), c))
	}
	complaint, access := mailtest.Complaint, mailtest.Access
	complaint.At = time.Now().AddDate(0, 0, -3).Format("2006-01-02") + " 09:00"
	access.At = time.Now().AddDate(0, 0, -2).Format("2006-01-02") + " 09:00"
	mailtest.Pull(s, d, complaint, access)
	s.must(d.Close())
}

// start opens the window and waits until it has the keyboard.
func (s *smoke) start() {
	s.program = exec.Command(s.binary, "--vault", s.dir, "--passphrase-file", s.secret)
	home := s.TempDir()
	s.must(os.MkdirAll(filepath.Join(home, ".cache"), 0o755))
	s.program.Env = append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_CACHE_HOME="+filepath.Join(home, ".cache"))
	s.program.Stdout, s.program.Stderr = &s.log, &s.log
	s.must(s.program.Start())
	id := strings.Fields(s.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "^Casebook$"))
	s.run("xdotool", "windowactivate", "--sync", id[0])
}

// end stops the program where the test gave up, and shows what it logged.
func (s *smoke) end() {
	if s.program.ProcessState == nil {
		s.Logf("the program said:\n%s", s.log.String())
		_ = s.program.Process.Kill()
		_ = s.program.Wait()
	}
}

func (s *smoke) key(name string) { s.run("xdotool", "key", "--clearmodifiers", name) }

// run runs a tool to its end and returns what it printed.
func (s *smoke) run(name string, args ...string) string {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), patience)
	defer cancel()
	out, err := exec.CommandContext(ctx, name, args...).Output()
	if err != nil {
		s.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, s.log.String())
	}
	return string(out)
}

// wait takes pictures until the window shows something, something else than
// before, and the same twice while the program rests; it keeps the last one
// under a name.
func (s *smoke) wait(name string, before image.Image) image.Image {
	s.Helper()
	file := filepath.Join(s.pictures, name+".png")
	var last image.Image // taken at rest
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(400 * time.Millisecond) {
		s.run("import", "-window", "root", file)
		now := s.decode(file)
		if !s.resting() {
			last = nil
			continue
		}
		if !blank(now) && last != nil && !differs(now, last) && (before == nil || differs(now, before)) {
			return now
		}
		last = now
	}
	s.Fatalf("%s: the window stayed blank or as it was; see %s\n%s", name, file, s.log.String())
	return nil
}

// resting reports whether all that the program was told to do is done: none of
// its threads runs, or waits for the processor or the disk. A picture that stands
// still says no more than that the machine is slow.
func (s *smoke) resting() bool {
	s.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", s.program.Process.Pid))
	s.must(err)
	for _, file := range threads {
		text, err := os.ReadFile(file)
		_, state, ok := strings.Cut(string(text), ") ") // behind the name, see proc_pid_stat(5)
		if err == nil && (!ok || state[0] != 'S') {
			return false
		}
	}
	return true
}

func (s *smoke) decode(file string) image.Image {
	s.Helper()
	b, err := os.ReadFile(file)
	s.must(err)
	img, err := png.Decode(bytes.NewReader(b))
	s.must(err)
	return img
}

// grey is the brightness of a picture's pixels under the title bar of the
// window, on a grid that is fine enough for letters.
func grey(img image.Image) []float64 {
	const top, step = 48, 2
	var out []float64
	for y := img.Bounds().Min.Y + top; y < img.Bounds().Max.Y; y += step {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x += step {
			r, g, b, _ := img.At(x, y).RGBA()
			out = append(out, float64(r+g+b)/3/257)
		}
	}
	return out
}

// blank reports whether a picture has no words on it. Letters are edges: the
// first screen has over four neighbours in a hundred that differ, and a window
// with nothing but its frame has less than a half.
func blank(img image.Image) bool {
	const edge, least = 24.0, 0.02
	pixels := grey(img)
	edges := 0
	for i := 1; i < len(pixels); i++ {
		if d := pixels[i] - pixels[i-1]; d > edge || d < -edge {
			edges++
		}
	}
	return float64(edges) < least*float64(len(pixels))
}

// differs reports whether two pictures show different things, overlooking a
// blinking caret.
func differs(a, b image.Image) bool {
	x, y := grey(a), grey(b)
	changed := 0
	for i := range x {
		if d := x[i] - y[i]; d > 8 || d < -8 {
			changed++
		}
	}
	return changed > 200
}

// readBack asks the command line for the case and the letter.
func (s *smoke) readBack() {
	var row struct{ Case, Kind, Client, Person, State string }
	s.must(json.Unmarshal([]byte(s.casebook("cases")), &row))
	if row.Kind != "complaint" || row.Person != "Ade Okafor" || row.Client != "thrive" {
		s.Errorf("cases has %+v", row)
	}
	shown := s.casebook("show", row.Case)
	if !strings.Contains(shown, "letter.issued") || !strings.Contains(shown, row.Case) {
		s.Errorf("show of %s has no issued letter: %s", row.Case, shown)
	}
	if n := strings.Count(strings.TrimSpace(s.casebook("messages")), "\n") + 1; n != 2 {
		s.Errorf("the vault holds %d messages, want 2", n)
	}
}

func (s *smoke) casebook(args ...string) string {
	s.Helper()
	return s.run(s.binary, append(args, "--json", "--vault", s.dir, "--passphrase-file", s.secret)...)
}
