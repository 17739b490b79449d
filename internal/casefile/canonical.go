package casefile

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// canonicalJSON writes v as JSON with the keys of every object in order, no
// space and nothing escaped that need not be, so that equal values are equal
// bytes whatever the order of fields in a Go type.
func canonicalJSON(v any) ([]byte, error) {
	plain, err := writeJSON(v)
	if err != nil {
		return nil, err
	}
	if out, rest, ok := ordered(make([]byte, 0, len(plain)), plain); ok && len(rest) == 0 {
		return out, nil
	}
	d := json.NewDecoder(bytes.NewReader(plain))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		return nil, err
	}
	return writeJSON(tree)
}

func writeJSON(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// ordered appends the JSON value with which compact begins, the keys of its
// objects in order, and returns what follows. ok is false where that takes more
// than to put pieces into another order: something is escaped or not ASCII, or a
// key comes twice.
func ordered(dst, compact []byte) (out, rest []byte, ok bool) {
	if len(compact) == 0 {
		return dst, nil, false
	}
	switch compact[0] {
	case '{':
		return orderedObject(dst, compact)
	case '[':
		return orderedArray(dst, compact)
	case '"':
		n := quoted(compact)
		return append(dst, compact[:n]...), compact[n:], n > 0
	}
	n := bytes.IndexAny(compact, ",]}")
	if n < 0 {
		n = len(compact)
	}
	return append(dst, compact[:n]...), compact[n:], true
}

// quoted returns how long the string is with which p begins, 0 where anything in
// it is escaped or beyond ASCII.
func quoted(p []byte) int {
	for i := 1; i < len(p); i++ {
		switch {
		case p[i] == '"':
			return i + 1
		case p[i] == '\\' || p[i] >= utf8.RuneSelf:
			return 0
		}
	}
	return 0
}

func orderedArray(dst, compact []byte) (out, rest []byte, ok bool) {
	dst, rest = append(dst, '['), compact[1:]
	for len(rest) > 0 && rest[0] != ']' {
		if dst, rest, ok = ordered(dst, rest); !ok {
			return dst, nil, false
		}
		if len(rest) > 0 && rest[0] == ',' {
			dst, rest = append(dst, ','), rest[1:]
		}
	}
	if len(rest) == 0 {
		return dst, nil, false
	}
	return append(dst, ']'), rest[1:], true
}

// member is a key of an object with its quotation marks, and its value.
type member struct {
	key   string
	value []byte
}

func orderedObject(dst, compact []byte) (out, rest []byte, ok bool) {
	members := make([]member, 0, 16)
	for rest = compact[1:]; len(rest) > 0 && rest[0] != '}'; {
		n := quoted(rest)
		if n == 0 || n == len(rest) || rest[n] != ':' {
			return dst, nil, false
		}
		m := member{key: string(rest[:n])}
		if m.value, rest, ok = ordered(nil, rest[n+1:]); !ok {
			return dst, nil, false
		}
		members = append(members, m)
		if len(rest) > 0 && rest[0] == ',' {
			rest = rest[1:]
		}
	}
	// without the mark at the end, which sorts before or after what may be in a key
	slices.SortFunc(members, func(a, b member) int { return strings.Compare(a.key[:len(a.key)-1], b.key[:len(b.key)-1]) })
	dst = append(dst, '{')
	for i, m := range members {
		if i > 0 {
			if m.key == members[i-1].key {
				return dst, nil, false
			}
			dst = append(dst, ',')
		}
		dst = append(append(append(dst, m.key...), ':'), m.value...)
	}
	if len(rest) == 0 {
		return dst, nil, false
	}
	return append(dst, '}'), rest[1:], true
}
