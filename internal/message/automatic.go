package message

import (
	"regexp"
	"strings"

	"casebook/internal/casefile"
)

var (
	awaySubject = regexp.MustCompile(`(?i)^\s*(automatic reply|auto(matic)?[- ]?(reply|response)|autoreply|auto: |out of (the )?office|away from (the |my )?(office|desk)|on (annual |maternity |sick |parental )?leave\b)`)
	backSubject = regexp.MustCompile(`(?i)(undeliver(ed|able)|delivery (status|has failed|failure|incomplete)|mail delivery (failed|system)|returned mail|failure notice|could not be delivered)`)
	postmaster  = regexp.MustCompile(`(?i)^(mailer-daemon|postmaster|mail-daemon)@`)
)

// automatic says whether a machine wrote a message. It errs towards a person: a
// request overlooked costs more than a newsletter looked at. A contact form's
// mail says auto-generated (RFC 3834) and is a person's all the same.
func automatic(head header, m casefile.Message, b *body) casefile.Automatic {
	null := head.has("Return-Path") && strings.Trim(head.get("Return-Path"), "<> ") == ""
	submitted := strings.ToLower(head.get("Auto-Submitted"))
	precedence := strings.ToLower(strings.TrimSpace(head.get("Precedence")))
	for _, rule := range []struct {
		holds bool
		is    casefile.Automatic
	}{
		{b.report || head.has("X-Failed-Recipients"), casefile.Bounce},
		{postmaster.MatchString(m.From.Email) && (null || backSubject.MatchString(m.Subject)), casefile.Bounce},
		{null && backSubject.MatchString(m.Subject), casefile.Bounce},
		{b.invitation && !head.has("In-Reply-To"), casefile.Calendar},
		{strings.HasPrefix(submitted, "auto-replied"), casefile.OutOfOffice},
		{answersItself(head), casefile.OutOfOffice},
		{precedence == "auto_reply" || null, casefile.OutOfOffice},
		{awaySubject.MatchString(m.Subject), casefile.OutOfOffice},
		{head.has("List-Id") || head.has("List-Unsubscribe"), casefile.MailingList},
		{precedence == "list" || precedence == "bulk" || precedence == "junk", casefile.MailingList},
	} {
		if rule.holds {
			return rule.is
		}
	}
	return casefile.ByPerson
}

// answersItself reports one of the older marks of an automatic answer.
func answersItself(head header) bool {
	for _, name := range []string{"X-Autoreply", "X-Autorespond", "X-Auto-Response", "X-AutoReply-From"} {
		if v := strings.ToLower(strings.TrimSpace(head.get(name))); v != "" && v != "no" {
			return true
		}
	}
	return false
}
