package casefile

import "strings"

// Owns reports whether an address is one of the client's own: of one of its
// domains or below it, or a mailbox it has published.
func (c Client) Owns(email string) bool {
	email = strings.ToLower(strings.TrimSpace(email))
	_, at, ok := strings.Cut(email, "@")
	if !ok {
		return false
	}
	for _, domain := range c.Domains {
		if domain = strings.ToLower(domain); domain != "" && (at == domain || strings.HasSuffix(at, "."+domain)) {
			return true
		}
	}
	for _, k := range c.Contacts {
		if k.Channel == ByEmail && strings.EqualFold(k.Value, email) {
			return true
		}
	}
	return false
}
