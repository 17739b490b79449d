package torture_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/demo"
	"casebook/internal/desk"
	"casebook/internal/vault"
)

// office is a folder with a vault, the state of the person who works there and
// backups.
type office struct {
	*testing.T
	world string
	names needles
}

func (o office) vault() string  { return vaultIn(o.world) }
func (o office) backup() string { return backupIn(o.world) }

func (o office) options() desk.Options {
	with := options()
	with.State = filepath.Join(o.world, "state")
	return with
}

// open opens a vault of the office.
func (o office) open(dir string) *desk.Desk {
	o.Helper()
	d, err := desk.Open(o.Context(), dir, passphrase, o.options())
	if err != nil {
		o.Fatal(reason(err))
	}
	return d
}

func (o office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(reason(err))
	}
}

// newOffice has pulled mail about so many people.
func newOffice(t *testing.T, people int) (office, *desk.Desk) {
	all := names(rand.New(rand.NewPCG(8, 8)), people)
	var mails []demo.Mail
	for i := 0; i < len(all); i += 5 {
		mails = append(mails, about(all[i:i+5]))
	}
	server, err := demo.Serve(mails)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	o := office{t, t.TempDir(), newNeedles(all)}
	o.must(os.CopyFS(o.vault(), os.DirFS(template(t))))
	d := o.open(o.vault())
	o.must(d.AddAccount(t.Context(), server.Account(), server.Password))
	if _, err := d.Pull(t.Context(), "", nil); err != nil {
		t.Fatal(reason(err))
	}
	return o, d
}

// work decides every message: each fifth is set aside, the others become cases,
// each with a note that names the person, a letter and a copy for a viewer.
func (o office) work(d *desk.Desk) (cases []casefile.Reference, aside []string) {
	o.Helper()
	rows, err := d.Messages(o.Context(), casefile.MessageNew)
	o.must(err)
	for i, row := range rows {
		if i%5 == 0 {
			o.must(d.SetAside(o.Context(), row.ID, "No request of "+row.From.Name))
			aside = append(aside, row.ID)
			continue
		}
		refs, err := d.File(o.Context(), row.ID, desk.Filing{Kinds: []casefile.Kind{casefile.Erasure}, Client: "nunthorpe"})
		o.must(err)
		o.must(d.Do(o.Context(), refs[0], "note", casefile.Values{"text": "Spoke to " + row.From.Name + " about " + row.Subject}))
		drawn, err := d.Issue(o.Context(), refs[0], "acknowledgement", nil)
		o.must(err)
		_, err = d.Spool(fmt.Sprintf("letter %d.pdf", i), drawn.PDF)
		o.must(err)
		cases = append(cases, refs[0])
	}
	return cases, aside
}

// dispose closes the cases and takes them and the messages out, some at a time.
func (o office) dispose(d *desk.Desk, cases []casefile.Reference, aside []string) {
	o.Helper()
	for _, ref := range cases {
		o.must(d.Do(o.Context(), ref, "close", casefile.Values{"reason": "Withdrawn", "withdrawn": "yes"}))
	}
	for some := range slices.Chunk(cases, 40) {
		_, err := d.Dispose(o.Context(), desk.Approval{Cases: some, Early: true, Reason: "The contract ended"})
		o.must(err)
	}
	_, err := d.Dispose(o.Context(), desk.Approval{Messages: aside, Early: true, Reason: "The contract ended"})
	o.must(err)
}

// act opens a case of somebody else, writes in it, and looks at everything.
func (o office) act(d *desk.Desk) {
	o.Helper()
	refs, err := d.Intake.Open(o.Context(), desk.Opening{
		Kinds: []casefile.Kind{casefile.Access}, Client: "nunthorpe", Channel: casefile.ByPost,
		Person: casefile.Person{Name: "Łucja Wright", Address: []string{"1 Mill Lane", "Ashby"}}, Received: civil.On(d.Today()),
	})
	o.must(err)
	o.must(d.Do(o.Context(), refs[0], "note", casefile.Values{"text": "Work goes on."}))
	o.must(faults(o.Context(), d))
}

