package desk_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

// twoCopies makes a closed case with a message in a vault and in a copy of it.
func twoCopies(t *testing.T) (dir, other string, ref casefile.Reference, message string) {
	t.Helper()
	d, dir := newDesk(t)
	mail := mailFile(t, "a.eml", "From: Ann Lee <ann@example.org>\r\nTo: dpo@example.net\r\nSubject: Erase me\r\nDate: Mon, 5 Oct 2026 10:00:00 +0100\r\n\r\nErase my data.\r\n")
	message = imported(t, d, mail)[0].IDs[0]
	refs, err := d.File(t.Context(), message, desk.Filing{
		Kinds: []casefile.Kind{casefile.Erasure}, Client: "nunthorpe", Person: casefile.Person{Name: "Ann Lee", Email: "ann@example.org"},
	})
	if err != nil {
		t.Fatal(err)
	}
	do(t, d, refs[0], "close", casefile.Values{"reason": "Answered"})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, copyFolder(t, dir), refs[0], message
}

// in opens one copy of a vault, as a machine of its own and an hour later than
// the last, does something there and closes it.
func in(t *testing.T, dir, machine, state string, hours int, f func(d *desk.Desk)) {
	t.Helper()
	d, err := desk.Open(t.Context(), dir, passphrase, desk.Options{
		Now: func() time.Time { return noon.AddDate(3, 1, 0).Add(time.Duration(hours) * time.Hour) }, Actor: "Priya", Machine: machine, State: state,
	})
	if err != nil {
		t.Fatal(err)
	}
	f(d)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}

// What is disposed of in one copy of a vault stays in another where there is
// news of the person, stands on its list with the reason, and goes when a person
// approves it there. Where there is no news it goes by itself.
func TestDisposedOfElsewhere(t *testing.T) {
	ann := casefile.Person{Name: "LEE, Ann"}
	for name, test := range map[string]struct {
		news    func(t *testing.T, d *desk.Desk, ref casefile.Reference)
		because string // "": it goes
		lift    func(t *testing.T, d *desk.Desk, ref casefile.Reference)
	}{
		"nothing": {func(*testing.T, *desk.Desk, casefile.Reference) {}, "", nil},
		"news of somebody else": {func(t *testing.T, d *desk.Desk, _ casefile.Reference) {
			open(t, d, desk.Opening{Person: casefile.Person{Name: "Jo Wood"}, Received: civil.On(d.Today())})
		}, "", nil},
		"an access request": {func(t *testing.T, d *desk.Desk, _ casefile.Reference) {
			open(t, d, desk.Opening{Person: ann, Received: civil.On(d.Today())})
		}, "access case", func(t *testing.T, d *desk.Desk, _ casefile.Reference) {
			rows, err := d.Cases(t.Context(), desk.CaseQuery{Kind: casefile.Access})
			if err != nil || len(rows) != 1 {
				t.Fatal(rows, err)
			}
			do(t, d, rows[0].Reference, "close", casefile.Values{"reason": "Answered"})
		}},
		"an access request that was answered": {func(t *testing.T, d *desk.Desk, _ casefile.Reference) {
			do(t, d, open(t, d, desk.Opening{Person: ann, Received: civil.On(d.Today())}), "close", casefile.Values{"reason": "Answered"})
		}, "come in or gone on since", func(*testing.T, *desk.Desk, casefile.Reference) {}},
		"a hold": {func(t *testing.T, d *desk.Desk, ref casefile.Reference) {
			do(t, d, ref, "hold", casefile.Values{"reason": "A claim"})
		}, "worked on it here", func(t *testing.T, d *desk.Desk, ref casefile.Reference) {
			do(t, d, ref, "hold-lift", casefile.Values{"reason": "Settled"})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			dir, other, ref, message := twoCopies(t)
			state := filepath.Join(t.TempDir(), "state")
			in(t, other, "two", "", 0, func(d *desk.Desk) { test.news(t, d, ref) })
			in(t, dir, "one", state, 1, func(d *desk.Desk) {
				if _, err := d.Dispose(t.Context(), desk.Approval{Cases: []casefile.Reference{ref}, Approver: "The head"}); err != nil {
					t.Fatal(err)
				}
			})
			for round := range 2 { // it does not go at the second opening either
				in(t, other, "two", state, 2+round, func(d *desk.Desk) { staysBecause(t, d, ref, message, test.because) })
			}
			if test.because != "" {
				in(t, other, "two", state, 5, func(d *desk.Desk) { test.lift(t, d, ref) })
				in(t, other, "two", state, 6, func(d *desk.Desk) {
					staysBecause(t, d, ref, message, "another copy")
					if _, err := d.Dispose(t.Context(), desk.Approval{Cases: []casefile.Reference{ref}, Approver: "The head"}); err != nil {
						t.Fatal(err)
					}
				})
			}
			in(t, other, "two", state, 7, func(d *desk.Desk) {
				gone(t, d, []casefile.Reference{ref}, message)
				if due, err := d.Due(t.Context()); err != nil || len(due.Cases)+len(due.Messages) > 0 {
					t.Errorf("due are %+v, %v", due, err)
				}
				sound(t, d)
			})
		})
	}
}

// staysBecause sees that a case is gone, where there is no reason, or stands on
// the list with it.
func staysBecause(t *testing.T, d *desk.Desk, ref casefile.Reference, message, because string) {
	t.Helper()
	if because == "" {
		gone(t, d, []casefile.Reference{ref}, message)
		return
	}
	if _, err := d.Message(t.Context(), message); err != nil {
		t.Error(err)
	}
	due, err := d.Due(t.Context())
	if err != nil || len(due.Cases) != 1 || due.Cases[0].Reference != ref || len(due.Messages) > 0 {
		t.Fatalf("due are %+v, %v", due, err)
	}
	if got := due.Cases[0].Elsewhere; !strings.Contains(got, because) || !strings.Contains(got, "12 Nov 2029") {
		t.Errorf("it says %q, want %q", got, because)
	}
}

