package message_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"casebook/internal/message"
)

// counts is what came out of a corpus.
type counts struct {
	files, unreadable, noText, attachments, dangerous, inside, replaced int
}

// TestCorpus reads difficult mails from elsewhere: every file under corpus in
// the folder that CASEBOOK_CORPUS names, each as a whole and cut off in many
// places. Without the variable it reads our own.
func TestCorpus(t *testing.T) {
	root := "testdata"
	least := 60
	if dir := os.Getenv("CASEBOOK_CORPUS"); dir != "" {
		root, least = filepath.Join(dir, "corpus"), 300
	}
	var c counts
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".golden") {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		c.read(t, path, raw)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("mails: %d files, %d with text, %d with nothing to read in them, %d with neither text nor attachment, %d attachments (%d dangerous), %d messages inside, %d with characters lost\n",
		c.files, c.files-c.noText, c.unreadable, c.empty(), c.attachments, c.dangerous, c.inside, c.replaced)
	if c.files < least {
		t.Fatalf("%d files, too few to judge by", c.files)
	}
	if root == "testdata" {
		return // some of ours have nothing to read in them, which is what they are for
	}
	if c.unreadable*50 > c.files*3 || c.replaced*50 > c.files {
		t.Error("more is unreadable than must be")
	}
}

func (c counts) empty() int { return c.noText - c.unreadable }

// read reads one mail and fails where text was there and none came out.
func (c *counts) read(t *testing.T, path string, raw []byte) {
	t.Helper()
	m := message.Read(raw)
	sound(t, m)
	c.files++
	c.attachments += len(m.Attachments)
	c.inside += len(m.Forwarded)
	for _, a := range m.Attachments {
		if a.Dangerous {
			c.dangerous++
		}
	}
	if m.Text == "" && len(m.Attachments) == 0 {
		c.noText++
	}
	if m.Unreadable {
		c.unreadable++
	}
	if strings.ContainsRune(m.Text, utf8.RuneError) && !strings.Contains(string(raw), "\uFFFD") {
		c.replaced++
		t.Logf("%s: characters were lost", path)
	}
	if words := wordsBelow(string(raw)); words > 20 && m.Text == "" && len(m.Attachments) == 0 && len(m.Forwarded) == 0 && !encrypted(m.Defects) && !message.IsOutlook(raw) {
		t.Errorf("%s: %d words below the header, and nothing came out: %q", path, words, m.Defects)
	}
	for n := 0; n < len(raw); n += 1 + len(raw)/40 {
		sound(t, message.Read(raw[:n]))
	}
}

// wordsBelow counts the words below the header that are neither boundaries nor
// headers of parts.
func wordsBelow(raw string) int {
	_, below, _ := strings.Cut(strings.ReplaceAll(raw, "\r\n", "\n"), "\n\n")
	n := 0
	for _, l := range strings.Split(below, "\n") {
		if before, _, found := strings.Cut(l, ":"); strings.HasPrefix(l, "--") || found && !strings.Contains(before, " ") || strings.HasPrefix(l, " ") {
			continue
		}
		n += len(strings.Fields(l))
	}
	return n
}

func encrypted(defects []string) bool {
	return strings.Contains(strings.Join(defects, " "), "encrypted")
}
