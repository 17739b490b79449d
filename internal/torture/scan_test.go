package torture_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/klauspost/compress/zstd"
)

// needles are the forms in which names could lie in a file, by their first
// four bytes.
type needles map[uint32][]needle

type needle struct {
	bytes []byte
	name  string
	form  string
}

// newNeedles returns every form of the names that a program could leave: as it
// is, as the search folds it, in the two orders of UTF-16, and in base64
// whatever stands before it.
func newNeedles(names []string) needles {
	all := needles{}
	add := func(name, form string, b []byte) {
		key := binary.LittleEndian.Uint32(b)
		all[key] = append(all[key], needle{b, name, form})
	}
	for _, name := range names {
		add(name, "UTF-8", []byte(name))
		add(name, "UTF-8, small letters", []byte(strings.ToLower(name)))
		add(name, "UTF-16LE", wide(binary.LittleEndian, name))
		add(name, "UTF-16BE", wide(binary.BigEndian, name))
		for before := range 3 {
			add(name, "base64", inBase64(name, before))
		}
	}
	return all
}

func wide(order binary.AppendByteOrder, s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return b
}

// inBase64 returns what is the same in the base64 of every text that holds s
// after that many bytes more than a multiple of three.
func inBase64(s string, before int) []byte {
	b := []byte(base64.RawStdEncoding.EncodeToString(append(make([]byte, before), s...)))
	first := []int{0, 2, 3}[before] // letters that the bytes before s have a part in
	last := len(b)
	if (before+len(s))%3 != 0 {
		last-- // a letter that what follows has a part in
	}
	return b[first:last]
}

// in returns the first name found in b, and in which form, or "".
func (n needles) in(b []byte) (name, form string) {
	for i := 0; i+4 <= len(b); i++ {
		for _, x := range n[binary.LittleEndian.Uint32(b[i:])] {
			if bytes.HasPrefix(b[i:], x.bytes) {
				return x.name, x.form
			}
		}
	}
	return "", ""
}

// anywhere looks in b and in every compressed stream that begins in it.
func (n needles) anywhere(b []byte) (name, form string) {
	if name, form = n.in(b); name != "" {
		return name, form
	}
	for _, kind := range packings {
		for at := 0; at < len(b); at++ {
			if !kind.begins(b[at:]) {
				continue
			}
			if name, form = n.in(kind.unpack(b[at:])); name != "" {
				return name, form + " in " + kind.name
			}
		}
	}
	return "", ""
}

// most is how much of a stream is looked at, in bytes.
const most = 1 << 20

// packings are the streams looked into. Deflate has no mark at its beginning:
// it is tried at every byte.
var packings = []struct {
	name   string
	begins func([]byte) bool
	unpack func([]byte) []byte
}{
	{"zstd", marked("\x28\xb5\x2f\xfd"), func(b []byte) []byte {
		r, err := zstd.NewReader(bytes.NewReader(b), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
		if err != nil {
			return nil
		}
		defer r.Close()
		return begun(r)
	}},
	{"gzip", marked("\x1f\x8b\x08"), func(b []byte) []byte {
		r, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil
		}
		return begun(r)
	}},
	{"zlib", marked("\x78"), func(b []byte) []byte {
		r, err := zlib.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil
		}
		return begun(r)
	}},
	{"deflate", func(b []byte) bool { return b[0]&6 != 6 }, inflate},
}

func marked(mark string) func([]byte) bool {
	return func(b []byte) bool { return bytes.HasPrefix(b, []byte(mark)) }
}

// begun returns what comes out of r before it ends or fails.
func begun(r io.Reader) []byte {
	b, _ := io.ReadAll(io.LimitReader(r, most))
	return b
}

var inflater = flate.NewReader(nil)

func inflate(b []byte) []byte {
	if inflater.(flate.Resetter).Reset(bytes.NewReader(b), nil) != nil {
		return nil
	}
	return begun(inflater)
}

// clean fails the test where a file under one of the folders holds one of the
// names, and returns how many files and bytes were looked at.
func (n needles) clean(t *testing.T, when string, folders ...string) (files int, size int64) {
	t.Helper()
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			files, size = files+1, size+int64(len(b))
			if name, form := n.anywhere(b); name != "" {
				t.Errorf("%s: %s holds the name %q (%s)", when, path, name, form)
			}
			if name, _ := n.in([]byte(d.Name())); name != "" {
				t.Errorf("%s: a file is named after %q", when, name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files, size
}

// What looks for names finds them in every form: a test that cannot fail says
// nothing.
func TestTheScanFindsNames(t *testing.T) {
	const name = "Quorvaxil"
	n := newNeedles([]string{"Brimtandle", name})
	text := "Dear officer, my name is " + name + " and I live in a long sentence that goes on."
	packed := func(w func(io.Writer) io.WriteCloser) []byte {
		var b bytes.Buffer
		c := w(&b)
		io.WriteString(c, text)
		c.Close()
		return b.Bytes()
	}
	for form, b := range map[string][]byte{
		"UTF-8": []byte(text), "small": []byte(strings.ToLower(text)),
		"UTF-16LE": wide(binary.LittleEndian, text), "UTF-16BE": wide(binary.BigEndian, text),
		"base64": []byte(base64.StdEncoding.EncodeToString([]byte(text))), "base64 +1": []byte(base64.StdEncoding.EncodeToString([]byte("x" + text))),
		"base64 +2": []byte(base64.StdEncoding.EncodeToString([]byte("xy" + text))),
		"gzip":      packed(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }),
		"zlib":      packed(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }),
		"deflate":   packed(func(w io.Writer) io.WriteCloser { f, _ := flate.NewWriter(w, 9); return f }),
		"zstd":      packed(func(w io.Writer) io.WriteCloser { z, _ := zstd.NewWriter(w); return z }),
	} {
		hidden := append(append([]byte("some bytes before it \x00\x01"), b...), "and after"...)
		if got, _ := n.anywhere(hidden); got != name {
			t.Errorf("%s: %q was found, want %q", form, got, name)
		}
	}
	if got, form := n.anywhere(bytes.Repeat([]byte("nothing is here "), 1000)); got != "" {
		t.Errorf("%q (%s) was found where nothing is", got, form)
	}
}
