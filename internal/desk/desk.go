// Package desk is the one way in to Casebook for the window and the command
// line. It joins the rooms below into four parts:
//
//   - [Intake]: what comes in. Mailboxes, pulling, proposals, filing.
//   - [Casework]: what a person does on a case, through the action table.
//   - [Records]: what can be read. Lists, cases, letters and reports drawn.
//   - [Keeping]: the vault itself. Verify, rebuild, disposal, the spool for viewers.
//
// Every method that writes does so in one transaction: it happened whole or
// not at all. Errors are *casefile.Error. Nothing here knows of widgets or of
// SQL; what is returned are values.
package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"time"

	"casebook/assets"
	"casebook/internal/casefile"
	"casebook/internal/clock"
	"casebook/internal/letter"
	"casebook/internal/message"
	"casebook/internal/page"
	"casebook/internal/signin"
	"casebook/internal/store"
	"casebook/internal/vault"

	"github.com/google/uuid"
)

// Options are what the desk is given from outside, once.
type Options struct {
	Now   func() time.Time // the one clock of the program
	Actor string           // who works here, as the timeline names them
	// Machine names the machine: a vault that was copied, to another or on the
	// same one, goes on as a device of its own. Empty, it is taken to be where it
	// was.
	Machine string
	// Program is what has the vault open, as others are told: "the window".
	Program string
	// Version is the program's: lists and search hold words of the program, and
	// are made again when another version opens the vault.
	Version string
	// State is the folder in which Casebook keeps the ledgers of disposals for
	// the person who works here; empty: nowhere but with the vault.
	State string
	// Cost is what a new passphrase is stretched with; zero is the usual.
	Cost vault.Cost
	// Fonts are the faces of letters and records.
	Fonts *page.Fonts
	// Free says how many bytes can still be written on the disk on which a folder
	// lies; nil asks the system: see [vault.Options].
	Free func(dir string) (int64, error)
	// Watch is told when a transaction that writes begins and when it has ended:
	// see [vault.Options].
	Watch func(writing bool)
	// Kept is told the events of each act once they are on the disk.
	Kept func([]casefile.Event)
	// Web is the way to sign-in services and to what a domain publishes of its
	// mail; its zero value will do.
	Web Web
}

// Web is the way to sign-in services and to what a domain publishes: a client,
// a resolver and how long to wait.
type Web = signin.Web

// Desk is an open vault with everything that can be done on it.
type Desk struct {
	*Intake
	*Casework
	*Records
	*Keeping
}

// room is what the four parts share.
type room struct {
	vault     *vault.Vault
	store     *store.Store
	env       casefile.Env
	actor     string
	shipped   clock.Law // what ships with the program: the store knows what is in force
	fonts     *page.Fonts
	wording   *letter.Wording
	regulator []letter.Regulator
	state     string        // the folder of ledgers
	elsewhere []store.Kept  // disposed of in another copy of the vault, as it was found at opening
	pulling   chan struct{} // holds one while mail is pulled: see alone
	web       signin.Web
	signIns   signIns
	threads   threads
}

// newEnv is the outside world as events need it.
func newEnv(now func() time.Time) casefile.Env {
	return casefile.Env{
		Now: now,
		NewID: func() string {
			return uuid.Must(uuid.NewV7()).String()
		},
		Random: rand.Reader,
	}
}

// Create makes an empty vault in a folder, under a passphrase. The folder must
// not exist or be empty.
func Create(dir string, passphrase []byte) error {
	return store.Problem(vault.Create(dir, passphrase, vault.Options{}))
}

// CreateQuick makes an empty vault whose passphrase costs nothing to try: for
// tests, and for a demonstration that is thrown away.
func CreateQuick(dir string, passphrase []byte) error {
	return store.Problem(vault.Create(dir, passphrase, vault.Options{Cost: vault.Cost{Time: 1, MemoryKiB: 8, Threads: 1}}))
}

// Open opens the vault in a folder with its passphrase, as [OpenWith] does.
func Open(ctx context.Context, dir string, passphrase []byte, o Options) (*Desk, error) {
	return OpenWith(ctx, dir, Passphrase(passphrase), o)
}

// OpenWith opens the vault in a folder. Only one program can have it open.
func OpenWith(ctx context.Context, dir string, key Key, o Options) (*Desk, error) {
	r := &room{env: newEnv(o.Now), actor: o.Actor, state: o.State, fonts: o.Fonts, pulling: make(chan struct{}, 1), web: o.Web}
	r.web.Now = o.Now
	if err := r.readAssets(); err != nil {
		return nil, err
	}
	v, err := vault.Open(dir, key, vault.Options{Now: o.Now, Program: o.Program, Machine: o.Machine, Cost: o.Cost, Watch: o.Watch, Free: o.Free})
	if err != nil {
		return nil, store.Problem(err)
	}
	s, err := store.Open(ctx, v, store.Options{
		Env: r.env, Actor: o.Actor, Machine: copyOn(o.Machine, dir, v.Copy()), Law: r.shipped, Read: readText, Light: message.Light,
		Reader: readerVersion + " " + o.Version, Kept: o.Kept,
	})
	if err != nil {
		return nil, errors.Join(err, v.Close())
	}
	r.vault, r.store = v, s
	if err := r.redispose(ctx); err != nil {
		return nil, errors.Join(err, v.Close())
	}
	return &Desk{Intake: &Intake{r}, Casework: &Casework{r}, Records: &Records{r}, Keeping: &Keeping{r}}, nil
}

// copyOn names a copy of a vault: this restoring of it, in this folder on this
// machine. A vault opened under another name is a copy, was moved or restored,
// and starts a device of its own, so that no two give one number to two events.
// The name is a digest: it tells nobody the machine or the folder.
func copyOn(machine, dir, restored string) string {
	if machine == "" {
		dir = "" // taken to be where it was
	} else if whole, err := filepath.Abs(dir); err == nil {
		dir = whole
	}
	if straight, err := filepath.EvalSymlinks(dir); err == nil && dir != "" {
		dir = straight
	}
	sum := sha256.Sum256([]byte(machine + "\x00" + dir + "\x00" + restored))
	return hex.EncodeToString(sum[:16])
}

// readAssets turns the data inside the program into values. It cannot fail in
// a program whose tests passed.
func (r *room) readAssets() (err error) {
	if r.shipped, err = clock.DefaultLaw(assets.Holidays); err != nil {
		return casefile.AsError(err)
	}
	if r.wording, err = letter.ParseWording(assets.Wording()); err != nil {
		return casefile.AsError(err)
	}
	if r.regulator, err = letter.ParseRegulators(assets.Regulator()); err != nil {
		return casefile.AsError(err)
	}
	return nil
}

// readerVersion names the way [readText] reads a message. Raise it with every
// change, so that lists and search are made again at the next opening.
const readerVersion = "2"

// readText gives the store what its lists and its search hold of a message.
func readText(raw []byte) store.MessageText {
	return textOf(message.Read(message.Light(raw)))
}

func textOf(m casefile.Message) store.MessageText {
	return store.MessageText{
		From: m.From, Subject: m.Subject, Text: m.Text, MessageID: m.MessageID, Likeness: message.Likeness(m), Unreadable: m.Unreadable,
	}
}
