package house_test

// room is one package's row: what it may import, and why that and no more.
type room struct {
	// law is a room above the adapters. It imports the standard library and the rooms below it,
	// in its tests too, and whoever may import it may import what it rests on.
	law     bool
	ours    []string // folders of this repository; "internal/ui/..." is everything under ui
	outside []string // import paths from elsewhere; "x/..." is x and everything under it
	why     string
}

const (
	fyne      = "fyne.io/fyne/v2"
	fyneApp   = "fyne.io/fyne/v2/app"
	fyneTheme = "fyne.io/fyne/v2/theme"
	goIMAP    = "github.com/emersion/go-imap/v2"
)

// rooms is the house. A row may stand before its package does; a package without a row fails.
var rooms = map[string]room{
	"app": {
		ours: []string{"internal/...", "assets"}, outside: []string{fyne + "/...", fyneApp},
		why: "app puts the rooms together and is the only one that opens a real window",
	},
	"assets": {why: "embedded data: desk and demo read it and pass it down as values"},

	"internal/locale": {outside: []string{fyne + "/lang"}, why: "it must be ready before the toolkit is, so it needs nothing; its test asks the toolkit"},

	"internal/civil":          {law: true, why: "days and the London calendar rest on nothing of ours"},
	"internal/clock":          {law: true, ours: []string{"internal/civil"}, why: "the law of time is read and tested with days alone"},
	"internal/clock/deadline": {law: true, ours: []string{"internal/clock", "internal/civil"}, why: "one question of the law as a line of JSON, without a vault"},
	"internal/casefile":       {law: true, ours: []string{"internal/civil", "internal/clock"}, why: "the domain knows days and the law, and neither a database, a mailbox nor a window"},
	"internal/triage":         {law: true, ours: []string{"internal/casefile"}, why: "a proposal rests on the words of a message and the domain, on no parser or server"},
	"internal/page": {
		law: true, outside: []string{"golang.org/x/image/font/sfnt", "golang.org/x/image/math/fixed"},
		why: "pages are positioned runs of text: widths come from the font file, nothing from a PDF writer or a window",
	},
	"internal/letter": {law: true, ours: []string{"internal/casefile", "internal/page"}, why: "a letter is wording and a case made into pages"},
	"internal/report": {law: true, ours: []string{"internal/casefile", "internal/page"}, why: "a record is a case made into pages and tables"},

	"internal/pdf": {
		ours: []string{"internal/page"}, outside: []string{"github.com/jung-kurt/gofpdf/..."},
		why: "the one adapter of gofpdf draws pages and knows no case",
	},
	"internal/office": {
		ours: []string{"internal/report"}, outside: []string{"github.com/arran4/golang-ical"},
		why: "spreadsheets and calendars are written from tables",
	},
	"internal/clientfile": {
		ours: []string{"internal/casefile"}, outside: []string{"github.com/pelletier/go-toml/v2/...", "golang.org/x/text/encoding/unicode"},
		why: "the one reader of TOML makes clients and nothing else, of tables in what a spreadsheet calls Unicode too",
	},
	"internal/message": {
		ours:    []string{"internal/casefile"},
		outside: []string{"github.com/jhillyerd/enmime/v2/...", "github.com/emersion/go-message/...", "golang.org/x/net/html/...", "golang.org/x/text/...", "github.com/richardlehane/mscfb"},
		why:     "raw mail becomes a message value here and nowhere else",
	},
	"internal/mailbox": {
		ours: []string{"internal/casefile"}, outside: []string{goIMAP, goIMAP + "/imapclient", "github.com/emersion/go-sasl"},
		why: "the one IMAP client gives raw messages and knows neither the vault nor the parser",
	},
	"internal/signin":         {outside: []string{"golang.org/x/oauth2/...", "github.com/zalando/go-keyring"}, why: "signing in knows accounts, not cases"},
	"internal/signin/idptest": {why: "a sign-in service for tests, which must not rest on the code it is there to test"},
	"internal/preview":        {outside: []string{"github.com/klippa-app/go-pdfium/...", "golang.org/x/image/..."}, why: "pictures of pages and attachments need no case"},
	"internal/vault/shim":     {outside: []string{"modernc.org/sqlite/lib", "modernc.org/libc"}, why: "the one place that touches memory Go does not manage; it knows no key"},
	"internal/vault/pagevfs": {
		ours:    []string{"internal/vault/shim"},
		outside: []string{"modernc.org/sqlite/lib", "modernc.org/libc", "golang.org/x/crypto/xts"},
		why:     "the format of what lies on the disk, to be read beside docs/VAULT.md",
	},
	"internal/vault": {
		ours:    []string{"internal/casefile", "internal/vault/..."}, // casefile for its error type alone
		outside: []string{"modernc.org/sqlite/...", "github.com/gofrs/flock", "golang.org/x/crypto/...", "golang.org/x/sys/unix", "golang.org/x/sys/windows", "golang.org/x/text/unicode/norm", "github.com/klauspost/compress/..."},
		why:     "the one room that opens the database; no handle leaves it",
	},
	"internal/store": {
		ours: []string{"internal/vault", "internal/casefile"}, outside: []string{"github.com/klauspost/compress/...", "golang.org/x/text/unicode/norm"},
		why: "SQL on an open vault: it sees the vault's Reader and Writer, not the driver",
	},

	"internal/desk": {
		ours: []string{
			"assets", "internal/casefile", "internal/clock/deadline", "internal/triage", "internal/letter", "internal/report", "internal/pdf", "internal/office",
			"internal/clientfile", "internal/message", "internal/mailbox", "internal/signin", "internal/vault", "internal/store", "internal/preview",
		},
		outside: []string{"github.com/google/uuid", "golang.org/x/text/unicode/norm"},
		why:     "desk joins the adapters and is the one way to them; it folds the names that a hold compares, as casefile cannot",
	},
	"internal/cli": {
		ours:    []string{"internal/desk", "internal/casefile", "internal/clock", "internal/civil", "internal/page"},
		outside: []string{"github.com/alecthomas/kong"},
		why:     "a subcommand is a thin call of desk and sees no adapter",
	},
	"internal/ui":     window,
	"internal/ui/...": window,
	"internal/ui/mailtest": {
		ours: []string{"internal/demo", "internal/desk"},
		why:  "tests of the window pull invented mail from a real server",
	},
	"internal/demo": {
		ours: []string{
			"assets", "internal/desk", "internal/casefile", "internal/page",
			"internal/pdf", "internal/office", "internal/message", "internal/mailbox", "internal/vault", "internal/store",
		},
		outside: []string{goIMAP, goIMAP + "/imapserver/...", "github.com/emersion/go-message/...", "github.com/emersion/go-sasl"},
		why:     "the demo is a mailbox of its own, served over real IMAP in the process, so it stands on both sides of the adapters",
	},

	"internal/vault/powercut": {
		ours: []string{"internal/vault", "internal/vault/shim"}, outside: []string{"modernc.org/sqlite/lib", "modernc.org/libc"},
		why: "a disk for tests that forgets what was not synced lies beneath the vault",
	},

	"internal/dovecottest": {why: "a real mail server for tests, which must not rest on the code it is there to test"},
	"internal/cyrustest":   {ours: []string{"internal/dovecottest"}, why: "another real mail server for tests, with the certificates and the leash of the first"},
	"internal/torture":     {outside: []string{"github.com/klauspost/compress/..."}, why: "its tests kill the whole program and look into what it leaves; nothing imports it"},
	"internal/house":       {why: "these checks read source and import nothing of it"},
}

