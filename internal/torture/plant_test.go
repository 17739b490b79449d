package torture_test

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/demo"
	"casebook/internal/desk"
)

// planted is how many invented people the mail is about.
const planted = 1000

// names returns invented names that are no words of the program: nine to
// twelve letters, none the beginning of another.
func names(rng *rand.Rand, n int) []string {
	syllables := []string{"quor", "vax", "bril", "zand", "merk", "tolv", "xim", "pruv", "gwex", "dralt", "yorv", "kelp"}
	seen := map[string]bool{}
	var all []string
	for len(all) < n {
		name := ""
		for range 3 {
			name += syllables[rng.IntN(len(syllables))]
		}
		name = strings.ToUpper(name[:1]) + name[1:] + string(rune('a'+rng.IntN(26)))
		if !seen[name] {
			seen[name] = true
			all = append(all, name)
		}
	}
	return all
}

// about writes a mail of those people: the first sends it, the others are in
// its subject, its text and a file that is attached.
func about(people []string) demo.Mail {
	hidden := base64.StdEncoding.EncodeToString([]byte("A list: " + strings.Join(people, ", ")))
	raw := fmt.Sprintf("From: %[1]s Ash <%[2]s@mail.example>\r\nTo: dpo@casebook.example\r\nSubject: Request of %[1]s\r\n"+
		"Message-ID: <%[2]s@mail.example>\r\nDate: Mon, 5 Oct 2026 09:00:00 +0100\r\nMIME-Version: 1.0\r\n"+
		"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"+
		"Please send me a copy of all the personal data you hold on %[3]s at Nunthorpe.\r\n\r\n%[1]s Ash\r\n--x\r\n"+
		"Content-Type: text/plain; name=\"list of %[1]s.txt\"\r\nContent-Transfer-Encoding: base64\r\n"+
		"Content-Disposition: attachment; filename=\"list of %[1]s.txt\"\r\n\r\n%[4]s\r\n--x--\r\n",
		people[0], strings.ToLower(people[0]), strings.Join(people, " and "), hidden)
	return demo.Mail{Raw: []byte(raw), Received: noon.AddDate(0, 0, -7)}
}

// No byte of a thousand people leaves the vault's encrypted pages: not into its
// side files, the temporary folder, what programs keep in a home, or what the
// program prints; not while it works, not when it is locked, not when it is
// killed. What was handed to a viewer lies in the private folder until the
// vault is closed, and after a kill until it is opened next.
func TestNoNameOutsideTheVault(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	people := names(rng, planted)
	var mails []demo.Mail
	for i := 0; i < len(people); i += 5 {
		mails = append(mails, about(people[i:i+5]))
	}
	server, err := demo.Serve(mails)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	world := t.TempDir() // everything that the worker could write to by habit
	dir := filepath.Join(world, "vault")
	if err := os.CopyFS(dir, os.DirFS(template(t))); err != nil {
		t.Fatal(err)
	}
	spool := filepath.Join(dir, "spool")
	n := newNeedles(people)
	text, err := json.Marshal(order{
		Home: world, Account: server.Account(), Password: server.Password, Role: "planted", People: people[:40],
	})
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for _, steps := range [][]string{{"pulled", "searched", "lettered", "locked"}, {"reopened", "previewed"}} {
		child := exec.Command(os.Args[0], "-test.run=^$")
		child.Dir = world
		child.Env = append(elsewhere(t, world), orderEnv+"="+string(text))
		child.Stderr = &said
		in, err := child.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for _, step := range steps {
			if !lines.Scan() || lines.Text() != step {
				t.Fatalf("the worker said %q and not %q: %s", lines.Text(), step, said.String())
			}
			if err := os.MkdirAll(spool, 0o700); err != nil {
				t.Fatal(err)
			}
			files, size := n.cleanBut(t, step, world, spool)
			t.Logf("%s: %d files with %d bytes hold none of %d names", step, files, size, planted)
			fmt.Fprintln(in, "go on")
		}
		child.Process.Kill()
		child.Wait()
	}
	n.cleanBut(t, "killed", world, spool)
	d, err := desk.Open(t.Context(), dir, passphrase, options())
	if err != nil {
		t.Fatal(err)
	}
	n.clean(t, "started again", world)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if name, form := n.anywhere([]byte(said.String())); name != "" {
		t.Errorf("the worker printed %q (%s)", name, form)
	}
}

// cleanBut is clean of a folder but for one inside it, which must lie in
// nobody's reach but the owner's.
func (n needles) cleanBut(t *testing.T, when, folder, private string) (files int, size int64) {
	t.Helper()
	info, err := os.Stat(private)
	if err == nil && info.Mode().Perm() != 0o700 {
		t.Errorf("%s: the folder for viewers can be read by others: %v", when, info.Mode())
	}
	aside := filepath.Join(t.TempDir(), "private")
	if err := os.Rename(private, aside); err != nil {
		t.Fatal(err)
	}
	files, size = n.clean(t, when, folder)
	if err := os.Rename(aside, private); err != nil {
		t.Fatal(err)
	}
	return files, size
}

// elsewhere is an environment in which every habit of writing leads into one
// folder.
func elsewhere(t *testing.T, world string) []string {
	t.Helper()
	env := os.Environ()
	for name, folder := range map[string]string{
		"HOME": "home", "TMPDIR": "tmp", "XDG_CONFIG_HOME": "home/config", "XDG_CACHE_HOME": "home/cache",
		"XDG_STATE_HOME": "home/state", "XDG_DATA_HOME": "home/data", "SQLITE_TMPDIR": "tmp", "USERPROFILE": "home",
	} {
		path := filepath.Join(world, folder)
		if err := os.MkdirAll(path, 0o700); err != nil {
			t.Fatal(err)
		}
		env = append(env, name+"="+path)
	}
	return append(env, "GOTRACEBACK=all")
}

// plant does everything with people's data that a caseworker does, waiting
// after each step to be looked at.
func (w *worker) plant() {
	in := bufio.NewScanner(os.Stdin)
	show := func(step string) {
		fmt.Println(step)
		in.Scan()
	}
	if refs, err := w.Cases(w.ctx, desk.CaseQuery{}); err == nil && len(refs) > 0 {
		show("reopened")
		fatal(w.preview())
		show("previewed")
		panic("a crash of the program") // what it prints is looked at too
	}
	fatal(w.pull())
	show("pulled")
	for _, name := range w.People {
		for n := 2; n <= len(name); n++ {
			_, err := w.Search(w.ctx, name[:n], "", 0)
			fatal(err)
		}
	}
	show("searched")
	rows, err := w.Messages(w.ctx, casefile.MessageNew)
	fatal(err)
	for _, row := range rows[:20] {
		_, err := w.File(w.ctx, row.ID, desk.Filing{Kinds: []casefile.Kind{casefile.Access}, Client: "nunthorpe"})
		fatal(err)
	}
	fatal(w.preview())
	show("lettered")
	fatal(w.Close())
	show("locked")
	select {} // until it is killed
}

// preview issues a letter in each case and hands it to a viewer.
func (w *worker) preview() error {
	rows, err := w.Cases(w.ctx, desk.CaseQuery{})
	if err != nil {
		return err
	}
	for i, row := range rows {
		drawn, err := w.Issue(w.ctx, row.Reference, "acknowledgement", nil)
		if err != nil {
			return err
		}
		if _, err := w.Spool(fmt.Sprintf("letter %d.pdf", i), drawn.PDF); err != nil {
			return err
		}
	}
	return nil
}
