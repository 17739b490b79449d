package desk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

// What is no file, or is larger than any of its kind, is refused with the field it
// was named in, and nothing waits for it.
func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, size int64) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(name, size); err != nil {
			t.Fatal(err)
		}
		return name
	}
	const most = 1 << 20
	for _, c := range []struct{ name, want string }{
		{write("fits", most), ""},
		{write("large", most+1), "larger than 1 MB"},
		{write("huge", 1<<34), "larger than 1 MB"}, // sparse
		{filepath.Join(dir, "none"), "cannot be read"},
		{dir, "a folder"},
		{os.DevNull, "a pipe or a device"},
	} {
		b, err := desk.ReadFile("ca", c.name, most)
		if c.want == "" {
			if err != nil || len(b) != most {
				t.Errorf("%s: %d bytes, %v", c.name, len(b), err)
			}
			continue
		}
		e := casefile.AsError(err)
		if err == nil || e.Kind != casefile.Invalid || e.Field != "ca" || !strings.Contains(e.What, c.want) || !strings.Contains(e.What, c.name) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
