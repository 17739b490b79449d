// Package keys is the one table of what the window can be told by keyboard. The
// main menu, the palette, the overlay of keys and docs/KEYS.md all come from
// it, so none of them can say something else than the others.
package keys

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// ID names a command. It never changes, so that tests and help can rely on it.
type ID string

// Scope says where a command's key works.
type Scope string

// The scopes. Keys of Global work everywhere; letters and figures only while
// the list of their scope has the keyboard, so that they can be typed in a
// field.
const (
	Global Scope = "Everywhere"
	Triage Scope = "Triage"
	Lists  Scope = "Lists"
	Case   Scope = "Case"
)

// Scopes lists the scopes in the order of the help.
func Scopes() []Scope { return []Scope{Global, Triage, Lists, Case} }

// Menu is the heading of the main menu a command stands under; empty for one
// that is in no menu.
type Menu string

// The menus, in their order.
const (
	File Menu = "File"
	Go   Menu = "Go"
	Mail Menu = "Mail"
	Look Menu = "View"
	Help Menu = "Help"
)

var menus = []Menu{File, Go, Mail, Look, Help}

// Command is one row of the table.
type Command struct {
	ID    ID
	Label string // in menus, buttons and the palette
	Key   string // "Ctrl+F", "F5", "1", "H", "?"; empty for none
	Scope Scope
	Menu  Menu
	Help  string // one sentence
}

// The commands that need a name in code.
const (
	Search     ID = "search"
	Palette    ID = "palette"
	Lock       ID = "lock"
	Pull       ID = "pull"
	NextPane   ID = "next-pane"
	NewCase    ID = "new-case"
	ImportMail ID = "import-mail"
	Settings   ID = "settings"
	Quit       ID = "quit"
	ZoomIn     ID = "zoom-in"
	ZoomOut    ID = "zoom-out"
	ZoomReset  ID = "zoom-reset"
	ShowKeys   ID = "show-keys"
	About      ID = "about"

	Accept     ID = "accept"
	AddToCase  ID = "add-to-case"
	NotRequest ID = "not-a-request"
	Answer     ID = "record-answer"
	AsideAll   ID = "set-aside-sender"
	AsideChain ID = "set-aside-thread"
	Later      ID = "later"
	Undo       ID = "undo"
	Tray       ID = "set-aside-tray"
	PutBack    ID = "put-back"
	PutBackAll ID = "put-back-all"

	Down ID = "down"
	Up   ID = "up"
	Open ID = "open"

	Letter ID = "letter"
	Note   ID = "note"
	Why    ID = "why"
	WhatIf ID = "what-if"
	Record ID = "record"
	Drafts ID = "put-draft"
)

// Views are the names of the views that Ctrl+1 to Ctrl+9 show, in order.
func Views() []string {
	return []string{
		"Today", "Triage", "Open", "Waiting on them", "Complaints", "Closed", "Clients", "Vault",
	}
}

// View returns the command that shows the n-th view, counted from 1.
func View(n int) ID { return ID("view-" + string(rune('0'+n))) }

// Table returns every command.
func Table() []Command {
	all := append([]Command(nil), global...)
	for i, name := range Views() {
		all = append(all, Command{
			View(i + 1), name, "Ctrl+" + string(rune('1'+i)), Global, Go, "Shows the view " + name + ".",
		})
	}
	return append(all, local...)
}

var global = []Command{
	{Search, "Search", "Ctrl+F", Global, Go, "Searches cases, people and messages."},
	{Palette, "Commands", "Ctrl+K", Global, Go, "Finds a command or a case by typing part of it."},
	{NewCase, "New case", "Ctrl+N", Global, File, "Opens a case for a request that did not come by mail."},
	{ImportMail, "Import mail files", "Ctrl+I", Global, File, "Takes in mail saved as files; dropping them on the window does the same."},
	{Settings, "Settings", "Ctrl+,", Global, File, "Changes looks, text size and notifications."},
	{Lock, "Lock", "Ctrl+L", Global, File, "Closes the vault until the passphrase is given again."},
	{Quit, "Quit", "Ctrl+Q", Global, File, "Closes the program."},
	{Pull, "Pull mail", "F5", Global, Mail, "Fetches new messages from every mailbox."},
	{NextPane, "Next pane", "F6", Global, Look, "Moves the keyboard to the next pane."},
	{ZoomIn, "Larger text", "Ctrl+=", Global, Look, "Makes all text larger."},
	{ZoomOut, "Smaller text", "Ctrl+-", Global, Look, "Makes all text smaller."},
	{ZoomReset, "Normal text", "Ctrl+0", Global, Look, "Brings text back to its normal size."},
	{ShowKeys, "Keys", "F1", Global, Help, "Shows this table; in a list also ?."},
	{About, "About Casebook", "", Global, Help, "Shows version and licences."},
}

var local = []Command{
	{Accept, "Open case", "1", Triage, "", "Opens the case that is proposed."},
	{AddToCase, "Add to case", "2", Triage, "", "Files the message to a case that is open."},
	{NotRequest, "Not a request", "3", Triage, "", "Sets the message aside."},
	{Answer, "Record the answer", "4", Triage, "", "Adds the message to its case and records there what it brings, such as proof of identity."},
	{AsideAll, "Set the sender aside", "S", Triage, "", "Sets aside every message of this sender that waits; asks first where one looks like a request."},
	{AsideChain, "Set the thread aside", "T", Triage, "", "Sets aside every message of this thread that waits; asks first where one looks like a request."},
	{Later, "Later", "H", Triage, "", "Leaves the message for another day."},
	{Undo, "Undo", "U", Triage, "", "Takes the last decision back."},
	{Tray, "What was set aside", "A", Triage, "", "Shows what was set aside, and again what is to be decided."},
	{PutBack, "Put back", "P", Triage, "", "Puts a message that was set aside back to be decided."},
	{PutBackAll, "Put back with the others", "B", Triage, "", "Puts back everything that was set aside together with the message."},
	{Down, "Next", "J", Lists, "", "Goes down; so does the arrow key."},
	{Up, "Previous", "K", Lists, "", "Goes up; so does the arrow key."},
	{Open, "Open", "Return", Lists, "", "Opens the row."},
	{Letter, "Letter", "L", Case, "", "Draws a letter."},
	{Note, "Note", "N", Case, "", "Adds a note to the timeline."},
	{Why, "Why this date", "W", Case, "", "Shows how a date was worked out."},
	{WhatIf, "What if", "F", Case, "", "Says what would become of the dates if something were done today."},
	{Record, "Record", "R", Case, "", "Draws the record of the case."},
	{Drafts, "Put among the drafts", "M", Case, "", "Puts the last letter that was issued and not sent among the mailbox's drafts."},
}

// Shortcut reads a key such as "Ctrl+F" as Fyne's shortcut, with Ctrl standing
// for Command on a Mac. It returns nil for keys without Ctrl, which Fyne does
// not send as shortcuts.
func Shortcut(key string) fyne.Shortcut {
	rest, found := strings.CutPrefix(key, "Ctrl+")
	if !found {
		return nil
	}
	mod := fyne.KeyModifierShortcutDefault
	if s, shifted := strings.CutPrefix(rest, "Shift+"); shifted {
		rest, mod = s, mod|fyne.KeyModifierShift
	}
	return &desktop.CustomShortcut{KeyName: fyne.KeyName(rest), Modifier: mod}
}
