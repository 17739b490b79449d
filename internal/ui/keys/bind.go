package keys

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
)

// Act is what a command does, and whether it may do it now. Enabled may be nil
// for a command that always can.
type Act struct {
	Do      func()
	Enabled func() bool
}

// Board joins the table to what the window can do. Fyne fires the shortcut of a
// menu line even when the line is disabled and while a dialog is open, so every
// way to a command comes through Run, which checks both.
type Board struct {
	table []Command
	acts  map[ID]Act
	modal func() bool
}

// NewBoard returns a board with nothing bound. Modal says whether a dialog is
// open; while it is, nothing on the board runs.
func NewBoard(modal func() bool) *Board {
	return &Board{table: Table(), acts: map[ID]Act{}, modal: modal}
}

// Bind says what a command does. A later Bind of the same command replaces it.
func (b *Board) Bind(id ID, act Act) { b.acts[id] = act }

// Can says whether a command would run now.
func (b *Board) Can(id ID) bool {
	act, bound := b.acts[id]
	return bound && act.Do != nil && !b.modal() && (act.Enabled == nil || act.Enabled())
}

// Run runs a command if it can and says whether it did.
func (b *Board) Run(id ID) bool {
	if !b.Can(id) {
		return false
	}
	b.acts[id].Do()
	return true
}

// TypedKey runs the global command of a bare function key: for the canvas,
// which hears those that no field takes.
func (b *Board) TypedKey(ev *fyne.KeyEvent) {
	for _, c := range b.table {
		if c.Scope == Global && c.Key == string(ev.Name) {
			b.Run(c.ID)
			return
		}
	}
}

// Letter runs the command of a letter or figure in a scope and says whether the
// key belongs to one that ran.
func (b *Board) Letter(s Scope, r rune) bool {
	if r == '?' {
		return b.Run(ShowKeys)
	}
	key := string(unicode.ToUpper(r))
	for _, c := range b.table {
		if c.Scope == s && c.Key == key {
			return b.Run(c.ID)
		}
	}
	return false
}

// MainMenu builds the menu bar from the bound commands. Shortcuts work from
// there even while a text field has the keyboard.
func (b *Board) MainMenu() *fyne.MainMenu {
	var out []*fyne.Menu
	for _, m := range menus {
		var items []*fyne.MenuItem
		for _, c := range b.table {
			if _, bound := b.acts[c.ID]; bound && c.Menu == m {
				items = append(items, b.item(c))
			}
		}
		if len(items) > 0 {
			out = append(out, fyne.NewMenu(string(m), items...))
		}
	}
	return fyne.NewMainMenu(out...)
}

func (b *Board) item(c Command) *fyne.MenuItem {
	label := c.Label
	shortcut := Shortcut(c.Key)
	if shortcut == nil && c.Key != "" {
		label += " (" + c.Key + ")"
	}
	item := fyne.NewMenuItem(label, func() { b.Run(c.ID) })
	item.Shortcut = shortcut
	item.IsQuit = c.ID == Quit
	return item
}

// Entries returns the commands of some scopes that could run now, for the
// palette. It does not ask whether a dialog is open: the palette is one.
func (b *Board) Entries(scopes ...Scope) []Command {
	var out []Command
	for _, c := range b.table {
		act, bound := b.acts[c.ID]
		if bound && has(scopes, c.Scope) && (act.Enabled == nil || act.Enabled()) {
			out = append(out, c)
		}
	}
	return out
}

func has(scopes []Scope, s Scope) bool {
	for _, x := range scopes {
		if x == s {
			return true
		}
	}
	return false
}

// Markdown returns docs/KEYS.md.
func Markdown() string {
	var b strings.Builder
	b.WriteString("# Keys\n\nMade from the table in `internal/ui/keys`; ")
	b.WriteString("`go test ./internal/ui/keys -update` writes it anew.\n")
	b.WriteString("On a Mac, Ctrl is Command. Letters and figures work while their list has the keyboard.\n")
	for _, s := range Scopes() {
		b.WriteString("\n## " + string(s) + "\n\n| Key | Command | |\n|---|---|---|\n")
		for _, c := range Table() {
			if c.Scope == s && c.Key != "" {
				b.WriteString("| `" + c.Key + "` | " + c.Label + " | " + c.Help + " |\n")
			}
		}
	}
	return b.String()
}
