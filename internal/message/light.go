package message

import (
	"bytes"
	"strings"
)

// dull are the beginnings of media types in which no text of a message is
// looked for. Files of type octet-stream may be anything, such as what Outlook
// wraps a whole message in, and are not among them.
var dull = []string{
	"image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/msword",
	"application/vnd.openxmlformats", "application/vnd.ms-excel", "application/vnd.ms-powerpoint", "application/vnd.oasis",
}

// Light returns a message's raw bytes without the contents of the pictures,
// documents and the like that are attached in base64: enough to read who wrote
// what, for lists and the search, in a fraction of the time. The message's own
// bytes are left as they are.
func Light(raw []byte) []byte {
	var out []byte
	kept := 0 // raw[:kept] is in out, or is to be left out
	for at := 0; at < len(raw); {
		end, body := headEnd(raw, at)
		if !body {
			break
		}
		if isDull(raw[at:end]) {
			next := nextBoundary(raw, end)
			out = append(out, raw[kept:end]...)
			kept, at = next, next
			continue
		}
		at = nextBoundary(raw, end)
	}
	if kept == 0 {
		return raw
	}
	return append(out, raw[kept:]...)
}

// headEnd returns where the header that begins at an offset ends, after its
// empty line.
func headEnd(raw []byte, at int) (int, bool) {
	for at < len(raw) {
		n := bytes.IndexByte(raw[at:], '\n')
		if n < 0 {
			return 0, false
		}
		line := raw[at : at+n]
		at += n + 1
		if len(bytes.TrimRight(line, "\r")) == 0 {
			return at, true
		}
	}
	return 0, false
}

// nextBoundary returns the offset of the next line that may divide parts.
func nextBoundary(raw []byte, at int) int {
	n := bytes.Index(raw[at:], []byte("\n--"))
	if n < 0 {
		return len(raw)
	}
	return at + n + 1
}

// isDull reports whether a part's header is that of a file in base64 in which
// no text is looked for. A line that divides parts may stand before it.
func isDull(head []byte) bool {
	if len(head) > 1<<14 {
		return false
	}
	text := strings.ToLower(string(head))
	var base64, file bool
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch name {
		case "content-transfer-encoding":
			base64 = value == "base64"
		case "content-type":
			for _, d := range dull {
				file = file || strings.HasPrefix(value, d)
			}
		}
	}
	return base64 && file
}
