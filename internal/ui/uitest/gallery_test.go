package uitest_test

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/civil"
	"casebook/internal/ui/control"
	"casebook/internal/ui/form"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/loop"
	"casebook/internal/ui/palette"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/say"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

// The gallery puts every part into one window of the laptop's size, to be
// looked at: go test ./internal/ui/uitest -args -shots DIR. As a test it sees
// that the parts fit together in every palette and at every zoom.
func TestGallery(t *testing.T) {
	for _, mode := range theme.Modes()[1:] {
		for zoom, name := range map[float64]string{1: "", 1.5: "-large"} {
			a := uitest.App(t, mode)
			a.Settings().SetTheme(theme.New(mode, zoom))
			hand := &jobs.Hand{}
			toast := say.NewToast(hand.After)
			list := rowlist.New("Nothing to triage.")
			list.SetRows(rows())
			c := uitest.Window(t, desk(list, toast), 1280, 800).Canvas()
			list.SelectID("b")
			c.Focus(list)
			toast.Say("Set aside: not a request.", func() {})
			c.Content().Refresh()
			uitest.Shot(t, "desk-"+string(mode)+name, c)
			openPalette(c)
			uitest.Shot(t, "desk-palette-"+string(mode)+name, c)
			if c.Overlays().Top() == nil || toast.Text() == "" {
				t.Error("a part is missing")
			}
		}
	}
}

func rows() []rowlist.Row {
	return []rowlist.Row{
		{Title: "Overdue", Right: "1", Heading: true},
		{ID: "a", Title: "Zofia Marlowe", Right: "2 days late", Sub: "26-7KQ4MX · Access · Larkfield Academy · send the reply", State: rowlist.Late},
		{Title: "Today", Right: "1", Heading: true},
		{ID: "b", Title: "Harbour Removals Ltd", Right: "due today", Sub: "26-M2XT9C · Complaint · Brightwater · acknowledge", State: rowlist.Today},
		{Title: "This week", Right: "4", Heading: true},
		{ID: "c", Title: "A. Okonjo-Fairweather", Right: "4 days", Sub: "26-0HQ7RA · Erasure · Brightwater · search the parents' portal", State: rowlist.Soon},
		{ID: "d", Title: "Petra Lindqvist and her representative, Messrs Aldous & Thrale", Right: "waiting since Mon", Sub: "26-4WN8TB · Access · Larkfield Academy · identity asked for", State: rowlist.Waiting},
		{ID: "e", Title: "Tom Ashgrove", Right: "sent", Sub: "26-9ZC1HD · Rectification · Larkfield Academy", State: rowlist.Done},
		{ID: "f", Title: "Office, Larkfield Academy", Right: "new", Sub: "Asks what to tell a parent", State: rowlist.Info},
	}
}

func openPalette(c fyne.Canvas) {
	commands := []rowlist.Row{
		{ID: "pull", Title: "Pull mail", Right: "F5", Sub: "Fetches new messages from every mailbox."},
		{ID: "lock", Title: "Lock", Right: "Ctrl+L", Sub: "Closes the vault until the passphrase is given again."},
	}
	palette.Open(c, palette.Options{
		Hint: "Type a command or a name", Nothing: "Nothing found.",
		Find: palette.Static(func() []rowlist.Row { return commands }),
		Loop: loop.Inline{}, Runner: jobs.Here{},
	})
}

func desk(list *rowlist.List, toast *say.Toast) fyne.CanvasObject {
	views := rowlist.New("")
	views.Compact, views.Ground = true, theme.Sidebar
	views.SetRows([]rowlist.Row{
		{ID: "1", Title: "Today", Right: "9", State: rowlist.Late},
		{ID: "2", Title: "Triage", Right: "7", State: rowlist.Info},
		{ID: "3", Title: "Open", Right: "41"},
		{ID: "4", Title: "Waiting on them", Right: "6"},
		{ID: "5", Title: "Waiting on us", Right: "5"},
		{ID: "6", Title: "Complaints", Right: "4"},
		{ID: "7", Title: "Closed"},
		{ID: "8", Title: "Clients"},
		{ID: "9", Title: "Reports"},
	})
	views.SelectFirst()
	inner := control.NewSplit(list, pane(24, detail()))
	inner.Offset = 0.42
	outer := control.NewSplit(views, inner)
	outer.Offset = 0.15
	return container.NewStack(outer, toast)
}

func pane(edge float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(canvas.NewRectangle(color.Transparent),
		container.New(layout.NewCustomPaddedLayout(edge, edge, edge, edge), o))
}

func detail() fyne.CanvasObject {
	problem, hint := say.NewPanel(say.Problem), say.NewPanel(say.Hint)
	problem.Say("The mailbox could not be read.", "Check the password under Settings, then pull again.")
	hint.Say("", "Waiting for an answer from the client since Mon 5 Oct 2026.")
	f := form.New([]form.Field{
		{Name: "person", Label: "Person", Required: true, Value: "Harbour Removals Ltd"},
		{Name: "received", Label: "Received", Kind: form.Date, Required: true, Value: "9/10/26", Hint: "The day it reached the client, not the day it reached you."},
		{Name: "post", Label: "Came by post", Kind: form.YesNo},
	}, form.Options{
		Submit: "Open case", OnCancel: func() {},
		Today: func() civil.Date { return civil.MustParse("2026-10-09") },
	})
	head := control.NewColumn("padding", control.Heading("Harbour Removals Ltd"),
		control.Quiet("26-M2XT9C · Complaint · Brightwater Multi-Academy Trust"))
	return control.NewColumn(theme.SizeGroup, head, hint, problem, widget.NewSeparator(), f)
}
