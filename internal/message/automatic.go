package message

import (
	"regexp"
	"strings"

	"casebook/internal/casefile"
)

var (
	awaySubject = regexp.MustCompile(`(?i)^\s*(automatic reply|ateb awtomatig|automatische antwort|réponse automatique|respuesta automática|risposta automatica|odpowiedź automatyczna|i('m| am) (currently )?(away|out of|on (annual |sick |maternity |parental )?leave)|auto(matic)?[- ]?(reply|response)|autoreply|auto: |out of (the )?office|away from (the |my )?(office|desk)|on (annual |maternity |sick |parental )?leave\b)`)
	backSubject = regexp.MustCompile(`(?i)(undeliver(ed|able)|delivery (status|has failed|failure|incomplete)|mail delivery (failed|system)|returned mail|failure notice|could not be delivered)`)
	postmaster  = regexp.MustCompile(`(?i)^(mailer-daemon|postmaster|mail-daemon)@`)
)

// automatic says whether a machine wrote a message. It errs towards a person: a
// request overlooked costs more than a newsletter looked at. A contact form's
// mail says auto-generated (RFC 3834) and is a person's all the same.
func automatic(head header, m casefile.Message, b *body) casefile.Automatic {
	null := head.has("Return-Path") && strings.Trim(head.get("Return-Path"), "<> ") == ""
	submitted := strings.ToLower(head.get("Auto-Submitted"))
	precedence := precedence(head)
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
		{sentToMany(head, m) >= enoughSigns, casefile.MailingList},
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

func precedence(head header) string {
	return strings.ToLower(strings.TrimSpace(head.get("Precedence")))
}

// enoughSigns is how many signs of a list or a mailing a message must bear. One
// alone is not enough: a person who writes through the group address of a school
// is a person, and the group adds List-Id, List-Unsubscribe and Precedence.
const enoughSigns = 3

// leaveSigns is what words that offer to leave a list count for.
const leaveSigns = 2

var (
	noReply    = regexp.MustCompile(`(?i)^(no[-_.]?reply|do[-_.]?not[-_.]?reply|newsletter|news|mailer|marketing|bounces?|notifications?)([-_.+].*)?@`)
	leaveWords = regexp.MustCompile(`(?i)(unsubscribe|view (this|it|in) .{0,20}browser|manage (your )?preferences|update (your )?preferences|you('re| are) receiving this)`)
)

// sentToMany weighs the signs that a message went to many at once: what a
// program for mailings adds counts for it, what a group of people or an answer
// has counts against it.
func sentToMany(head header, m casefile.Message) int {
	bulk := precedence(head)
	signs := 0
	for _, s := range []struct {
		holds bool
		by    int
	}{
		{head.has("List-Id"), 1},
		{head.has("List-Unsubscribe"), 1},
		{head.has("List-Unsubscribe-Post"), 2}, // RFC 8058: one click, asked of mailings
		{bulk == "list", 1},
		{bulk == "bulk" || bulk == "junk", 2},
		{head.has("Feedback-ID") || head.has("X-Campaign") || head.has("X-CampaignID") || head.has("X-MC-User") || head.has("X-SG-EID"), 2},
		{noReply.MatchString(m.From.Email), 2},
		{head.has("List-Post") && !strings.EqualFold(strings.TrimSpace(head.get("List-Post")), "NO"), -1}, // RFC 2369: people write to it
		{head.has("In-Reply-To"), -2},
	} {
		if s.holds {
			signs += s.by
		}
	}
	// Looking through the text costs far more than all the rest of reading a
	// message: only where it decides.
	if signs < enoughSigns && signs+leaveSigns >= enoughSigns && leaveWords.MatchString(m.Text) {
		signs += leaveSigns
	}
	return signs
}
