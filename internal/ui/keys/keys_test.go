package keys_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"casebook/internal/ui/keys"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

func TestDocsAreFresh(t *testing.T) {
	uitest.Golden(t, filepath.Join("..", "..", "..", "docs", "KEYS.md"), []byte(keys.Markdown()))
}

// Within a scope, and against the keys that work everywhere, each key means one
// thing; each command is named once and explained.
func TestTableIsSound(t *testing.T) {
	ids := map[keys.ID]bool{}
	taken := map[string]keys.ID{}
	for _, c := range keys.Table() {
		if ids[c.ID] {
			t.Errorf("%s stands twice", c.ID)
		}
		ids[c.ID] = true
		if c.Label == "" || !strings.HasSuffix(c.Help, ".") {
			t.Errorf("%s is not explained", c.ID)
		}
		for _, at := range []string{string(c.Scope) + c.Key, string(keys.Global) + c.Key} {
			if other, clash := taken[at]; clash && c.Key != "" {
				t.Errorf("%s and %s are both %s", other, c.ID, c.Key)
			}
		}
		taken[string(c.Scope)+c.Key] = c.ID
		if c.Scope == keys.Global && len(c.Key) == 1 {
			t.Errorf("%s: %s could not be typed in a field", c.ID, c.Key)
		}
		if c.Scope == keys.Global && c.Menu == "" {
			t.Errorf("%s is in no menu, so a text field would swallow its key", c.ID)
		}
	}
}

func TestShortcut(t *testing.T) {
	got, ok := keys.Shortcut("Ctrl+F").(*desktop.CustomShortcut)
	if !ok || got.KeyName != fyne.KeyF || got.Modifier != fyne.KeyModifierShortcutDefault {
		t.Errorf("Ctrl+F is %+v", got)
	}
	shifted, ok := keys.Shortcut("Ctrl+Shift+F").(*desktop.CustomShortcut)
	if !ok || shifted.Modifier != fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift {
		t.Errorf("Ctrl+Shift+F is %+v", shifted)
	}
	for _, bare := range []string{"F5", "1", "", "Return"} {
		if keys.Shortcut(bare) != nil {
			t.Errorf("%q is a shortcut", bare)
		}
	}
}

type bench struct {
	*keys.Board
	log     []keys.ID
	modal   bool
	enabled bool
}

func board() *bench {
	b := &bench{enabled: true}
	b.Board = keys.NewBoard(func() bool { return b.modal })
	for _, c := range keys.Table() {
		b.Bind(c.ID, keys.Act{
			Do:      func() { b.log = append(b.log, c.ID) },
			Enabled: func() bool { return b.enabled },
		})
	}
	return b
}

// Fyne fires menu shortcuts in both of these cases; the board must not.
func TestNothingRunsDisabledOrUnderADialog(t *testing.T) {
	for name, spoil := range map[string]func(*bench){
		"disabled": func(b *bench) { b.enabled = false },
		"dialog":   func(b *bench) { b.modal = true },
	} {
		t.Run(name, func(t *testing.T) {
			b := board()
			spoil(b)
			for _, m := range b.MainMenu().Items {
				for _, item := range m.Items {
					item.Action()
				}
			}
			b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF5})
			b.Letter(keys.Triage, '1')
			if b.Run(keys.Lock) || len(b.log) != 0 {
				t.Errorf("ran %v", b.log)
			}
		})
	}
}

func TestEveryWayReachesTheCommand(t *testing.T) {
	b := board()
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF5})
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF9})
	if !b.Letter(keys.Triage, '1') || !b.Letter(keys.Triage, 'h') || !b.Letter(keys.Lists, '?') {
		t.Error("a letter was not taken")
	}
	if b.Letter(keys.Triage, 'z') || b.Letter(keys.Case, '1') {
		t.Error("a letter without a command was taken")
	}
	want := []keys.ID{keys.Pull, keys.Accept, keys.Later, keys.ShowKeys}
	if !slices.Equal(b.log, want) {
		t.Errorf("ran %v, want %v", b.log, want)
	}
}

func TestMenuHoldsEveryGlobalCommand(t *testing.T) {
	b := board()
	count := 0
	for _, m := range b.MainMenu().Items {
		count += len(m.Items)
		for _, item := range m.Items {
			item.Action()
		}
	}
	if global := len(b.Entries(keys.Global)); count != global || len(b.log) != count {
		t.Errorf("%d lines, %d global commands, %d ran", count, global, len(b.log))
	}
}

func TestUnboundCommandsAreNotOffered(t *testing.T) {
	b := keys.NewBoard(func() bool { return false })
	b.Bind(keys.Search, keys.Act{Do: func() {}})
	if n := len(b.MainMenu().Items); n != 1 {
		t.Errorf("%d menus", n)
	}
	if got := b.Entries(keys.Scopes()...); len(got) != 1 || got[0].ID != keys.Search {
		t.Errorf("entries %v", got)
	}
	if b.Run(keys.Lock) {
		t.Error("an unbound command ran")
	}
}

func TestOverlayShowsEveryKey(t *testing.T) {
	uitest.App(t, theme.Light)
	c := uitest.Window(t, keys.Overlay(), 560, 640).Canvas()
	uitest.Shot(t, "keys", c)
	got := test.RenderToMarkup(c)
	for _, k := range keys.Table() {
		if k.Key != "" && !strings.Contains(got, ">"+k.Label+"<") {
			t.Errorf("%s is missing", k.Label)
		}
	}
}
