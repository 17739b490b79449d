// Package settings remembers how the window stands: its size, its panes, its
// looks. The file behind it is plain and shared by whoever uses the machine, so
// nothing personal, no path and no secret belongs here.
package settings

import (
	"math"
	"time"

	"fyne.io/fyne/v2"

	"casebook/internal/ui/theme"
)

// number is a setting with its name in the file, its default and its limits.
type number struct {
	key           string
	normal        float64
	least, utmost float64
}

// The numbers. Width and height are Fyne's device independent pixels; a split
// is the share of the pane before the divider.
var (
	width  = number{"window.width", 1280, 1024, 7680}
	height = number{"window.height", 800, 700, 4320}
	views  = number{"split.views", 0.16, 0.08, 0.40}
	detail = number{"split.detail", 0.42, 0.20, 0.80}
	zoom   = number{"text.zoom", theme.DefaultZoom, theme.MinZoom, theme.MaxZoom}
	lock   = number{"lock.minutes", 10, 1, 60}
)

const (
	modeKey   = "theme.mode"
	notifyKey = "notify.on"
)

// Settings reads and writes. What it reads always lies within the limits,
// whatever the file says.
type Settings struct{ prefs fyne.Preferences }

// New returns settings kept in p.
func New(p fyne.Preferences) *Settings { return &Settings{p} }

// WindowSize returns the size to open with.
func (s *Settings) WindowSize() fyne.Size {
	return fyne.NewSize(float32(s.get(width)), float32(s.get(height)))
}

// SetWindowSize remembers the size on closing.
func (s *Settings) SetWindowSize(size fyne.Size) {
	s.set(width, float64(size.Width))
	s.set(height, float64(size.Height))
}

// ViewsSplit returns the share of the views at the left.
func (s *Settings) ViewsSplit() float64 { return s.get(views) }

// SetViewsSplit remembers it.
func (s *Settings) SetViewsSplit(share float64) { s.set(views, share) }

// DetailSplit returns the share of the list beside the detail.
func (s *Settings) DetailSplit() float64 { return s.get(detail) }

// SetDetailSplit remembers it.
func (s *Settings) SetDetailSplit(share float64) { s.set(detail, share) }

// Zoom returns the text zoom factor.
func (s *Settings) Zoom() float64 { return s.get(zoom) }

// SetZoom remembers it.
func (s *Settings) SetZoom(factor float64) { s.set(zoom, factor) }

// Mode returns the palette; an unknown word in the file is System.
func (s *Settings) Mode() theme.Mode {
	return theme.New(theme.Mode(s.prefs.String(modeKey)), 1).Mode()
}

// SetMode remembers it.
func (s *Settings) SetMode(m theme.Mode) {
	s.prefs.SetString(modeKey, string(theme.New(m, 1).Mode()))
}

// Theme returns the theme that Mode and Zoom describe.
func (s *Settings) Theme() *theme.Theme { return theme.New(s.Mode(), s.Zoom()) }

// Notify says whether desktop notifications are wanted. They are not, until a
// person says so.
func (s *Settings) Notify() bool { return s.prefs.Bool(notifyKey) }

// SetNotify remembers it.
func (s *Settings) SetNotify(on bool) { s.prefs.SetBool(notifyKey, on) }

// LockAfter returns how long nobody may be at the window before the vault locks
// itself.
func (s *Settings) LockAfter() time.Duration {
	return time.Duration(s.get(lock)) * time.Minute
}

// SetLockAfter remembers it, in whole minutes.
func (s *Settings) SetLockAfter(d time.Duration) { s.set(lock, d.Minutes()) }

func (s *Settings) get(n number) float64 {
	return n.within(s.prefs.FloatWithFallback(n.key, n.normal))
}

func (s *Settings) set(n number, v float64) { s.prefs.SetFloat(n.key, n.within(v)) }

func (n number) within(v float64) float64 {
	if math.IsNaN(v) {
		return n.normal
	}
	return min(max(v, n.least), n.utmost)
}
