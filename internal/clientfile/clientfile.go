// Package clientfile reads the file that describes a client: a controller for
// whom the firm acts as data protection officer.
//
// The file is TOML, written by people. Whatever is wrong with it is said in one
// sentence that names the line and the key, and nothing is taken from a file
// with a mistake in it: a misspelt key would otherwise be a retention period
// that no letter mentions.
package clientfile

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"casebook/internal/casefile"

	"github.com/pelletier/go-toml/v2"
)

// maxSize is far more than any client file needs, in bytes.
const maxSize = 1 << 20

//go:embed template.toml
var template string

// Template returns a whole client file with every key explained.
func Template() string { return template }

// Read returns the client that the file describes. The name is for messages
// only. An error is a [casefile.Error] of kind Invalid, whose Field is the key.
func Read(name string, data []byte) (casefile.Client, error) {
	f := file{name: path.Base(strings.ReplaceAll(name, `\`, "/")), data: bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))}
	if len(data) > maxSize {
		return casefile.Client{}, f.fault("", 0, "is too large to be a client file", "See casebook client template for what one looks like.", nil)
	}
	if !utf8.Valid(data) {
		return casefile.Client{}, f.fault("", 0, "is not a text file in UTF-8", "Save it again as UTF-8 text.", nil)
	}
	var c casefile.Client
	decoder := toml.NewDecoder(bytes.NewReader(f.data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&c); err != nil {
		return casefile.Client{}, f.explain(err)
	}
	if err := casefile.CheckClient(c); err != nil {
		return casefile.Client{}, f.locate(err)
	}
	return c, nil
}

// file is a client file being read.
type file struct {
	name string
	data []byte
}

// fault is one sentence about one place in the file.
func (f file) fault(key string, line int, wrong, do string, err error) error {
	where := "The client file " + shown(f.name)
	if line > 0 {
		where += fmt.Sprintf(", line %d,", line)
	}
	return &casefile.Error{Kind: casefile.Invalid, Field: key, What: where + " " + wrong + ".", Do: do, Err: err}
}

// explain turns what the TOML reader says into a sentence.
func (f file) explain(err error) error {
	if strict, ok := errors.AsType[*toml.StrictMissingError](err); ok && len(strict.Errors) > 0 {
		return f.unknown(&strict.Errors[0])
	}
	decode, ok := errors.AsType[*toml.DecodeError](err)
	if !ok { // the reader gives no place for a value that a type of ours refuses: days alone
		key, line := noDay(f.data)
		return f.fault(key, line, "gives "+key+" something that is not a day", `Write it in quotation marks, such as "2026-10-09".`, err)
	}
	line, _ := decode.Position()
	key := decode.Key()
	if len(key) == 0 {
		key = keyOnLine(f.data, line)
	}
	if want, ok := wanted(key); ok && !isSyntax(f.data) {
		return f.fault(strings.Join(key, "."), line, fmt.Sprintf("gives %s a value of the wrong sort", quoted(key)), "It takes "+want+".", err)
	}
	if isTwice(decode) {
		return f.fault(strings.Join(key, "."), line, "says the same thing a second time", "Keep one of the two; where there are several, head each with double square brackets.", err)
	}
	return f.fault(strings.Join(key, "."), line, "is not written as TOML", advice(f.data, line), err)
}

// unknown names a key that no client has, and the one that was perhaps meant.
func (f file) unknown(e *toml.DecodeError) error {
	line, _ := e.Position()
	key := e.Key()
	do := "Take it out, or see casebook client template for the keys there are."
	if near := nearest(key); near != "" {
		do = fmt.Sprintf("Did you mean %q?", near)
	}
	return f.fault(strings.Join(key, "."), line, fmt.Sprintf("has a key %s that Casebook does not know", quoted(key)), do, e)
}

// locate adds the file and the line to an error about a value.
func (f file) locate(err error) error {
	e := casefile.AsError(err)
	where := "The client file " + shown(f.name)
	if line := lineOf(f.data, e.Field); line > 0 {
		where += fmt.Sprintf(", line %d", line)
	}
	return &casefile.Error{Kind: e.Kind, Field: e.Field, What: where + ": " + e.What, Do: e.Do, Law: e.Law, Err: e.Err}
}

// maxShown is how much of a word from the file a message repeats, in runes.
const maxShown = 40

func shown(s string) string {
	if r := []rune(s); len(r) > maxShown {
		s = string(r[:maxShown]) + "…"
	}
	return s
}

func quoted(key toml.Key) string { return fmt.Sprintf("%q", shown(strings.Join(key, "."))) }