// window is the row of every screen and widget.
var window = room{
	ours:    []string{"internal/ui/...", "internal/desk", "internal/casefile", "internal/clock", "internal/civil", "internal/page"},
	outside: []string{fyne + "/...", "golang.org/x/image/..."},
	why:     "the window sees desk and the domain's values, no adapter, so that every screen is built and tested without a display",
}

// forTests may be imported by any test.
var forTests = []string{
	"github.com/google/go-cmp/...", "pgregory.net/rapid", "github.com/rogpeppe/go-internal/...",
}

// testOnly are folders that only tests import.
var testOnly = []string{"internal/cyrustest", "internal/dovecottest", "internal/signin/idptest", "internal/vault/powercut", "internal/ui/mailtest"}

// forOurTests are further imports of one room's tests, ours and others'.
var forOurTests = map[string][]string{
	"internal/mailbox": {goIMAP + "/..."},
	// A database is opened through the pages as SQLite's driver does it.
	"internal/vault/pagevfs": {"modernc.org/sqlite", "internal/vault/powercut"},
	"internal/desk":          {goIMAP + "/...", fyneTheme, "github.com/zalando/go-keyring"},
	// The shipped wording, words and holidays are data, and rest on nothing.
	"internal/clock/deadline": {"assets"},
	"internal/clock":          {"assets"},
	"internal/triage":         {"assets"},
	// The fonts that app hands down lie in fyne's theme, which needs no display; and a drawn page
	// is read back from the PDF it becomes.
	"internal/page":    {fyneTheme},
	"internal/pdf":     {fyneTheme},
	"internal/letter":  {fyneTheme, "assets", "internal/pdf"},
	"internal/report":  {fyneTheme, "assets", "internal/pdf"},
	"internal/cli":     {fyneTheme},
	"internal/demo":    {fyneTheme},
	"internal/torture": {fyneTheme, "internal/demo", "internal/desk", "internal/casefile", "internal/civil", "internal/page", "internal/vault", "internal/vault/powercut"},
}

// reserved are imports that only the folders named may have, with the reason. It holds for the
// standard library too, which rows say nothing about.
var reserved = []struct {
	path string
	only []string
	why  string
}{
	{fyneApp, []string{"app"}, "it needs a C compiler and a display; everything else builds and tests without either"},
	{"github.com/jung-kurt/gofpdf", []string{"internal/pdf"}, "the PDF library can be replaced in one room"},
	{"modernc.org/sqlite", []string{"internal/vault", "internal/vault/shim", "internal/vault/pagevfs", "internal/vault/powercut"}, "the database is opened, encrypted and locked in one room"},
	{"database/sql", []string{"internal/vault"}, "no handle of the database leaves the vault's callbacks"},
	{goIMAP + "/imapclient", []string{"internal/mailbox"}, "one client opens the mailbox, read-only"},
	{goIMAP + "/imapserver", []string{"internal/demo"}, "the one server is the demo's"},
	{"net/http", []string{"internal/signin", "internal/signin/idptest"}, "Casebook talks to the mailbox and to a sign-in page, to nobody else"},
}
