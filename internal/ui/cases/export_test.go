package cases

import "casebook/internal/ui/cases/present"

// ShowMail shows a message without reading it from the vault, which only a
// mailbox can fill.
func (s *Screen) ShowMail(m present.Mail) { s.detail.showMail(m) }
