package form_test

import (
	"maps"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/test"

	"casebook/internal/civil"
	"casebook/internal/ui/control"
	"casebook/internal/ui/form"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

func newCase() []form.Field {
	return []form.Field{
		{Name: "person", Label: "Person", Kind: form.Text, Required: true, Missing: "Enter the person's name"},
		{
			Name: "kind", Label: "What they ask", Kind: form.Choose, Required: true,
			Choices: []form.Choice{{Value: "access", Label: "Access"}, {Value: "erasure", Label: "Erasure"}},
		},
		{Name: "received", Label: "Received", Hint: "The day it reached the client, not the day it reached you.", Kind: form.Date, Required: true},
		{Name: "post", Label: "Came by post", Kind: form.YesNo},
		{Name: "scan", Label: "Scan", Kind: form.File},
		{Name: "note", Label: "Note", Kind: form.Multiline},
	}
}

func open(t *testing.T, fields []form.Field, opt form.Options) (*form.Form, fyne.Canvas) {
	uitest.App(t, theme.Light)
	opt.Submit = "Open case"
	opt.Today = func() civil.Date { return civil.MustParse("2026-11-21") }
	f := form.New(fields, opt)
	c := uitest.Window(t, container.New(layout.NewCustomPaddedLayout(24, 24, 24, 24), f), 520, 700).Canvas()
	f.Focus(c)
	return f, c
}

func TestFilledInByKeyboard(t *testing.T) {
	var got map[string]string
	picked := func(_ form.Path, set func(string)) { set("letter.pdf") }
	f, c := open(t, newCase(), form.Options{
		OnSubmit: func(v map[string]string) []form.Problem { got = v; return nil },
		Pick:     picked,
	})
	uitest.Type(c, " Zofia Marlowe ")
	c.FocusNext()
	uitest.Press(c, fyne.KeyRight)
	c.FocusNext()
	uitest.Type(c, "-2d")
	c.FocusNext()
	uitest.Type(c, " ") // Fyne ticks a box by the letter, not the key
	c.FocusNext()
	c.FocusNext()
	uitest.Press(c, fyne.KeyReturn) // Browse, which gives the keyboard to the field
	c.FocusNext()
	c.FocusNext()
	uitest.Type(c, "Two lines")
	uitest.Press(c, fyne.KeyReturn)
	if got != nil {
		t.Fatal("Return in a field of several lines submitted")
	}
	c.FocusNext()
	uitest.Press(c, fyne.KeyReturn)
	want := map[string]string{
		"person": "Zofia Marlowe", "kind": "access", "received": "2026-11-19",
		"post": "yes", "scan": "letter.pdf", "note": "Two lines",
	}
	if !maps.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	f.Set("kind", "erasure")
	if f.Values()["kind"] != "erasure" {
		t.Error("Set changed nothing")
	}
}

func TestWhatIsMissingIsSaidAndFocused(t *testing.T) {
	f, c := open(t, newCase(), form.Options{
		OnSubmit: func(map[string]string) []form.Problem { t.Error("submitted"); return nil },
		OnCancel: func() {},
	})
	f.Set("person", "Zofia Marlowe")
	f.Set("received", "31/2")
	uitest.Press(c, fyne.KeyReturn)
	got := test.RenderToMarkup(c)
	for _, want := range []string{
		"There is a problem", "Choose what they ask.", "Received is not a date.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not said", want)
		}
	}
	if _, ok := c.Focused().(*control.Select); !ok {
		t.Errorf("the focus is on %T, not on the first wrong field", c.Focused())
	}
	uitest.Shot(t, "form-errors", c)
	uitest.Markup(t, "errors", c)
	f.Set("kind", "access")
	f.Set("received", "today")
	f.Complain(nil)
	if got := test.RenderToMarkup(c); strings.Contains(got, "problem") || strings.Contains(got, "not a date") {
		t.Error("an old problem is still shown")
	}
}

// What is said of a field goes when the field is put right, not while somebody
// still types; the list on top goes with the last of it.
func TestWhatIsMendedIsNotSaidAnyMore(t *testing.T) {
	f, c := open(t, newCase(), form.Options{})
	f.Set("received", "31/2")
	f.Submit()
	says := func(when string, texts map[string]bool) {
		t.Helper()
		all := strings.Join(uitest.Texts(c), " ")
		for text, want := range texts {
			if strings.Contains(all, text) != want {
				t.Errorf("%s: %q is said: %v, in %s", when, text, !want, all)
			}
		}
	}
	says("submitted", map[string]bool{"Received is not a date.": true, "Choose what they ask.": true})
	f.Set("received", "31/2/")
	says("still typing", map[string]bool{"Received is not a date.": true})
	f.Set("received", "31/3")
	says("a date", map[string]bool{"is not a date": false, "Choose what they ask.": true})
	f.Set("kind", "access")
	f.Set("person", "Zofia Marlowe")
	says("all", map[string]bool{"Choose what they ask.": false, "problem": false})
	f.Complain([]form.Problem{{What: "The vault is locked."}})
	f.Set("person", "Zofia")
	says("another answer", map[string]bool{"The vault is locked.": false})
}