// A case that goes on in another copy and is not due there stands on its list as
// held, and goes early with a reason. A third copy follows whichever of the two
// disposals knew all that it knows.
func TestThreeCopies(t *testing.T) {
	dir, other, ref, message := twoCopies(t)
	state := filepath.Join(t.TempDir(), "state")
	in(t, other, "two", "", 0, func(d *desk.Desk) { do(t, d, ref, "reopen", casefile.Values{"reason": "More to do"}) })
	third := copyFolder(t, other)
	in(t, dir, "one", state, 1, func(d *desk.Desk) {
		if _, err := d.Dispose(t.Context(), desk.Approval{Cases: []casefile.Reference{ref}, Approver: "The head"}); err != nil {
			t.Fatal(err)
		}
	})
	in(t, third, "three", state, 2, func(d *desk.Desk) { staysBecause(t, d, ref, message, "worked on it here") })
	in(t, other, "two", state, 2, func(d *desk.Desk) {
		staysBecause(t, d, ref, message, "worked on it here")
		do(t, d, ref, "close", casefile.Values{"reason": "Done"})
		due, err := d.Due(t.Context())
		if err != nil || len(due.Cases) != 1 || len(due.Cases[0].Holds) != 1 || !strings.Contains(due.Cases[0].Holds[0].Until, "The case is kept until") {
			t.Errorf("due are %+v, %v", due, err)
		}
		early := desk.Approval{Cases: []casefile.Reference{ref}, Early: true, Reason: "The contract has ended", Approver: "The head"}
		if _, err := d.Dispose(t.Context(), early); err != nil {
			t.Fatal(err)
		}
	})
	in(t, third, "three", state, 3, func(d *desk.Desk) {
		gone(t, d, []casefile.Reference{ref}, message)
		sound(t, d)
	})
}

// A closed case that stays, and of which it cannot be worked out until when,
// says so.
func TestKeptElsewhereWithoutADay(t *testing.T) {
	dir, other, ref, _ := twoCopies(t)
	state := filepath.Join(t.TempDir(), "state")
	in(t, other, "two", "", 0, func(d *desk.Desk) {
		do(t, d, ref, "note", casefile.Values{"text": "Work goes on"})
		f, err := d.Case(t.Context(), ref)
		if err != nil {
			t.Fatal(err)
		}
		f.Client.Nation = "atlantis" // no table of law
		if err := d.RecordClient(t.Context(), f.Client); err != nil {
			t.Fatal(err)
		}
	})
	in(t, dir, "one", state, 1, func(d *desk.Desk) {
		if _, err := d.Dispose(t.Context(), desk.Approval{Cases: []casefile.Reference{ref}}); err != nil {
			t.Fatal(err)
		}
	})
	in(t, other, "two", state, 2, func(d *desk.Desk) {
		const want = "It cannot be worked out until when the case is to be kept."
		due, err := d.Due(t.Context())
		if err != nil || len(due.Cases) != 1 || len(due.Cases[0].Holds) != 1 || !strings.HasPrefix(due.Cases[0].Holds[0].Until, want) {
			t.Errorf("due are %+v, %v", due, err)
		}
		_, err = d.Dispose(t.Context(), desk.Approval{Cases: []casefile.Reference{ref}})
		if e := casefile.AsError(err); e == nil || e.What != want {
			t.Errorf("the refusal says %v", err)
		}
	})
}

// A message that was disposed of in another copy and is worked on here says how
// it goes: one that is decided needs no deciding.
func TestMessageDisposedOfElsewhere(t *testing.T) {
	for name, test := range map[string]struct {
		put   bool // back in triage
		until string
	}{"set aside again": {false, "Dispose of it by itself"}, "put back": {true, "Decide it in triage"}} {
		t.Run(name, func(t *testing.T) {
			d, dir := newDesk(t)
			id := imported(t, d, mailFile(t, "a.eml", oneMail))[0].IDs[0]
			if err := d.SetAside(t.Context(), id, "No request"); err != nil {
				t.Fatal(err)
			}
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			other, state := copyFolder(t, dir), filepath.Join(t.TempDir(), "state")
			in(t, dir, "one", state, 1, func(d *desk.Desk) {
				if _, err := d.Dispose(t.Context(), desk.Approval{Messages: []string{id}, Early: true, Reason: "Not needed", Approver: "The head"}); err != nil {
					t.Fatal(err)
				}
			})
			in(t, other, "two", "", 2, func(d *desk.Desk) {
				if err := d.PutBack(t.Context(), id); err != nil {
					t.Fatal(err)
				}
				if !test.put {
					if err := d.SetAside(t.Context(), id, "No request after all"); err != nil {
						t.Fatal(err)
					}
				}
			})
			in(t, other, "two", state, 3, func(d *desk.Desk) {
				due, err := d.Due(t.Context())
				if err != nil || len(due.Messages) != 1 || due.Messages[0].Elsewhere == "" {
					t.Fatalf("due are %+v, %v", due, err)
				}
				if holds := due.Messages[0].Holds; len(holds) != 1 || !strings.HasPrefix(holds[0].Until, test.until) {
					t.Errorf("it is held by %+v, want %q", holds, test.until)
				}
			})
		})
	}
}
