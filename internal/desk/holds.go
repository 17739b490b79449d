package desk

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"casebook/internal/casefile"
	"casebook/internal/message"
	"casebook/internal/store"

	"golang.org/x/text/unicode/norm"
)

// holding are the cases that place a hold on others of the same person, as
// they are now: nothing records it.
type holding struct{ cases []placing }

// placing is a case with the hold that it places; its people are folded.
type placing struct {
	casefile.Case
	hold casefile.Held
}

func (r *room) holds(ctx context.Context) (holding, error) {
	var h holding
	ids, err := r.store.HoldingCases(ctx)
	if err != nil {
		return h, err
	}
	for _, id := range ids {
		c, _, err := r.store.Case(ctx, id)
		if casefile.IsKind(err, casefile.Refused) || casefile.IsKind(err, casefile.NotFound) {
			continue // disposed of
		}
		if err != nil {
			return h, err
		}
		if held := c.HoldsOthers(); held != nil {
			h.cases = append(h.cases, placing{folded(c), *held})
		}
	}
	return h, nil
}

// on returns the holds that other cases place on this one.
func (h holding) on(c casefile.Case) []casefile.Held {
	var out []casefile.Held
	for _, other := range h.cases {
		if other.ID != c.ID && other.SamePeople(folded(c)) {
			out = append(out, other.hold)
		}
	}
	return out
}

// onMessage returns the holds on a message: it comes from somebody who has
// asked, goes to them, or names them.
func (h holding) onMessage(ctx context.Context, r *room, row store.MessageRow) ([]casefile.Held, error) {
	if len(h.cases) == 0 {
		return nil, nil
	}
	raw, err := r.store.Blob(ctx, row.SHA256)
	if err != nil {
		return nil, err
	}
	m := message.Read(raw)
	if m.Unreadable {
		m.Text += string(raw) // a name may stand in it all the same
	}
	addresses, text := peopleOf(m)
	var out []casefile.Held
	for _, c := range h.cases {
		if c.AmongPeople(addresses...) || c.NamedIn(text) {
			out = append(out, c.hold)
		}
	}
	return out, nil
}

// peopleOf returns the addresses of a message and the text in which people may be
// named, folded: what its files are called and what the messages in it say too.
func peopleOf(m casefile.Message) ([]casefile.Address, casefile.Text) {
	addresses := append([]casefile.Address{m.From, m.ReplyTo}, append(m.To, m.Cc...)...)
	text := []string{m.Subject, m.Text}
	for _, a := range m.Attachments {
		text = append(text, a.Name)
	}
	for _, f := range m.Forwarded {
		addresses, text = append(append(addresses, f.From), f.To...), append(text, f.Subject, f.Text)
	}
	for i, a := range addresses {
		addresses[i] = casefile.Address{Name: fold(a.Name), Email: fold(a.Email)}
		text = append(text, a.String())
	}
	return addresses, casefile.ReadText(fold(strings.Join(text, "\n")))
}

// folded returns a case whose people are folded.
func folded(c casefile.Case) casefile.Case {
	c.Person.Name, c.Person.Email, c.Subject.Name = fold(c.Person.Name), fold(c.Person.Email), fold(c.Subject.Name)
	return c
}

// stroked are letters that no decomposition turns into plain ones.
var stroked = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "ı", "i", "þ", "th", "ħ", "h", "ŋ", "n")

// fold takes out of a text what two ways of writing one name may differ in:
// capitals, accents, how they are composed, wide letters and ligatures. What
// cannot be seen is left: casefile takes it for a blank and for nothing.
func fold(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return strings.ToLower(s)
	}
	s = norm.NFKD.String(strings.ToValidUTF8(s, " "))
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.M, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
	return stroked.Replace(s)
}

// onMail returns the holds on the messages that would go with a case: of
// somebody else, who has asked for their data. A message that is filed to the
// holding case as well stays with it.
//
// law: DPA 2018 s.173
func (h holding) onMail(ctx context.Context, r *room, c casefile.Case) ([]casefile.Held, error) {
	if len(h.cases) == 0 {
		return nil, nil
	}
	rows, err := r.store.Messages(ctx, store.MessageQuery{Case: c.ID})
	if err != nil {
		return nil, err
	}
	var out []casefile.Held
	for _, row := range rows {
		held, err := h.onMessage(ctx, r, row)
		if err != nil {
			return nil, err
		}
		for _, one := range held {
			if one.By != c.Reference && !slices.Contains(row.References, one.By) && !slices.Contains(out, one) {
				out = append(out, one)
			}
		}
	}
	return out, nil
}