func TestProblemsFromOutside(t *testing.T) {
	f, c := open(t, newCase()[:1], form.Options{
		OnSubmit: func(map[string]string) []form.Problem {
			return []form.Problem{{What: "The vault is locked.", Do: "Unlock it first."}}
		},
	})
	f.Set("person", "Zofia Marlowe")
	f.Submit()
	if got := test.RenderToMarkup(c); strings.Count(got, "The vault is locked.") != 1 || strings.Count(got, "Unlock it first.") != 1 {
		t.Error("a problem of no field is not said once")
	}
}

func TestEscapeCancels(t *testing.T) {
	cancelled := 0
	_, c := open(t, newCase(), form.Options{OnCancel: func() { cancelled++ }})
	for range 9 { // six fields and their buttons
		uitest.Press(c, fyne.KeyEscape)
		c.FocusNext()
	}
	if cancelled != 9 {
		t.Errorf("cancelled %d times of 9", cancelled)
	}
}

func TestSecretsAreCleared(t *testing.T) {
	f, c := open(t, []form.Field{
		{Name: "user", Label: "User", Kind: form.Text},
		{Name: "password", Label: "Password", Kind: form.Secret, Required: true},
	}, form.Options{})
	f.Set("user", "dpo")
	f.Set("password", "correct horse")
	if got := test.RenderToMarkup(c); strings.Contains(got, "correct") {
		t.Error("the password is shown")
	}
	f.ClearSecrets()
	if v := f.Values(); v["user"] != "dpo" || v["password"] != "" {
		t.Errorf("values %v", v)
	}
}

func TestTooLongIsSaid(t *testing.T) {
	f, c := open(t, newCase()[5:], form.Options{})
	c.Focused().(*control.Entry).SetText(strings.Repeat("x", control.MaxText))
	uitest.Type(c, "y")
	f.Submit()
	if got := test.RenderToMarkup(c); !strings.Contains(got, "cut after 16 KB") {
		t.Error("text was cut in silence")
	}
}

func TestMissingWords(t *testing.T) {
	fields := []form.Field{
		{Name: "a", Label: "Address", Required: true},
		{Name: "b", Label: "ID document", Kind: form.File, Required: true},
	}
	f, c := open(t, fields, form.Options{})
	f.Submit()
	got := test.RenderToMarkup(c)
	for _, want := range []string{"Enter address.", "Choose ID document."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not said", want)
		}
	}
}

// A window grows to what its contents ask for: a form in a pane asks for little.
func TestALowFormAsksForLittle(t *testing.T) {
	low, _ := open(t, newCase(), form.Options{Low: true})
	high, _ := open(t, newCase(), form.Options{})
	if l, h := low.MinSize().Height, high.MinSize().Height; l > 200 || l >= h {
		t.Errorf("a low form asks for %.0f, another for %.0f", l, h)
	}
}

// The field that has the keyboard can be seen, however low the form.
func TestTheKeyboardIsInSight(t *testing.T) {
	f, c := open(t, newCase(), form.Options{Low: true})
	f.Resize(fyne.NewSize(400, 200))
	for range newCase() {
		o := c.Focused().(fyne.CanvasObject)
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y - fyne.CurrentApp().Driver().AbsolutePositionForObject(f).Y
		if at < 0 || at+10 > 200 {
			t.Errorf("the field with the keyboard stands at %.0f of 200", at)
		}
		c.FocusNext()
	}
}

// What is wrong with a field is said to the end beside it, over several lines if
// need be, and the field below it is in sight whole: the list on top may not be.
func TestWhatIsWrongIsSaidToTheEnd(t *testing.T) {
	const do = "If the firm has a certificate authority of its own, name its file here, and ask the administrator where it lies."
	low := append(newCase(), form.Field{Name: "ca", Label: "Private authority"})
	f, c := open(t, low, form.Options{Low: true})
	f.Resize(fyne.NewSize(400, 260))
	f.Complain([]form.Problem{{Field: "ca", What: "The server's certificate is not trusted.", Do: do}})
	if said := strings.Join(uitest.Texts(c), " "); strings.Contains(said, "…") || strings.Count(said, "lies.") != 2 {
		t.Errorf("it says %q", said)
	}
	driver := fyne.CurrentApp().Driver()
	field := c.Focused().(fyne.CanvasObject)
	bottom := driver.AbsolutePositionForObject(field).Y - driver.AbsolutePositionForObject(f).Y + field.Size().Height
	if bottom > 260-40 {
		t.Errorf("the field ends at %.0f, behind the buttons", bottom)
	}
}
