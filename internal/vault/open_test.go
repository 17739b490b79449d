package vault_test

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"casebook/internal/vault"

	"github.com/google/go-cmp/cmp"
)

func TestCreateAndOpen(t *testing.T) {
	dir := create(t)
	v := open(t, dir)
	id := v.ID()
	write(t, v, "CREATE TABLE fish (name TEXT)")
	write(t, v, "INSERT INTO fish VALUES ('pike')")
	must(t, v.Close())
	if again := open(t, dir); again.ID() != id || count(t, again, "fish") != 1 || again.Dir() != dir {
		t.Errorf("the vault %s came back as %s", id, again.ID())
	}
}

func TestFilesAreForTheirOwnerAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // its rights are inherited from the person's own folder
	}
	dir := create(t)
	v := open(t, dir)
	write(t, v, "CREATE TABLE fish (name TEXT)")
	_, err := v.Spool("letter.pdf", []byte("%PDF"))
	must(t, err)
	err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", filepath.Base(path), info.Mode())
		}
		return err
	})
	must(t, err)
}

// Where a vault cannot be made, nothing is left and what was there stays.
func TestCreateRefuses(t *testing.T) {
	base := t.TempDir()
	file := filepath.Join(base, "file")
	must(t, os.WriteFile(file, []byte("mine"), 0o600))
	full := filepath.Join(base, "full")
	must(t, os.Mkdir(full, 0o700))
	must(t, os.WriteFile(filepath.Join(full, "letter.txt"), []byte("mine"), 0o600))
	other := filepath.Join(base, "other")
	must(t, vault.Create(other, words, cheap))

	tests := []struct {
		name, dir string
		words     []byte
		want      error
	}{
		{"no passphrase", filepath.Join(base, "new"), nil, vault.ErrNoWords},
		{"a folder with files", full, words, vault.ErrNotEmpty},
		{"a vault", other, words, vault.ErrNotEmpty},
		{"a file", file, words, vault.ErrNotFolder},
		{"below a file", filepath.Join(file, "vault"), words, vault.ErrNotFolder},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			before := content(t, base)
			if err := vault.Create(c.dir, c.words, cheap); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if diff := cmp.Diff(before, content(t, base)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(base, "new")); err == nil {
		t.Error("a folder was left")
	}
}

// A vault whose making was cut short is recognised and made again; its mark
// alone does not let other files be swept away.
func TestCreateAfterACutShortOne(t *testing.T) {
	dir := create(t)
	mark := filepath.Join(dir, "unfinished")
	must(t, os.WriteFile(mark, nil, 0o600))
	must(t, os.Remove(filepath.Join(dir, "key.json")))
	refused(t, dir, words, vault.ErrNotVault)

	stray := filepath.Join(dir, "letter.txt")
	must(t, os.WriteFile(stray, []byte("mine"), 0o600))
	if err := vault.Create(dir, words, cheap); !errors.Is(err, vault.ErrNotEmpty) {
		t.Errorf("with a letter in it: %v", err)
	}
	must(t, os.Remove(stray))
	must(t, vault.Create(dir, words, cheap))
	open(t, dir)
}

func TestOpenRefuses(t *testing.T) {
	put := func(name, text string) func(testing.TB, string) {
		return func(t testing.TB, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
		}
	}
	both := func(text string) func(testing.TB, string) {
		return func(t testing.TB, dir string) {
			put("key.json", text)(t, dir)
			put("key-copy.json", text)(t, dir)
		}
	}
	gone := func(names ...string) func(testing.TB, string) {
		return func(t testing.TB, dir string) {
			for _, n := range names {
				must(t, os.Remove(filepath.Join(dir, n)))
			}
		}
	}
	slotWith := func(cost string) string {
		return `{"version":1,"vault":"x","slots":[{"type":"passphrase","kdf":"argon2id","cost":` + cost + `,"salt":"AAAAAAAAAAAAAAAAAAAAAA==","nonce":"AA==","sealed":"AA=="}]}`
	}
	tests := []struct {
		name  string
		spoil func(testing.TB, string)
		want  error
	}{
		{"an empty folder", gone("key.json", "key-copy.json", "cases.vault", "lock"), vault.ErrNotVault},
		{"no key file", gone("key.json", "key-copy.json"), vault.ErrDamaged},
		{"no database", gone("cases.vault"), vault.ErrDamaged},
		{"an empty database", put("cases.vault", ""), vault.ErrDamaged},
		{"a text for a database", put("cases.vault", strings.Repeat("This is a letter. ", 600)), vault.ErrDamaged},
		{"key files that do not parse", both("{"), vault.ErrDamaged},
		{"key files without slots", both(`{"version":1,"vault":"x"}`), vault.ErrDamaged},
		{"key files of a newer version", both(`{"version":2,"vault":"x","slots":[{}]}`), vault.ErrNewer},
		{"a slot that asks for all memory", both(slotWith(`{"time":1,"memory_kib":4294967295,"threads":1}`)), vault.ErrDamaged},
		{"a slot without a nonce", both(slotWith(`{"time":1,"memory_kib":8,"threads":1}`)), vault.ErrDamaged},
		{"a slot of another kind alone", both(`{"version":1,"vault":"x","slots":[{"type":"card"}]}`), vault.ErrPassphrase},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			dir := create(t)
			c.spoil(t, dir)
			refused(t, dir, words, c.want)
		})
	}
	refused(t, filepath.Join(t.TempDir(), "nowhere"), words, vault.ErrNotVault)
}

