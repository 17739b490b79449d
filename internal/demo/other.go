package demo

import (
	"fmt"
	"strings"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// other is mail that asks for nothing: it comes to every mailbox.
type other struct {
	shape string
	raw   func(w writer, l letter) []byte
	from  [2]string // a name and an address; none: a person
	title []string
	text  string
	extra []string
}

var others = []other{
	{
		shape: "out of office", raw: sendPlain,
		title: []string{"Automatic reply: Your letter", "Automatic reply: Acknowledgement"},
		text:  "Thank you for your message. I am away from the office until {later} and shall not be reading my e-mail. If it is urgent please ring the front desk.\n\n{me}",
		extra: []string{"Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All"},
	},
	{
		shape: "bounce", raw: sendBounce, from: [2]string{"Mail Delivery System", "mailer-daemon@postroom.example"},
		title: []string{"Undelivered Mail Returned to Sender", "Delivery Status Notification (Failure)"},
		text:  "This is the mail system at host mx.postroom.example.\n\nYour message could not be delivered to one recipient. The mailbox is full.",
		extra: []string{"Return-Path: <>", "Auto-Submitted: auto-replied"},
	},
	{
		shape: "newsletter", raw: sendPage, from: [2]string{"Governance Weekly", "editor@governance-weekly.example"},
		title: []string{"This week: cookies, cameras and a free webinar", "Five things every governor should know this term"},
		text:  "In this issue\n\nA round-up of [guidance|news] for school leaders, a quiz about passwords and ten places left on our {month} webinar.\n\nRead on at our website.\n\nYou get this because you signed up. Unsubscribe at the foot of the page.",
		extra: []string{"List-Id: Governance Weekly <weekly.governance-weekly.example>", "List-Unsubscribe: <https://governance-weekly.example/u/1>", "Precedence: bulk"},
	},
	{
		shape: "spam", raw: sendPage, from: [2]string{"Prize Desk", "win@lucky-parcel.example"},
		title: []string{"Y0ur parcel is waiting !!!", "FINAL NOTICE: claim before midnight"},
		text:  "Dear winner,\n\nyour parcel [no. 88-120|no. 41-007] could not be handed over. Pay a small fee of £1.49 to release it today.\n\nPrize Desk",
	},
	{
		shape: "phishing", raw: sendPlain, from: [2]string{"IT Helpdesk", "helpdesk@mail-quota.example"},
		title: []string{"Your mailbox is 98% full", "Password expires in 24 hours"},
		text:  "Dear user,\n\nyour mailbox will be closed unless you sign in within 24 hours to confirm that you still use it: http://mail-quota.example/login\n\nIT Helpdesk",
	},
	{
		shape: "invitation", raw: sendInvitation,
		title: []string{"Invitation: Termly review with the trust", "Invitation: DPO catch-up"},
		text:  "You have been invited to a meeting about the term's work.\n\n{me}",
	},
	{
		shape: "invoice", raw: sendInvoice,
		title: []string{"Invoice {number} for shredding", "Our invoice {number}"},
		text:  "Please find attached our invoice for emptying the [two|three] shredding bins in {month}. Payment within 30 days would be appreciated.\n\n{me}\nAccounts, Papermill Shredding",
	},
	{
		shape: "pleasantry", raw: sendPlain,
		title: []string{"Thank you", "Lovely training day"},
		text:  "Just a line to say how useful yesterday's training session was. The slides on handling a lost laptop made everybody in the staff room think. See you at the next one!\n\n{me}",
	},
}

// ordinary writes a message that asks for nothing.
func (t teller) ordinary(o other, w writer, p person, to string, day civil.Date) Mail {
	l := letter{from: p.name, email: p.email, to: to, date: w.at(day), extra: o.extra}
	if o.from[0] != "" {
		l.from, l.email = o.from[0], o.from[1]
	}
	facts := map[string]string{
		"me": l.from, "month": pick(t.rng, months), "number": digitsOf(t.rng, 5),
		"later": day.AddDays(5 + t.rng.IntN(9)).Letter(),
	}
	l.subject, l.text = t.tell(pick(t.rng, o.title), facts), t.tell(o.text, facts)
	return Mail{Raw: o.raw(w, l), Received: l.date.Add(4 * time.Second), Truth: Truth{Name: l.from, Shape: o.shape}}
}

func sendPlain(w writer, l letter) []byte { return shapes[quotedPrintable](w, l, "") }

func sendPage(w writer, l letter) []byte { return shapes[htmlOnly](w, l, "") }

func sendInvoice(w writer, l letter) []byte {
	return shapes[withPDF](w, l, "invoice.pdf")
}

func sendBounce(w writer, l letter) []byte {
	p := w.multipart("report", textPart(l.text),
		part{"Content-Type: message/delivery-status", "Reporting-MTA: dns; mx.postroom.example\r\n\r\nFinal-Recipient: rfc822; nobody@postroom.example\r\nAction: failed\r\nStatus: 5.2.2\r\n"})
	p.head = strings.Replace(p.head, "multipart/report;", "multipart/report; report-type=delivery-status;", 1)
	return w.message(l, p)
}

func sendInvitation(w writer, l letter) []byte {
	start := l.date.AddDate(0, 0, 7).UTC()
	event := fmt.Sprintf("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Invented//EN\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:%s@casebook.example\nDTSTAMP:%s\nDTSTART:%s\nDTEND:%s\nSUMMARY:%s\nEND:VEVENT\nEND:VCALENDAR",
		digitsOf(w.rng, 12), l.date.UTC().Format("20060102T150405Z"), start.Format("20060102T150000Z"), start.Add(time.Hour).Format("20060102T150000Z"), l.subject)
	return w.message(l, w.multipart("alternative", textPart(l.text),
		part{"Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\nContent-Transfer-Encoding: quoted-printable", qp(event)}))
}

// reply is what people answer who have asked for something before.
type reply struct {
	to   casefile.Kind
	text string
}

var replies = []reply{
	{casefile.Access, "Here is the copy of my driving licence that you wanted to see. I have covered the photograph. I hope this is enough to show that I am who I say I am."},
	{casefile.Rectification, "Thank you for letting me know. I look forward to hearing from you."},
	{casefile.Complaint, "Have you had any news yet? I realise that these things take time."},
}

// reply is an answer in the thread of an earlier letter.
func (t teller) reply(text string, w writer, p person, subject, to string, day civil.Date) Mail {
	asked := w.at(day.AddDays(-2))
	l := letter{
		from: p.name, email: p.email, to: to, subject: "Re: " + subject, date: w.at(day),
		extra: []string{
			fmt.Sprintf("In-Reply-To: <%016x@casebook.example>", t.rng.Uint64()),
			fmt.Sprintf("References: <%016x@casebook.example>", t.rng.Uint64()),
		},
	}
	l.text = text + "\n\n" + pick(t.rng, byes) + "\n" + p.name +
		"\n\nOn " + asked.Format("Mon, 2 Jan 2006 at 15:04") + ", Data Protection Officer <" + user + "> wrote:\n> Thank you for your message. We are looking into it\n> and will write to you again.\n"
	return Mail{Raw: shapes[quotedPrintable](w, l, ""), Received: l.date.Add(4 * time.Second), Truth: Truth{Name: p.name, Shape: "reply"}}
}
