//go:build unix

package dovecottest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"
)

// Message is one message as its file in the maildir says.
type Message struct {
	Name  string // file name without flags: the same as long as the message exists
	Flags string // maildir letters in order: D draft, F flagged, R answered, S seen, T deleted
	New   bool   // still in new/: no client has opened the folder since it came
	Raw   []byte // the file's bytes
}

// Put delivers a message into a folder as a mail server does, with flags as maildir letters ("S"
// is seen; "" leaves it in new/). The time of receipt is the message's INTERNALDATE. Raw with CRLF
// line ends comes back over IMAP as the very same bytes. It returns the message's name.
func (s *Server) Put(folder string, raw []byte, received time.Time, flags string) string {
	s.t.Helper()
	dir := s.makeMaildir(folder)
	s.delivered++
	name := fmt.Sprintf("%d.n%06d.casebook", received.Unix(), s.delivered)
	tmp := filepath.Join(dir, "tmp", name)
	s.must(os.WriteFile(tmp, raw, 0o600))
	s.must(os.Chtimes(tmp, received, received))
	s.must(s.give(tmp))
	to := filepath.Join(dir, "new", name)
	if flags != "" {
		to = filepath.Join(dir, "cur", name+":2,"+flags)
	}
	s.must(os.Rename(tmp, to))
	return name
}

// Messages lists a folder's messages by name, straight from the files.
func (s *Server) Messages(folder string) []Message {
	s.t.Helper()
	var all []Message
	var err error
	for range 10 {
		// A file may be renamed under us while a client has the folder open: look again.
		if all, err = list(s.maildir(folder)); !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	s.must(err)
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}

func list(dir string) ([]Message, error) {
	var all []Message
	for _, sub := range []string{"new", "cur"} {
		entries, err := os.ReadDir(filepath.Join(dir, sub))
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			raw, err := os.ReadFile(filepath.Join(dir, sub, e.Name()))
			if err != nil {
				return nil, err
			}
			name, flags, _ := strings.Cut(e.Name(), ":2,")
			all = append(all, Message{Name: base(name), Flags: flags, New: sub == "new", Raw: raw})
		}
	}
	return all, nil
}

// Flags is every message's flags by name: compare it before and after to see that reading a
// mailbox changed nothing in it.
func (s *Server) Flags(folder string) map[string]string {
	s.t.Helper()
	flags := map[string]string{}
	for _, m := range s.Messages(folder) {
		flags[m.Name] = m.Flags
	}
	return flags
}

// SetFlags replaces a message's flags, as a colleague's mail program would.
func (s *Server) SetFlags(folder, name, flags string) {
	s.t.Helper()
	s.must(os.Rename(s.find(folder, name), filepath.Join(s.maildir(folder), "cur", name+":2,"+flags)))
}

// Remove takes a message out of a folder for good.
func (s *Server) Remove(folder, name string) {
	s.t.Helper()
	s.must(os.Remove(s.find(folder, name)))
}

// RenewUIDValidity makes the server forget the folder's UIDs: it gives the folder another
// UIDVALIDITY and its messages other UIDs, as after a migration. It restarts the server.
func (s *Server) RenewUIDValidity(folder string) {
	s.t.Helper()
	s.Stop()
	dir := s.maildir(folder)
	// The old list is kept under the new number, less its messages.
	head := s.uidList(dir)
	for _, pattern := range []string{"dovecot.index*", "dovecot-uidlist*"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		s.must(err)
		for _, f := range files {
			s.must(os.Remove(f))
		}
	}
	path := filepath.Join(dir, "dovecot-uidlist")
	s.must(os.WriteFile(path, fmt.Appendf(nil, "3 V%d N1000 G%s\n", head.validity+1, head.guid), 0o600))
	s.must(s.give(path))
	s.Restart()
}

// uidList is the first line of Dovecot's own record of a maildir's UIDs.
type uidList struct {
	validity int
	next     int
	guid     string
}

func (s *Server) uidList(dir string) uidList {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "dovecot-uidlist"))
	s.must(err)
	var u uidList
	_, err = fmt.Sscanf(string(text), "3 V%d N%d G%s", &u.validity, &u.next, &u.guid)
	s.must(err)
	return u
}

// find is the path of a message's file.
func (s *Server) find(folder, name string) string {
	s.t.Helper()
	for _, pattern := range []string{"new/" + name + "*", "cur/" + name + "*"} {
		files, err := filepath.Glob(filepath.Join(s.maildir(folder), pattern))
		s.must(err)
		if len(files) == 1 {
			return files[0]
		}
	}
	s.t.Fatalf("dovecottest: no message %s in %s", name, folder)
	return ""
}

// maildir is where a folder (INBOX, Sent, Sent/2026; ASCII names) lives: Maildir++ keeps folders
// beside INBOX's own, under a dot.
func (s *Server) maildir(folder string) string {
	if folder == "INBOX" {
		return s.MailDir
	}
	return filepath.Join(s.MailDir, "."+strings.ReplaceAll(folder, "/", "."))
}

func (s *Server) makeMaildir(folder string) string {
	s.t.Helper()
	dir := s.maildir(folder)
	for _, d := range []string{dir, dir + "/cur", dir + "/new", dir + "/tmp"} {
		s.must(os.MkdirAll(d, 0o700))
		s.must(s.give(d))
	}
	return dir
}

// base drops the sizes that Dovecot appends to the names of messages it wrote itself.
func base(name string) string {
	b, _, _ := strings.Cut(name, ",")
	return b
}
