package store_test

import (
	"bytes"
	"encoding/base64"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"
)

// lines is n bytes in base64 as mail has it.
func lines(b []byte) string {
	var out strings.Builder
	for text := base64.StdEncoding.EncodeToString(b); text != ""; {
		n := min(76, len(text))
		out.WriteString(text[:n] + "\r\n")
		text = text[n:]
	}
	return out.String()
}

func noise(seed uint64, n int) []byte {
	b := make([]byte, n)
	r := rand.New(rand.NewPCG(seed, 0))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// Whatever is mixed, any reader of Zstandard reads what was kept.
func TestShrunkIsRead(t *testing.T) {
	b := newBench(t)
	dec, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer dec.Close()
	rapid.Check(t, func(t *rapid.T) {
		var content bytes.Buffer
		for range rapid.IntRange(0, 6).Draw(t, "parts") {
			n := rapid.OneOf(rapid.IntRange(0, 400), rapid.IntRange(0, 300_000)).Draw(t, "bytes")
			switch rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				content.WriteString(strings.Repeat("Please send me the file. ", n/25))
			case 1:
				content.WriteString(lines(noise(uint64(n), n*3/4)))
			case 2:
				content.WriteString(lines([]byte(strings.Repeat("Please send me the file. ", n/30))))
			default:
				content.Write(noise(uint64(n), n))
			}
		}
		packed := b.Shrink(content.Bytes())
		got, err := dec.DecodeAll(packed, nil)
		if err != nil || !bytes.Equal(got, content.Bytes()) {
			t.Fatalf("%d of %d bytes, %v", len(got), content.Len(), err)
		}
		if most := content.Len() + content.Len()/1000 + 64; len(packed) > most {
			t.Errorf("%d bytes took %d", content.Len(), len(packed))
		}
	})
}

// Base64 of what is compressed already is kept as it is; base64 of a plain text
// and the text around both are made smaller.
func TestShrink(t *testing.T) {
	b := newBench(t)
	words := strings.Repeat("We have written twice about the records of 14 May. ", 400)
	for name, c := range map[string]struct {
		content string
		most    int
	}{
		"nothing":           {"", 20},
		"a text":            {words, len(words) / 20},
		"a scan":            {words + lines(noise(1, 400_000)) + words, 560_000},
		"a text, in base64": {lines([]byte(strings.Repeat(words, 10))), 90_000},
	} {
		if got := len(b.Shrink([]byte(c.content))); got > c.most {
			t.Errorf("%s of %d bytes takes %d, more than %d", name, len(c.content), got, c.most)
		}
	}
}
