package clients

import (
	"context"
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/form"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/say"
	"casebook/internal/ui/side"
)

// change is the work of changing how a mailbox is read: it signs in with the
// change and fetches what that lets in.
func (s *Screen) change(a casefile.Account, done string, c desk.AccountChange) []form.Problem {
	return s.Work(side.Work{
		Title: changeTitles[c.Host != ""], Done: done, Want: accountRow + a.Name,
		Do: func(ctx context.Context, _ jobs.Report) error { return s.Props.Desk.ChangeAccount(ctx, a.Name, c) },
		Then: func() {
			s.Leave()
			s.Props.Pull()
		},
	})
}

// changeTitles say what goes on: a new server is tried once a pull under way
// has ended.
var changeTitles = map[bool]string{false: "Signing in to the mailbox", true: "Trying the server"}

func (s *Screen) askPassword(a casefile.Account) {
	s.Ask(side.Question{
		Heading: "Change the password of " + a.Name, Lead: "It is tried before it is kept.", Submit: "Change",
		Fields: passwordFields(a), Back: s.leave,
		Then: func(v map[string]string) []form.Problem {
			password := v["password"]
			return s.change(a, "The password is changed.", desk.AccountChange{Password: &password})
		},
	})
	s.Enter()
}

// leave gives a form up.
func (s *Screen) leave() {
	s.Leave()
	s.showAgain()
	s.Focus(s.Props.Window.Canvas())
}

// notRead is the choice of a folder that is passed over.
const notRead = "none"

// askFolders asks the server which folders there are, and then the person which
// are to be read.
func (s *Screen) askFolders(a casefile.Account) {
	var all []desk.MailFolder
	s.Work(side.Work{
		Title: "Asking the mailbox for its folders", Quiet: true,
		Do: func(ctx context.Context, _ jobs.Report) (err error) {
			all, err = s.Props.Desk.FoldersOf(ctx, a.Name)
			return err
		},
		Then: func() {
			s.Ask(side.Question{
				Heading: "Folders of " + a.Name, Submit: "Change", Fields: FolderFields(a, all), Back: s.leave,
				Lead: "Requests get lost among junk, so it is read too, in a tray of its own. Sent mail shows which letters have left.",
				Then: func(v map[string]string) []form.Problem {
					folders := FoldersOf(a, all, v)
					if len(folders) == 0 {
						return []form.Problem{{What: "No folder would be read.", Do: "Choose one, or remove the mailbox."}}
					}
					return s.change(a, "The folders are changed.", desk.AccountChange{Folders: folders})
				},
			})
			s.Enter()
		},
	})
}

// FolderFields ask of each folder how it is read.
func FolderFields(a casefile.Account, all []desk.MailFolder) []form.Field {
	choices := []form.Choice{
		{Value: notRead, Label: "Not read"},
		{Value: string(casefile.InboxFolder), Label: "Read"},
		{Value: string(casefile.JunkFolder), Label: "Read, as junk"},
		{Value: string(casefile.SentFolder), Label: "Read, as sent mail"},
	}
	var fields []form.Field
	for _, f := range all {
		now := notRead
		if f.Read {
			now = shownRole(a.Role(f.Name))
		}
		hint := ""
		if f.Role != casefile.OtherFolder {
			hint = "The server calls it " + roleWords[f.Role] + "."
		}
		fields = append(fields, form.Field{Name: folderField + f.Name, Label: f.Name, Kind: form.Choose, Choices: choices, Required: true, Value: now, Hint: hint})
	}
	return append(fields, form.Field{
		Name: "since", Label: "New folders since", Kind: form.Date, Past: true, Hint: "Three months back if left empty. Folders that are read keep their day.",
	})
}

// folderField is what the names of the folders' fields begin with: a folder
// may be called as another field is.
const folderField = "folder:"

// shownRole is the choice for a folder: another folder is read like an inbox.
func shownRole(r casefile.FolderRole) string {
	if r == casefile.OtherFolder {
		return string(casefile.InboxFolder)
	}
	return string(r)
}

// FoldersOf are the folders that the answers choose. One that is read already
// keeps its start date.
func FoldersOf(a casefile.Account, all []desk.MailFolder, v map[string]string) []casefile.Folder {
	var out []casefile.Folder
	since, _ := civil.Parse(v["since"]) // the form takes nothing but a date or nothing
	for _, f := range all {
		chosen := v[folderField+f.Name]
		if chosen == notRead || chosen == "" {
			continue
		}
		folder := casefile.Folder{Name: f.Name, Role: casefile.FolderRole(chosen), Since: since}
		if chosen == string(casefile.InboxFolder) && f.Role != casefile.InboxFolder {
			folder.Role = casefile.OtherFolder
		}
		if i := slices.IndexFunc(a.Folders, func(k casefile.Folder) bool { return k.Name == f.Name }); i >= 0 {
			folder.Since = a.Folders[i].Since
		}
		out = append(out, folder)
	}
	return out
}

