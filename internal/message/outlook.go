package message

import (
	"errors"
	"strings"

	"casebook/internal/casefile"
)

// readOutlook reads the bytes of a file that Outlook saved.
func (r *reader) readOutlook(raw []byte, depth int) casefile.Message {
	o, whole, err := readMSG(raw)
	if err != nil {
		return casefile.Message{Unreadable: true, Defects: []string{"This looks like a file of Outlook's, and no message could be read in it."}}
	}
	m := r.outlook(o, depth)
	if !whole {
		m.Defects = unique(append(m.Defects, "The file is damaged; some of the message could not be read."))
	}
	return m
}

// outlook makes a message of what Outlook keeps of it. The header that came
// over the net is there for mail from outside; what it lacks Outlook's own
// fields have.
func (r *reader) outlook(o *mapiMessage, depth int) casefile.Message {
	var m casefile.Message
	charset := o.codePage()
	_, head, _ := mend([]byte(strings.TrimSpace(o.string(propHeaders, charset)) + "\n\n"))
	r.readHeader(&m, head)
	m.Defects = nil // of the header, which need not be there
	o.fill(&m, charset)
	before := len(r.files)
	b := &body{}
	r.outlookBody(b, o, charset)
	r.outlookFiles(b, o, charset, depth)
	b.into(&m)
	m.Attachments = r.listed(before)
	r.finish(&m, head, b)
	if m.From == (casefile.Address{}) {
		m.Defects = append(m.Defects, noSender)
	}
	if m.Sent.IsZero() {
		m.Defects = append(m.Defects, noDate)
	}
	m.Unreadable = m.Text == "" && m.Subject == "" && m.From == (casefile.Address{}) && len(m.Attachments) == 0
	return m
}

// fill adds from Outlook's fields what the header did not say.
func (o *mapiMessage) fill(m *casefile.Message, charset string) {
	if m.From.Email == "" {
		sender := o.person(charset, propSentName, propSentSMTP, propSenderSMTP, propSentEmail, propSenderEmail)
		if sender.Name == "" {
			sender.Name = line(o.first(charset, propSenderName))
		}
		if sender != (casefile.Address{}) {
			m.From = sender
		}
	}
	if len(m.To)+len(m.Cc) == 0 {
		for _, p := range o.recipients {
			a := p.person(charset, propName, propSMTP, propEmail)
			switch {
			case a == (casefile.Address{}):
			case p.number(propRecipientType) == 2:
				m.Cc = append(m.Cc, a)
			case p.number(propRecipientType) < 2:
				m.To = append(m.To, a)
			}
		}
	}
	if m.Subject == "" {
		m.Subject = line(o.string(propSubject, charset))
	}
	if m.MessageID == "" {
		m.MessageID = first(messageIDs(o.string(propMessageID, charset)))
	}
	if m.InReplyTo == nil {
		m.InReplyTo = messageIDs(o.string(propInReplyTo, charset))
	}
	if m.References == nil {
		m.References = messageIDs(o.string(propReferences, charset))
	}
	if m.Sent.IsZero() {
		m.Sent = o.when(propSubmitted)
	}
	if m.Delivered.IsZero() {
		m.Delivered = o.when(propDelivered)
	}
}

// outlookBody takes the plain text; if it says nothing the HTML, and if there
// is none the RTF.
func (r *reader) outlookBody(b *body, o *mapiMessage, charset string) {
	s := o.string(propBody, charset)
	if strings.TrimSpace(s) == "" {
		s = r.outlookHTML(b, o, charset)
	}
	if strings.TrimSpace(s) == "" {
		packed, isHTML := rtfText(unpackRTF(o.props[propRTF].data))
		if s = packed; isHTML {
			s = b.fromHTML(packed)
		}
	}
	if strings.TrimSpace(s) != "" {
		b.text = append(b.text, r.unwrap(b, s))
	}
}

func (r *reader) outlookHTML(b *body, o *mapiMessage, charset string) string {
	v := o.props[propHTML]
	if len(v.data) == 0 {
		return ""
	}
	if v.kind == typeUnicode {
		return b.fromHTML(o.string(propHTML, charset))
	}
	label := codePage(o.number(propHTMLCodePage))
	if label == "" {
		label = declared(v.data)
	}
	s, _ := decode(v.data, label)
	return b.fromHTML(s)
}

// outlookFiles lists the files in a message of Outlook's, and the messages.
func (r *reader) outlookFiles(b *body, o *mapiMessage, charset string, depth int) {
	for _, at := range o.attachments {
		name := at.first(charset, propLongName, propShortName, propName)
		if at.inner == nil {
			data := at.props[propData].data
			r.list(b, name, strings.ToLower(at.first(charset, propMIMEType)), data, len(data))
			continue
		}
		r.parts++
		if depth >= maxDepth || r.parts > maxInside {
			b.note(tooDeep)
			continue
		}
		b.forward(r.outlook(at.inner, depth+1))
	}
}

// readWinmail opens a winmail.dat, in which Outlook packs what other programs
// send as it is.
func (r *reader) readWinmail(b *body, raw []byte, depth int) bool {
	o, err := readTNEF(raw, depth)
	if errors.Is(err, errTNEF) {
		return false
	}
	if err != nil {
		b.note("A winmail.dat of Outlook's is damaged; some of it could not be read.")
	}
	charset := o.codePage()
	packed := &body{}
	r.outlookBody(packed, o, charset)
	b.packed = append(b.packed, packed.text...)
	b.defects = append(b.defects, packed.defects...)
	r.outlookFiles(b, o, charset, depth)
	return len(packed.text) > 0 || len(o.attachments) > 0
}