// Another program's SQLite database is not taken for a vault's.
func TestOpenRefusesAnotherDatabase(t *testing.T) {
	dir := create(t)
	v := open(t, dir)
	write(t, v, "PRAGMA application_id = 7")
	must(t, v.Close())
	refused(t, dir, words, vault.ErrDamaged)
}

// A database that lost its end is noticed at the first look, whole pages or not.
func TestOpenRefusesTruncatedDatabase(t *testing.T) {
	for _, size := range []int64{1, 99, 4096, 8192 + 17} {
		dir := create(t)
		v := open(t, dir)
		write(t, v, "CREATE TABLE fish (name TEXT)")
		write(t, v, "INSERT INTO fish SELECT hex(randomblob(3000)) FROM (VALUES (1), (2), (3), (4), (5))")
		must(t, v.Close())
		must(t, os.Truncate(filepath.Join(dir, "cases.vault"), size))
		refused(t, dir, words, vault.ErrDamaged)
	}
}

// A wrong passphrase is noticed before anything is touched.
func TestWrongPassphrase(t *testing.T) {
	dir := create(t)
	before := content(t, dir)
	for _, wrong := range []string{"", "seven grey herons", "Seven grey herons wait", "seven grey herons wait\n"} {
		refused(t, dir, []byte(wrong), vault.ErrPassphrase)
	}
	if diff := cmp.Diff(before, content(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// The second opener is told who has it; when the first closes, it is free.
func TestTwoOpeners(t *testing.T) {
	dir := create(t)
	v := open(t, dir)
	_, err := vault.Open(dir, vault.Passphrase(words), cheap)
	held, ok := errors.AsType[*vault.InUseError](err)
	if !ok || held.Holder.PID != os.Getpid() || !held.Holder.Started.Equal(noon) {
		t.Fatalf("the second opener is told %v", err)
	}
	if !strings.Contains(held.Error(), "process") {
		t.Errorf("it reads %q", held.Error())
	}
	if err := vault.Create(dir, words, cheap); !errors.Is(err, vault.ErrNotEmpty) {
		t.Errorf("making it again gives %v", err)
	}
	must(t, v.Close())
	open(t, dir)
}

// Whoever can write into the folder can write the holder's name: it is shown
// short, and without what a terminal obeys.
func TestHolderIsTame(t *testing.T) {
	dir := create(t)
	v, err := vault.Open(dir, vault.Passphrase(words), vault.Options{Program: "the window", Machine: "RECEPTION-2"})
	must(t, err)
	defer v.Close()
	wild := `{"pid":7,"program":"\u001b[31mpay\u202e me","machine":"` + strings.Repeat("x", 500) + `"}`
	for text, want := range map[string]vault.Holder{
		content(t, dir)["holder.json"]: {PID: os.Getpid(), Program: "the window", Machine: "RECEPTION-2"},
		wild:                           {PID: 7, Program: "[31mpay me", Machine: strings.Repeat("x", 60)},
		"{":                            {},
	} {
		must(t, os.WriteFile(filepath.Join(dir, "holder.json"), []byte(text), 0o600))
		_, err := vault.Open(dir, vault.Passphrase(words), cheap)
		if held, ok := errors.AsType[*vault.InUseError](err); !ok || held.Holder != want {
			t.Errorf("it reads %v", err)
		}
	}
}

// The lock holds between programs and goes with the one that holds it, however
// that ends.
func TestTwoPrograms(t *testing.T) {
	dir := create(t)
	holder, out := beside(t, holdEnv, dir)
	if _, err := out.Read(make([]byte, 1)); err != nil {
		t.Fatalf("the other program says nothing: %v", err)
	}
	_, err := vault.Open(dir, vault.Passphrase(words), cheap)
	if held, ok := errors.AsType[*vault.InUseError](err); !ok || held.Holder.PID != holder.Process.Pid {
		t.Errorf("the second program is told %v", err)
	}
	must(t, holder.Process.Kill())
	holder.Wait()
	if content(t, dir)["letter.pdf"] == "" {
		t.Error("the other program handed nothing to a viewer")
	}
	open(t, dir)
	for name := range content(t, dir) {
		if name == "letter.pdf" || strings.HasPrefix(name, "copy.vault") || strings.HasSuffix(name, ".part") {
			t.Errorf("the next start leaves %s", name)
		}
	}
}

// A program killed while it makes a vault leaves a whole one, or a folder in
// which it can be made again.
func TestKilledWhileCreating(t *testing.T) {
	for i := range 25 {
		dir := filepath.Join(t.TempDir(), "vault")
		maker, out := beside(t, createEnv, dir)
		if _, err := out.Read(make([]byte, 1)); err != nil {
			t.Fatalf("the maker says nothing: %v", err)
		}
		time.Sleep(time.Duration(i) * 500 * time.Microsecond)
		must(t, maker.Process.Kill())
		maker.Wait()
		v, err := vault.Open(dir, vault.Passphrase(words), cheap)
		if errors.Is(err, vault.ErrNotVault) {
			must(t, vault.Create(dir, words, cheap))
			v, err = vault.Open(dir, vault.Passphrase(words), cheap)
		}
		must(t, err)
		must(t, v.Close())
	}
}

// What this program does instead of its tests, in a folder that stands in the
// environment.
const (
	holdEnv   = "CASEBOOK_TEST_HOLD"
	createEnv = "CASEBOOK_TEST_CREATE"
	updateEnv = "CASEBOOK_TEST_UPDATE"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(holdEnv); dir != "" {
		hold(dir)
	}
	if dir := os.Getenv(createEnv); dir != "" {
		os.Stdout.WriteString("!")
		if vault.Create(dir, words, cheap) != nil {
			os.Exit(1)
		}
		outlived()
	}
	if dir := os.Getenv(updateEnv); dir != "" {
		update(dir)
	}
	os.Exit(m.Run())
}

// held keeps the vault from being collected, and its lock with it.
var held *vault.Vault

// hold opens a vault, hands something to a viewer, leaves what a backup leaves
// that is under way, says so and never ends by itself.
func hold(dir string) {
	var err error
	if held, err = vault.Open(dir, vault.Passphrase(words), cheap); err != nil {
		os.Exit(1)
	}
	if _, err := held.Spool("letter.pdf", []byte("%PDF")); err != nil {
		os.Exit(1)
	}
	for _, name := range []string{"copy.vault", "copy.vault-wal", "before-update.backup.ABCDEFGH.part"} {
		if os.WriteFile(filepath.Join(dir, name), []byte("half"), 0o600) != nil {
			os.Exit(1)
		}
	}
	os.Stdout.WriteString("!")
	outlived()
}

// outlived returns never; where the test that started this program has gone, the
// program ends.
func outlived() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(1)
}

// beside is this program again, with an environment that says what to do in place
// of its tests.
func beside(t *testing.T, does, dir string) (child *exec.Cmd, says io.Reader) {
	t.Helper()
	child = exec.Command(os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), does+"="+dir)
	_, err := child.StdinPipe() // it closes with this program, see outlived
	must(t, err)
	says, err = child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	return child, says
}

// An accented letter typed as one character or as two is the same passphrase.
func TestPassphraseInEitherForm(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "vault")
	if err := vault.Create(dir, []byte("caf\u00e9 au lait"), cheap); err != nil {
		t.Fatal(err)
	}
	v, err := vault.Open(dir, vault.Passphrase([]byte("cafe\u0301 au lait")), cheap)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}