func (s *Screen) askDates(a casefile.Account) {
	var fields []form.Field
	for _, f := range a.Folders {
		fields = append(fields, form.Field{Name: folderField + f.Name, Label: f.Name + " since", Kind: form.Date, Past: true, Required: true, Value: f.Since.String()})
	}
	s.Ask(side.Question{
		Heading: "Start dates of " + a.Name, Submit: "Change", Fields: fields, Back: s.leave,
		Lead: "Mail before the day is counted and not fetched. An earlier day fetches more; a later one takes nothing away that is here.",
		Then: func(v map[string]string) []form.Problem {
			folders := slices.Clone(a.Folders)
			for i, f := range folders {
				if d, err := civil.Parse(v[folderField+f.Name]); err == nil {
					folders[i].Since = d
				}
			}
			return s.change(a, "The start dates are changed.", desk.AccountChange{Folders: folders})
		},
	})
	s.Enter()
}

// OlderFields choose among the mail before the start dates.
func OlderFields() []form.Field {
	return []form.Field{
		{Name: "from", Label: "Of one sender", Hint: "An address, or a part of it such as @school.example."},
		{Name: "since", Label: "From", Kind: form.Date, Past: true},
		{Name: "until", Label: "To", Kind: form.Date, Past: true, Hint: "Both days are included."},
	}
}

func (s *Screen) askOlder(a casefile.Account) {
	s.Ask(side.Question{
		Heading: "Fetch older mail of " + a.Name, Submit: "Fetch", Fields: OlderFields(), Back: s.leave,
		Lead: "Mail from before the start dates: of one sender, or between two days. What is here already is not fetched again.",
		Then: func(v map[string]string) []form.Problem {
			o := desk.PullOptions{Account: a.Name, From: v["from"]}
			o.Since, _ = civil.Parse(v["since"]) // the form takes nothing but a date or nothing
			o.Until, _ = civil.Parse(v["until"])
			if o.From == "" && o.Since.IsZero() && o.Until.IsZero() {
				s.Enter() // the problem is of no one field: it is said once, on top
				return []form.Problem{{What: "Nothing is chosen.", Do: "Give a sender or a day."}}
			}
			return s.fetch(a, o, "Fetching older mail")
		},
	})
	s.Enter()
}

func (s *Screen) fetchLarge(a casefile.Account) {
	s.fetch(a, desk.PullOptions{Account: a.Name, AllowLarge: true}, "Fetching large messages")
}

// fetch fetches what is asked for and says what came.
func (s *Screen) fetch(a casefile.Account, o desk.PullOptions, title string) []form.Problem {
	var done []desk.Pulled
	return s.Work(side.Work{
		Title: title, Want: accountRow + a.Name,
		Do: func(ctx context.Context, report jobs.Report) (err error) {
			done, err = s.Props.Desk.PullMail(ctx, o, func(p desk.Progress) {
				report(jobs.Progress{Done: p.Done, Total: p.Total, Bytes: p.Bytes, Words: title})
			})
			return err
		},
		Then: func() {
			fresh := 0
			for _, p := range done {
				fresh += p.Fresh()
			}
			words := some(fresh, "message fetched.", "messages fetched.")
			if fresh == 0 {
				words = "Nothing more was found."
			}
			s.Props.Say(words, nil)
			s.Leave()
			if o.AllowLarge {
				s.Props.Pull() // counts anew what was left behind
			}
		},
	})
}

// turnDrafts allows finished replies to be put into a mailbox's drafts, or
// forbids it.
func (s *Screen) turnDrafts(a casefile.Account) {
	to := !a.Drafts
	s.change(a, draftsTurned[to], desk.AccountChange{Drafts: &to})
}

var draftsTurned = map[bool]string{false: "Nothing is put among its drafts any more.", true: "Finished replies may be put among its drafts."}

func (s *Screen) askDrafts(a casefile.Account) {
	say.Ask(s.Props.Window.Canvas(), say.Question{
		What: "Allow drafts in " + a.Name + "?",
		Detail: "You can then put a finished reply among the mailbox's drafts, with its PDF attached, to be sent by you from the mail program you use. " +
			"Nothing else is ever written to this mailbox.",
		Yes: "Allow drafts",
	}, func(yes bool) {
		if yes {
			s.turnDrafts(a)
		}
	})
}
