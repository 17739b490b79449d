package desk_test

import (
	"slices"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

func asides(t *testing.T, d *desk.Desk, most int) []desk.Aside {
	t.Helper()
	all, err := d.Asides(t.Context(), most)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// What a person set aside is listed, the last first, as it was set aside; what
// was put back is not, until that is undone.
func TestAsides(t *testing.T) {
	d, _ := withMail(t)
	rows, err := d.Messages(t.Context(), casefile.MessageNew)
	if err != nil {
		t.Fatal(err)
	}
	alone := rows[0].ID
	if err := d.SetAside(t.Context(), alone, "A newsletter."); err != nil {
		t.Fatal(err)
	}
	thread, err := d.SetAsideAll(t.Context(), desk.Which{Thread: rows[1].ID}, "No request.")
	if err != nil {
		t.Fatal(err)
	}
	all := asides(t, d, 0)
	if n, err := d.AsideCount(t.Context()); err != nil || n != len(all) || n != 1+len(thread) {
		t.Fatalf("%d counted, %d listed, %d set aside, %v", n, len(all), 1+len(thread), err)
	}
	last := all[len(all)-1]
	if last.ID != alone || last.With != casefile.AsideAlone || last.Whole != nil || last.Reason != "A newsletter." || last.By == "" || last.At.IsZero() {
		t.Errorf("the first that was set aside is %+v", last)
	}
	slices.Sort(thread)
	if whole := slices.Sorted(slices.Values(all[0].Whole)); all[0].With != casefile.AsideThread || !slices.Equal(whole, thread) {
		t.Errorf("the thread is %+v, want %v", all[0], thread)
	}
	if few := asides(t, d, 1); len(few) != 1 || few[0].ID != all[0].ID || len(few[0].Whole) != len(thread) {
		t.Errorf("the last one is %+v", few)
	}
	if err := d.PutBackAll(t.Context(), []string{alone}); err != nil {
		t.Fatal(err)
	}
	if got := asides(t, d, 0); len(got) != len(thread) {
		t.Errorf("%d are listed after one was put back", len(got))
	}
	if err := d.AsideAgain(t.Context(), []string{alone}); err != nil {
		t.Fatal(err)
	}
	again := asides(t, d, 0)
	if i := slices.IndexFunc(again, func(a desk.Aside) bool { return a.ID == alone }); i < 0 || again[i].At != last.At || again[i].Reason != last.Reason {
		t.Errorf("set aside again: %+v, want %+v", again, last)
	}
}

// Only a putting back is undone, and only while nothing else was decided.
func TestAsideAgainIsRefused(t *testing.T) {
	d, _ := withMail(t)
	rows, err := d.Messages(t.Context(), casefile.MessageNew)
	if err != nil {
		t.Fatal(err)
	}
	id := rows[0].ID
	refused := func(when string) {
		t.Helper()
		if err := d.AsideAgain(t.Context(), []string{id}); !casefile.IsKind(err, casefile.Conflict) {
			t.Errorf("%s: %v", when, err)
		}
	}
	refused("never set aside")
	for range 2 { // and a second time round
		if err := d.SetAside(t.Context(), id, ""); err != nil {
			t.Fatal(err)
		}
		refused("still set aside")
		if err := d.PutBack(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if err := d.AsideAgain(t.Context(), []string{id}); err != nil {
			t.Fatal(err)
		}
		if err := d.PutBack(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	filed, _ := asking(t, d)
	if _, err := d.File(t.Context(), filed, desk.Filing{}); err != nil {
		t.Fatal(err)
	}
	if err := d.PutBack(t.Context(), filed); err != nil {
		t.Fatal(err)
	}
	id = filed
	refused("filed and put back")
}