// An old log of the same vault beside the newer database is not replayed over
// it, not even at the second try; taken away again, everything is there. The log
// that a crash left is replayed, also after a wrong passphrase.
func TestAnOldLogIsNotReplayed(t *testing.T) {
	dir := create(t)
	v := open(t, dir)
	write(t, v, "CREATE TABLE fish (n INTEGER, name TEXT)")
	write(t, v, "INSERT INTO fish VALUES (1, 'one')")
	crashed := filepath.Join(t.TempDir(), "crashed")
	must(t, os.CopyFS(crashed, os.DirFS(dir)))
	old := content(t, dir)["cases.vault-wal"]
	must(t, v.Close())
	v = open(t, dir)
	write(t, v, "INSERT INTO fish VALUES (2, 'two')")
	must(t, v.Close())
	before := content(t, dir)
	must(t, os.WriteFile(log(dir), []byte(old), 0o600))
	for range 2 {
		if _, err := vault.Open(dir, vault.Passphrase([]byte("wrong")), cheap); !errors.Is(err, vault.ErrPassphrase) {
			t.Errorf("a wrong passphrase gives %v", err)
		}
		if _, err := vault.Open(dir, vault.Passphrase(words), cheap); !errors.Is(err, vault.ErrStrayLog) {
			t.Fatalf("opening gives %v", err)
		}
	}
	if now := content(t, dir); now["cases.vault"] != before["cases.vault"] || now["cases.vault-wal"] != old {
		t.Error("something was changed")
	}
	must(t, os.Remove(log(dir)))
	if n, err := readFish(t, dir, map[int]string{1: "one", 2: "two"}); err != nil || n != 2 {
		t.Errorf("%d rows are there, %v", n, err)
	}

	if _, err := vault.Open(crashed, vault.Passphrase([]byte("wrong")), cheap); !errors.Is(err, vault.ErrPassphrase) {
		t.Errorf("a wrong passphrase gives %v", err)
	}
	if n, err := readFish(t, crashed, map[int]string{1: "one"}); err != nil || n != 1 {
		t.Errorf("after a crash %d rows are there, %v", n, err)
	}
}
