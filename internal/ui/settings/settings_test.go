package settings_test

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"casebook/internal/ui/settings"
	"casebook/internal/ui/theme"
)

func fresh(t *testing.T) (*settings.Settings, fyne.Preferences) {
	p := test.NewTempApp(t).Preferences()
	return settings.New(p), p
}

func TestDefaults(t *testing.T) {
	s, _ := fresh(t)
	if got := s.WindowSize(); got != fyne.NewSize(1280, 800) {
		t.Errorf("window %v", got)
	}
	if s.Mode() != theme.System || s.Zoom() != 1 || s.Notify() {
		t.Errorf("mode %s, zoom %v, notify %v", s.Mode(), s.Zoom(), s.Notify())
	}
	if s.ViewsSplit() != 0.16 || s.DetailSplit() != 0.42 {
		t.Errorf("splits %v %v", s.ViewsSplit(), s.DetailSplit())
	}
}

func TestWhatIsSetIsRead(t *testing.T) {
	s, p := fresh(t)
	s.SetWindowSize(fyne.NewSize(1600, 900))
	s.SetViewsSplit(0.2)
	s.SetDetailSplit(0.5)
	s.SetZoom(1.25)
	s.SetMode(theme.Dark)
	s.SetNotify(true)
	again := settings.New(p)
	if again.WindowSize() != fyne.NewSize(1600, 900) || again.ViewsSplit() != 0.2 ||
		again.DetailSplit() != 0.5 || !again.Notify() {
		t.Error("a setting was lost")
	}
	if th := again.Theme(); th.Mode() != theme.Dark || th.Zoom() != 1.25 {
		t.Errorf("theme %s at %v", th.Mode(), th.Zoom())
	}
}

// The file may have been edited, or written by another version.
func TestNonsenseStaysWithinLimits(t *testing.T) {
	s, p := fresh(t)
	p.SetFloat("window.width", -5)
	p.SetFloat("split.views", 7)
	p.SetString("theme.mode", "sepia")
	s.SetZoom(40)
	s.SetDetailSplit(math.NaN())
	if s.WindowSize().Width != 1024 || s.ViewsSplit() != 0.40 || s.Mode() != theme.System ||
		s.Zoom() != theme.MaxZoom || s.DetailSplit() != 0.42 {
		t.Errorf("width %v, views %v, mode %s, zoom %v, detail %v", s.WindowSize().Width,
			s.ViewsSplit(), s.Mode(), s.Zoom(), s.DetailSplit())
	}
}
