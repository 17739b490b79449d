package clients

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/control"
	"casebook/internal/ui/form"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/side"
)

// askClient asks for the file of a new client, which may be known already.
func (s *Screen) askClient(file string) {
	s.Ask(side.Question{
		Heading: "Add a client", Lead: "A client is the controller you act for. Its file says who it is, where it keeps data and for how long.",
		Submit: "Add client", Fields: s.known.ClientFields(file), Then: s.addClient,
		Above: []fyne.CanvasObject{control.NewFlow(control.NewButton("Make a client file to fill in", s.askTemplate))},
	})
}

// askTemplate asks where to put a client file in which every key is explained,
// and then goes back to asking for it.
func (s *Screen) askTemplate() {
	s.Ask(side.Question{
		Heading: "Make a client file", Submit: "Make the file",
		Lead: "A text file in which every line is explained. Fill it in with any text editor, then add it here.",
		Fields: []form.Field{{
			Name: "file", Label: "File", Kind: form.File, Path: form.NewFile, NewName: "client.toml", Required: true, Missing: "Enter a file",
		}},
		Back: func() {
			s.askClient("")
			s.Enter()
		},
		Then: func(v map[string]string) []form.Problem {
			return s.Work(side.Work{
				Quiet: true, Do: func(context.Context, jobs.Report) error { return desk.SaveClientTemplate(v["file"]) },
				Then: func() {
					s.Props.Say("The file is made. Fill it in, save it, then add it here.", nil)
					s.askClient(v["file"])
					s.Enter()
				},
			})
		},
	})
	s.Enter()
}

func (s *Screen) addClient(v map[string]string) []form.Problem {
	for _, c := range s.known.Shipped {
		if c.ID == v["source"] {
			return s.Work(side.Work{
				Done: c.Called() + " added.", Want: clientRow + c.ID,
				Do: func(ctx context.Context, _ jobs.Report) error { return s.Props.Desk.RecordClient(ctx, c) },
			})
		}
	}
	if v["file"] == "" {
		return []form.Problem{{Field: "file", What: "Choose the client file.", Do: "Or make one, or take one of the examples above."}}
	}
	var added casefile.Client
	return s.Work(side.Work{
		Done: "Client added.",
		Do: func(ctx context.Context, _ jobs.Report) error {
			b, err := desk.ReadFile("file", v["file"], desk.MaxSettings)
			if err != nil {
				return err
			}
			added, err = s.Props.Desk.AddClient(ctx, filepath.Base(v["file"]), b)
			return err
		},
		Then: func() {
			s.Leave()
			s.Go(clientRow + added.ID)
		},
	})
}
