package present

import (
	"context"
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

// Outcome is what an act did, in words, and what takes it back. Undo is nil
// where it cannot be taken back.
type Outcome struct {
	Words string
	Undo  func(context.Context) error
}

// Do does an action on a case.
func Do(ctx context.Context, d *desk.Desk, ref casefile.Reference, action string, values map[string]string) (Outcome, error) {
	before, err := d.Case(ctx, ref)
	if err != nil {
		return Outcome{}, err
	}
	if err := d.Do(ctx, ref, action, casefile.Values(values)); err != nil {
		return Outcome{}, err
	}
	after, err := d.Case(ctx, ref)
	if err != nil {
		return Outcome{}, err
	}
	return outcome(d, ref, fresh(before.Timeline, after.Timeline)), nil
}

// fresh returns the entries that an act added.
func fresh(before, after []casefile.TimelineEntry) []casefile.TimelineEntry {
	known := map[string]bool{}
	for _, e := range before {
		known[e.Event] = true
	}
	return slices.DeleteFunc(slices.Clone(after), func(e casefile.TimelineEntry) bool { return known[e.Event] })
}

func outcome(d *desk.Desk, ref casefile.Reference, added []casefile.TimelineEntry) Outcome {
	if len(added) == 0 {
		return Outcome{Words: "Nothing changed."}
	}
	var ids []string
	o := Outcome{Words: sentence(added[len(added)-1].Words)}
	for _, e := range added {
		if final(e.Type) {
			return o
		}
		ids = append(ids, e.Event)
	}
	o.Undo = takeBack(d, ref, ids)
	return o
}

// final reports whether an entry can never be taken back.
func final(event string) bool {
	sent, _ := casefile.LetterSent{}.EventType()
	withdrawn, _ := casefile.EventWithdrawn{}.EventType()
	opened, _ := casefile.CaseOpened{}.EventType()
	return event == sent || event == withdrawn || event == opened
}

// CanTakeBack reports whether an entry of the timeline can be taken back.
func CanTakeBack(e casefile.TimelineEntry) bool { return !e.Withdrawn && !final(e.Type) }

func takeBack(d *desk.Desk, ref casefile.Reference, ids []string) func(context.Context) error {
	return func(ctx context.Context) error {
		for _, id := range slices.Backward(ids) {
			v := casefile.Values{"event": id, "reason": "Undone at once."}
			if err := d.Do(ctx, ref, "withdraw", v); err != nil {
				return err
			}
		}
		return nil
	}
}

// Offers lists every action: first what can be done now, then the rest with
// why not.
func (p Page) Offers() []Row {
	now, not := []Row{{Title: "Now", Heading: true}}, []Row{{Title: "Not now", Heading: true}}
	for _, o := range p.File.Offers {
		r := Row{ID: o.ID, Title: o.Label, Right: o.Key, Sub: o.Help}
		if o.Refusal == nil {
			now = append(now, r)
			continue
		}
		r.Sub = join(o.Refusal.Why+" "+o.Refusal.Until, o.Refusal.Law)
		r.Right, r.Struck = "", false
		not = append(not, r)
	}
	if len(now) == 1 {
		return not
	}
	if len(not) == 1 {
		return now
	}
	return append(now, not...)
}

// Offer returns an action with whether it can be done now.
func (p Page) Offer(action string) (desk.Offer, bool) {
	for _, o := range p.File.Offers {
		if o.ID == action {
			return o, true
		}
	}
	return desk.Offer{}, false
}

// OfKey returns the action of a key.
func (p Page) OfKey(key string) (desk.Offer, bool) {
	for _, o := range p.File.Offers {
		if o.Key != "" && o.Key == key {
			return o, true
		}
	}
	return desk.Offer{}, false
}
