package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

// Show does the main job on a vault, from the mailbox to the letters, and says
// what it does.
type Show struct {
	Desk *desk.Desk
	Out  string // the folder for letters, records and tables
	Seed int64
	// Cases is how many cases to invent besides those in the mailbox.
	Cases int
	Words io.Writer

	// Serve starts the mail server; [Serve] if nil.
	Serve func([]Mail) (*Server, error)

	letters, records int
	undated          int   // cases that lack what their dates need
	unsaid           error // the first failure to write to Words
}

// Run pulls the mailbox over a socket, files what it holds, works the cases
// and writes the letters, the complaint records, the register and the
// calendar. It stops at the first error: nothing is written where the mailbox
// could not be read.
func (s *Show) Run(ctx context.Context) error {
	if err := FolderFree(s.Out); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{s.fetch, s.file, s.invent, s.work, s.export} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return s.unsaid
}

// folders are what letters and records are written to.
var folders = []string{"letters", "complaints"}

// FolderFree returns an error where the folder holds letters already: those of two
// demonstrations cannot be told apart, and what is there is not ours to delete.
func FolderFree(out string) error {
	for _, name := range folders {
		held, err := os.ReadDir(filepath.Join(out, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return folderError(err)
		}
		if len(held) > 0 {
			return &casefile.Error{
				Kind: casefile.Conflict, Field: "out", What: "That folder holds letters already.",
				Do: "Choose another with --out, or empty it.",
			}
		}
	}
	return nil
}

// say writes a line; the first failure to write is kept for the end.
func (s *Show) say(format string, args ...any) {
	if _, err := fmt.Fprintf(s.Words, format+"\n", args...); err != nil && s.unsaid == nil {
		s.unsaid = err
	}
}

// start records the clients, starts the server and signs in to it.
func (s *Show) start(ctx context.Context) (*Server, error) {
	clients, err := desk.ShippedClients()
	if err != nil {
		return nil, err
	}
	if err := s.Desk.RecordClient(ctx, clients...); err != nil {
		return nil, err
	}
	mails := Mails(s.Seed, s.Desk.Today(), clients)
	serve := s.Serve
	if serve == nil {
		serve = func(m []Mail) (*Server, error) { return Serve(m) }
	}
	server, err := serve(mails)
	if err != nil {
		return nil, err
	}
	s.say("A mail server inside this process holds %d invented messages for %d clients.", len(mails), len(clients))
	if err := s.Desk.AddAccount(ctx, server.Account(), server.Password); err != nil {
		return nil, errors.Join(err, server.Close())
	}
	return server, nil
}

// fetch pulls the mailbox of a server that runs no longer than that.
func (s *Show) fetch(ctx context.Context) error {
	server, err := s.start(ctx)
	if err != nil {
		return err
	}
	defer server.Close()
	done, err := s.Desk.Pull(ctx, "", nil)
	if err != nil {
		return err
	}
	for _, p := range done {
		s.say("Pulled %s: %d new, %d unreadable, %d bytes; every message is kept as the server sent it.", p.Folder, p.New, p.Unreadable, p.Bytes)
	}
	return nil
}

// file decides every message as its proposal says. What is proposed for no
// client, or cannot be read, is left for a person.
func (s *Show) file(ctx context.Context) error {
	messages, err := s.Desk.Messages(ctx, casefile.MessageNew)
	if err != nil {
		return err
	}
	opened, added, aside, left := 0, 0, 0, 0
	for i := range messages {
		id := messages[len(messages)-1-i].ID // the oldest first, so that replies find their cases
		p, err := s.Desk.Proposal(ctx, id)
		if err != nil {
			return err
		}
		switch {
		case p.Automatic != casefile.ByPerson:
			aside++
			err = s.Desk.SetAside(ctx, id, "written by a machine")
		case p.Case.Value != "" && !p.Asks():
			added++
			err = s.Desk.FileTo(ctx, id, casefile.Reference(p.Case.Value))
		case !p.Asks():
			aside++
			err = s.Desk.SetAside(ctx, id, "asks for nothing")
		case p.Client.Value == "":
			left++
		default:
			var refs []casefile.Reference
			refs, err = s.Desk.File(ctx, id, desk.Filing{})
			opened += len(refs)
		}
		if err != nil {
			return err
		}
	}
	s.say("Filed: %d cases opened, %d messages added to a case, %d set aside, %d left for a person to decide.", opened, added, aside, left)
	return nil
}

// work acknowledges every open case, answers those that have waited longest,
// and draws a record of every complaint.
func (s *Show) work(ctx context.Context) error {
	for _, dir := range folders {
		if err := os.MkdirAll(filepath.Join(s.Out, dir), 0o755); err != nil {
			return folderError(err)
		}
	}
	rows, err := s.Desk.Cases(ctx, desk.CaseQuery{})
	if err != nil {
		return err
	}
	for i, row := range rows {
		if row.State == casefile.StateClosed {
			continue
		}
		if err := s.workCase(ctx, row, i%leaveEvery != 0); err != nil {
			return err
		}
	}
	s.say("Issued %d letters and %d complaint records as PDF.", s.letters, s.records)
	if s.undated > 0 {
		s.say("Waiting for what their dates need, the calendar of a school or the hour of a breach: %d of the cases.", s.undated)
	}
	return nil
}

// answerAfter is how many days old a case is before the demonstration answers
// it; of those, one in so many is left open, as on any desk.
const (
	answerAfter = 12
	leaveEvery  = 6
)

func (s *Show) workCase(ctx context.Context, row desk.CaseRow, answer bool) error {
	if f, err := s.Desk.Case(ctx, row.Reference); err != nil || f.Undated != nil {
		s.undated++
		return err
	}
	if err := s.issue(ctx, row, casefile.Acknowledgement, nil); err != nil {
		return err
	}
	if answer && s.Desk.Today().Sub(row.Received) >= answerAfter {
		if err := s.answer(ctx, row); err != nil {
			return err
		}
	}
	if row.Kind != casefile.Complaint {
		return nil
	}
	record, err := s.Desk.Record(ctx, row.Reference)
	if err != nil {
		return err
	}
	s.records++
	return s.write("complaints/"+string(row.Reference)+".pdf", record.PDF)
}

// answer records what was found and decided, issues the reply and closes the
// case.
func (s *Show) answer(ctx context.Context, row desk.CaseRow) error {
	for _, step := range answers[row.Kind] {
		values := maps.Clone(step.values)
		if step.action == "aware" {
			values["on"] = row.Received.String() // its hour may be still to come today
		}
		if err := s.Desk.Do(ctx, row.Reference, step.action, values); err != nil {
			return err
		}
	}
	f, err := s.Desk.Case(ctx, row.Reference)
	if err != nil {
		return err
	}
	if err := s.issue(ctx, row, casefile.Reply, replyValues(row.Kind, f.Client)); err != nil {
		return err
	}
	return s.Desk.Do(ctx, row.Reference, "close", casefile.Values{"reason": "Answered"})
}

// issue freezes a letter, writes it out and records that it was sent.
func (s *Show) issue(ctx context.Context, row desk.CaseRow, kind casefile.LetterKind, values map[string]string) error {
	drawn, err := s.Desk.Issue(ctx, row.Reference, kind, values)
	if err != nil {
		return err
	}
	s.letters++
	if err := s.write(fmt.Sprintf("letters/%s-%s.pdf", row.Reference, kind), drawn.PDF); err != nil {
		return err
	}
	f, err := s.Desk.Case(ctx, row.Reference)
	if err != nil {
		return err
	}
	sent := casefile.Values{"letter": drawn.Letter, "how": string(casefile.ByPost), "to": f.Case.Person.Name}
	if f.Case.Person.Email != "" {
		sent["how"], sent["to"] = string(casefile.ByEmail), f.Case.Person.Email
	}
	return s.Desk.Do(ctx, row.Reference, "letter-sent", sent)
}

// export writes the register and the calendar of what is due.
func (s *Show) export(ctx context.Context) error {
	for _, name := range []string{"register.csv", "deadlines.ics"} {
		what, _, _ := strings.Cut(name, ".")
		b, err := s.Desk.Export(ctx, what, name)
		if err != nil {
			return err
		}
		if err := s.write(name, b); err != nil {
			return err
		}
	}
	s.say("Everything is in %s: letters, complaints, register.csv and deadlines.ics.", s.Out)
	return nil
}

func (s *Show) write(name string, b []byte) error {
	if err := os.WriteFile(filepath.Join(s.Out, filepath.FromSlash(name)), b, 0o644); err != nil {
		return folderError(err)
	}
	return nil
}

func folderError(err error) error {
	return &casefile.Error{
		Kind: casefile.Unreachable, Field: "out", What: "The folder for the letters cannot be written.",
		Do: "Choose another with --out, or make room on the disk.", Err: err,
	}
}

// invent opens cases that came by post or telephone, besides the mailbox.
func (s *Show) invent(ctx context.Context) error {
	if s.Cases == 0 {
		return nil
	}
	clients, err := s.Desk.Clients(ctx)
	if err != nil {
		return err
	}
	rng := rand.New(rand.NewPCG(uint64(s.Seed), 1))
	for i := range s.Cases {
		client := clients[i%len(clients)]
		kinds := slices.DeleteFunc(casefile.OpenKinds(), func(k casefile.KindInfo) bool { return client.Takes(k.Kind) != nil })
		name := (&cast{rng: rng}).name(pick(rng, families))
		_, err := s.Desk.Intake.Open(ctx, desk.Opening{
			Kinds: []casefile.Kind{kinds[i%len(kinds)].Kind}, Client: client.ID,
			Person: casefile.Person{Name: name}, Channel: casefile.ByPost,
			Received: civil.On(s.Desk.Today().AddDays(-(i % 40))), Asked: "A letter that came by post.",
		})
		if err != nil {
			return err
		}
	}
	s.say("Invented %d more cases.", s.Cases)
	return nil
}