// pages returns every page of a vault's database as it is when decrypted, free
// ones among them.
func (o office) pages(dir string) (all []byte) {
	o.Helper()
	v, err := vault.Open(dir, vault.Passphrase(passphrase), vault.Options{})
	o.must(err)
	defer v.Close()
	o.must(v.Read(o.Context(), func(r vault.Reader) error {
		return r.Each(o.Context(), func(row vault.Rows) error {
			var page []byte
			err := row.Scan(&page)
			all = append(all, page...)
			return err
		}, "SELECT data FROM sqlite_dbpage ORDER BY pgno")
	}))
	return all
}

// plain returns what the owner gets who decrypts a vault.
func (o office) plain(d *desk.Desk) []byte {
	o.Helper()
	file := filepath.Join(o.TempDir(), "plain.sqlite")
	o.must(d.Decrypt(o.Context(), file, nil))
	b, err := os.ReadFile(file)
	o.must(err)
	return b
}

// none fails the test where one of the names is in b.
func (o office) none(what string, b []byte) {
	o.Helper()
	if name, form := o.names.anywhere(b); name != "" {
		o.Errorf("%s hold the name %q (%s)", what, name, form)
		return
	}
	o.Logf("%s, %d bytes: none of the names", what, len(b))
}

// goneFrom looks for the names in a vault that is open, and closes it.
func (o office) goneFrom(what, dir string, d *desk.Desk) {
	o.Helper()
	o.must(faults(o.Context(), d))
	o.none(what+", decrypted", o.plain(d))
	o.must(d.Close())
	o.none(what+", page by page", o.pages(dir))
}

// restored makes a vault of a backup.
func (o office) restored(name string) (dir string, d *desk.Desk) {
	o.Helper()
	dir = filepath.Join(o.world, name)
	o.must(desk.Restore(o.Context(), o.backup(), dir, desk.Passphrase(passphrase), desk.Restoring{Options: o.options()}))
	return dir, o.open(dir)
}

// After disposal none of a thousand people is left: not in the decrypted pages,
// free ones among them, not in what decrypting gives, not in a backup made
// after it nor in one made before once it is restored, and not beside them.
// Back up, act, dispose, restore, act: both vaults pass every check, and no two
// events have one number.
func TestNoNameAfterDisposal(t *testing.T) {
	const people = planted
	o, d := newOffice(t, people)
	cases, aside := o.work(d)
	o.must(d.Backup(t.Context(), o.backup(), nil))
	o.act(d)
	if name, _ := o.names.in(o.plain(d)); name == "" {
		t.Fatal("no name is found before disposal: the scan proves nothing")
	}
	o.dispose(d, cases, aside)
	o.goneFrom("the pages after disposal", o.vault(), d)

	dir, r := o.restored("restored")
	o.act(r)
	o.goneFrom("the pages of an earlier backup, restored", dir, r)
	o.apart(o.vault(), dir)

	d = o.open(o.vault())
	o.act(d)
	o.must(d.Backup(t.Context(), o.backup(), nil))
	o.must(d.Close())
	dir, r = o.restored("restored again")
	o.goneFrom("the pages of a later backup, restored", dir, r)
	o.apart(o.vault(), dir, filepath.Join(o.world, "restored"))
	files, size := o.names.clean(t, "at the end", o.world)
	t.Logf("%d cases and %d messages set aside were disposed of; %d files with %d bytes hold none of %d names", len(cases), len(aside), files, size, people)
}

// apart fails the test where two vaults gave one number to different events.
func (o office) apart(dirs ...string) {
	o.Helper()
	type number struct {
		device string
		seq    int64
	}
	given := map[number]string{}
	for _, dir := range dirs {
		v, err := vault.Open(dir, vault.Passphrase(passphrase), vault.Options{})
		o.must(err)
		o.must(v.Read(o.Context(), func(r vault.Reader) error {
			return r.Each(o.Context(), func(row vault.Rows) error {
				var n number
				var id string
				if err := row.Scan(&n.device, &n.seq, &id); err != nil {
					return err
				}
				if first, twice := given[n]; twice && first != id {
					o.Errorf("number %d of device %s is given to two events", n.seq, n.device)
				}
				given[n] = id
				return nil
			}, "SELECT device, seq, id FROM event")
		}))
		o.must(v.Close())
	}
	o.Logf("%d vaults gave %d numbers, none to two events", len(dirs), len(given))
}
