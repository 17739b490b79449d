package message

import (
	"bytes"
	"path"
	"strconv"
	"strings"

	"casebook/internal/casefile"
)

// file is an attachment with its content, where that is kept.
type file struct {
	casefile.Attachment
	content []byte
}

// listed returns the attachments listed since there were so many.
func (r *reader) listed(before int) []casefile.Attachment {
	var all []casefile.Attachment
	for _, f := range r.files[before:] {
		all = append(all, f.Attachment)
	}
	return all
}

// list adds a file under a name made safe. content may be its beginning alone
// where the reader does not keep it: size is that of the whole.
func (r *reader) list(b *body, name, kind string, content []byte, size int) {
	if len(r.files) >= maxAttachments {
		b.note("The message has more attachments than are listed.")
		return
	}
	f := file{Attachment: casefile.Attachment{
		Name: r.unlike(fileName(name, "attachment"+endings[kind])), Type: line(kind), Size: size,
	}}
	f.Dangerous = dangerous(f.Name, kind, content)
	if r.keep {
		f.content = content
	}
	r.files = append(r.files, f)
}

// unlike numbers a name that another attachment has already.
func (r *reader) unlike(name string) string {
	key := strings.ToLower(name)
	r.names[key]++
	if n := r.names[key]; n > 1 {
		ext := path.Ext(name)
		return r.unlike(strings.TrimSuffix(name, ext) + " (" + strconv.Itoa(n) + ")" + ext)
	}
	return name
}

// endings are the usual endings of what comes without a name.
var endings = map[string]string{
	"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "text/calendar": ".ics",
	"text/plain": ".txt", "text/html": ".html", "message/rfc822": ".eml", "text/csv": ".csv", "application/zip": ".zip",
}

// What is said of parts in which text lies that cannot be read here.
const (
	sealedPGP   = "The message, or a part of it, is encrypted (PGP) and cannot be read here."
	sealedSMIME = "The message, or a part of it, is encrypted (S/MIME) and cannot be read here."
)

// file keeps a part as a file, or opens it where it is a wrapping.
func (r *reader) file(b *body, p *part, depth int) {
	kind, name := p.kind, strings.ToLower(p.fileName)
	switch {
	case kind == "application/ms-tnef" || kind == "application/vnd.ms-tnef" || name == "winmail.dat":
		if r.readWinmail(b, r.content(b, p), depth) {
			return
		}
		b.note("Outlook packed a part of the message into winmail.dat, and nothing could be read in it.")
	case kind == "application/pkcs7-mime" || kind == "application/x-pkcs7-mime" || strings.HasSuffix(name, ".p7m"):
		if r.readSealed(b, r.content(b, p), depth) {
			return
		}
	case kind == "application/pgp-encrypted" || kind == "application/pgp":
		b.note(sealedPGP)
	case kind == "text/calendar":
		b.invitation = true
		b.beside = append(b.beside, invitation(b.decoded(p)))
	case kind == "application/vnd.ms-outlook" || strings.HasSuffix(name, ".msg"):
		if raw := r.content(b, p); IsOutlook(raw) {
			r.insideRaw(b, p, raw, depth)
			return
		}
	}
	r.attach(b, p)
}

func (r *reader) content(b *body, p *part) []byte {
	raw, ok := transfer(p.content, p.encoding())
	if !ok {
		b.note(damagedFile)
	}
	return raw
}

const damagedFile = "An attachment is not encoded as it says and may be damaged."

// attach keeps a part as a file. Its content is decoded only if it is wanted.
func (r *reader) attach(b *body, p *part) {
	encoding := p.encoding()
	var content []byte
	size, ok := 0, false
	if !r.keep && strings.EqualFold(strings.TrimSpace(encoding), "base64") {
		size, ok = base64Size(p.content)
	}
	if ok {
		content, _ = fromBase64(p.content[:min(len(p.content), 4*magicBytes)])
	} else {
		content = r.content(b, p)
		size = len(content)
	}
	r.list(b, decodeWords(p.fileName), p.kind, content, size)
}

// inside reads a message attached to a message.
func (r *reader) inside(b *body, p *part, depth int) {
	raw, _ := transfer(p.content, p.encoding())
	r.insideRaw(b, p, raw, depth)
}

// insideRaw lists a message as a file, and what is attached to it behind it.
func (r *reader) insideRaw(b *body, p *part, raw []byte, depth int) {
	r.parts++
	if depth >= maxDepth || r.parts > maxInside || len(bytes.TrimSpace(raw)) == 0 {
		if len(raw) > 0 {
			b.note(tooDeep)
		}
		r.attach(b, p)
		return
	}
	place := len(r.files)
	r.list(b, "message.eml", p.kind, raw, len(raw))
	m := r.read(raw, depth+1)
	if place < len(r.files) {
		r.rename(place, p, m.Subject, raw)
	}
	b.forward(m)
}

// rename gives a message listed as a file its own name, or else its subject.
func (r *reader) rename(place int, p *part, subject string, raw []byte) {
	name := decodeWords(p.fileName)
	if name == "" && subject != "" {
		name = subject + ".eml"
		if IsOutlook(raw) {
			name = subject + ".msg"
		}
	}
	if name != "" {
		f := &r.files[place]
		r.names[strings.ToLower(f.Name)]--
		f.Name = r.unlike(fileName(name, "message.eml"))
		f.Dangerous = dangerous(f.Name, f.Type, raw)
	}
}

// forward adds a message that lies inside, and those inside it.
func (b *body) forward(m casefile.Message) {
	f := casefile.Forwarded{From: m.From, To: m.To, Subject: m.Subject, Text: m.Text, Sent: moment(m.Sent)}
	b.forwarded = append(append(b.forwarded, f), m.Forwarded...)
	b.defects = append(b.defects, m.Defects...)
}
