package uitest_test

import (
	"testing"

	"fyne.io/fyne/v2/container"

	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

func TestGallery(t *testing.T) {
	for _, mode := range theme.Modes()[1:] {
		uitest.App(t, mode)
		l := rowlist.New("Nothing to triage.")
		l.SetRows([]rowlist.Row{
			{Title: "Overdue", Right: "1", Heading: true},
			{ID: "a", Title: "Zofia Marlowe", Right: "2 days late", Sub: "26-7KQ4MX · Access · Larkfield Academy · send the reply", State: rowlist.Late},
			{Title: "Today", Right: "1", Heading: true},
			{ID: "b", Title: "Harbour Removals Ltd", Right: "due today", Sub: "26-M2XT9C · Complaint · Brightwater · acknowledge", State: rowlist.Today},
			{Title: "This week", Right: "4", Heading: true},
			{ID: "c", Title: "A. Okonjo-Fairweather", Right: "4 days", Sub: "26-0HQ7RA · Erasure · Brightwater · search the parents' portal", State: rowlist.Soon},
			{ID: "d", Title: "Petra Lindqvist and her representative, Messrs Aldous & Thrale", Right: "waiting since Mon", Sub: "26-4WN8TB · Access · Larkfield Academy · identity asked for", State: rowlist.Waiting},
			{ID: "e", Title: "Tom Ashgrove", Right: "sent", Sub: "26-9ZC1HD · Rectification · Larkfield Academy", State: rowlist.Done},
			{ID: "f", Title: "Office, Larkfield Academy", Right: "new", Sub: "Asks what to tell a parent", State: rowlist.Info},
		})
		w := uitest.Window(t, container.NewStack(l), 440, 500)
		l.SelectID("b")
		w.Canvas().Focus(l)
		uitest.Shot(t, "list-"+string(mode), w.Canvas())
	}
}
