package main

import (
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"casebook/assets"
	"casebook/internal/casefile"
	"casebook/internal/cli"
	"casebook/internal/demo"
	"casebook/internal/desk"
	"casebook/internal/ui"
	"casebook/internal/ui/loop"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
)

// appID names the program to the desktop, as FyneApp.toml does.
const appID = "uk.casebook.Casebook"

// newApp starts the toolkit. A plain build has no metadata but what is set here.
func newApp() fyne.App {
	icon := fyne.NewStaticResource("icon.png", assets.Icon())
	app.SetMetadata(fyne.AppMetadata{
		ID: appID, Name: "Casebook", Version: version, Build: 1, Icon: icon, Release: true,
		Migrations: map[string]bool{"fyneDo": true},
	})
	a := app.NewWithID(appID)
	a.SetIcon(icon)
	return a
}

// window opens the window: on that vault if its folder is given, unlocked if a
// passphrase is; else on the vault in the usual place, if there is one.
func (p composer) window(ctx context.Context, dir string, passphrase []byte) error {
	usual := usualDir()
	if _, err := os.Stat(usual); dir == "" && usual != "" && err == nil {
		dir = usual
	}
	return p.run(ctx, ui.Deps{Dir: dir, Passphrase: passphrase, DefaultDir: usual}, 1)
}

// usualDir is where a vault is looked for and proposed.
func usualDir() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, "Casebook")
}

// demoWindow opens the window on a vault made ready for the demonstration.
func (p composer) demoWindow(ctx context.Context, dir string, passphrase []byte, o cli.DemoOptions) error {
	d, err := desk.Open(ctx, dir, passphrase, p.options())
	if err != nil {
		return err
	}
	server, err := demo.Ready(ctx, d, o.Seed, o.Cases)
	if err = errors.Join(err, d.Close()); err != nil {
		return err
	}
	hint := ""
	if o.Keep == "" {
		hint = "The passphrase of the demo is " + string(passphrase) + "."
	}
	return errors.Join(p.run(ctx, ui.Deps{Dir: dir, Passphrase: passphrase, Hint: hint}, o.Seed), server.Close())
}

// run shows the window until it is closed.
func (p composer) run(ctx context.Context, d ui.Deps, seed int64) error {
	if err := needDisplay(); err != nil {
		return err
	}
	a := newApp()
	trial := &trial{composer: p, seed: seed}
	d.App, d.Version, d.Now, d.Fonts = a, version, p.now, p.fonts
	d.Open = func(ctx context.Context, dir string, key desk.Key) (*desk.Desk, error) {
		return desk.OpenWith(ctx, dir, key, p.options())
	}
	d.ByKeyring = func(ctx context.Context, dir string) (*desk.Desk, error) {
		return desk.OpenByKeyring(ctx, dir, p.options())
	}
	d.Create, d.Demo = desk.Create, trial.open
	d.OpenFile = func(path string) error { return openFile(a, path) }
	d.Print = printFile
	d.Browse = func(address string) error { return browse(a, address) }
	w := ui.New(d)
	go func() { // an interrupt closes the vault, as closing the window does
		<-ctx.Done()
		loop.Window{}.Do(w.Quit)
	}()
	w.Run()
	return trial.close()
}

// needDisplay says in words what the toolkit would say in its own.
func needDisplay() error {
	if runtime.GOOS != "linux" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != "" {
		return nil
	}
	return &casefile.Error{
		Kind: casefile.Unreachable, What: "There is no display to open a window on.",
		Do: "Use the commands (casebook --help), or casebook demo --no-window --out DIR to see the job done.",
	}
}

// trial is the demo that somebody without a vault can try: vaults and servers
// that last until the program ends.
type trial struct {
	composer
	seed    int64
	folders []string
	servers []*demo.Server
}

// open makes a vault that is thrown away, with a mailbox of invented mail.
func (t *trial) open(ctx context.Context) (*desk.Desk, error) {
	parent, err := os.MkdirTemp("", "casebook-demo-")
	if err != nil {
		return nil, casefile.AsError(err)
	}
	t.folders = append(t.folders, parent)
	dir, passphrase := filepath.Join(parent, "vault"), []byte("demo")
	if err := desk.Create(dir, passphrase); err != nil {
		return nil, err
	}
	d, err := desk.Open(ctx, dir, passphrase, t.options())
	if err != nil {
		return nil, err
	}
	server, err := demo.Ready(ctx, d, t.seed, 0)
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	t.servers = append(t.servers, server)
	return d, nil
}

func (t *trial) close() error {
	var all []error
	for _, s := range t.servers {
		all = append(all, s.Close())
	}
	for _, f := range t.folders {
		all = append(all, os.RemoveAll(f))
	}
	return errors.Join(all...)
}

// browse opens a page in the system's browser. No shell sees the address.
func browse(a fyne.App, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	return a.OpenURL(u)
}

// openFile hands a file of our spool to the system's viewer.
func openFile(a fyne.App, path string) error {
	path, err := filepath.Abs(path)
	if err == nil {
		err = a.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(path)})
	}
	if err != nil {
		return &casefile.Error{
			Kind: casefile.Unreachable, What: "No program could be started to show the PDF.",
			Do: "Install a PDF viewer, then try again.", Err: err,
		}
	}
	return nil
}

// printFile hands a file to the system's print command.
func printFile(path string) error {
	command, err := exec.LookPath("lp")
	if err == nil {
		err = exec.Command(command, "--", path).Run()
	}
	if err != nil {
		return &casefile.Error{
			Kind: casefile.Unreachable, What: "The printer could not be reached from here.",
			Do: "Open the PDF and print it from its viewer.", Err: err,
		}
	}
	return nil
}
