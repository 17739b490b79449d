package message_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"casebook/internal/message"
)

// up repeats what f gives for 0, 1, 2 and so on, to about n bytes.
func up(n int, f func(i int) string) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		b.WriteString(f(i))
	}
	return b.String()
}

func times(n int, s string) string { return strings.Repeat(s, n/len(s)+1) }

const (
	headed  = "From: a@b.example\r\nSubject: x\r\nDate: Mon, 2 Nov 2026 09:00:00 +0000\r\nMIME-Version: 1.0\r\n"
	plainly = headed + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
	marked  = headed + "Content-Type: text/html; charset=utf-8\r\n\r\n"
	mixed   = headed + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
)

// worst are mails of about n bytes by which a reader loses itself.
var worst = map[string]func(n int) string{
	"parts": func(n int) string { return mixed + times(n, "--b\r\n\r\nx\r\n") },
	"parts with names": func(n int) string {
		return mixed + times(n, "--b\r\nContent-Disposition: attachment; filename=a\r\n\r\nx\r\n")
	},
	"parts without an end of line": func(n int) string { return mixed + times(n, "--b") },
	"boundaries that are almost":   func(n int) string { return mixed + times(n, "--bb\r\n") },
	"a boundary of dashes": func(n int) string {
		return headed + "Content-Type: multipart/mixed; boundary=\"----\"\r\n\r\n" + times(n, "-")
	},
	"nested multiparts": func(n int) string {
		return headed + up(n, func(i int) string {
			return fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
		})
	},
	"nested multiparts of one name": func(n int) string {
		return headed + times(n, "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n")
	},
	"nested messages": func(n int) string { return headed + times(n, "Content-Type: message/rfc822\r\n\r\n") },
	"messages beside": func(n int) string {
		return mixed + times(n, "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n\r\nx\r\n")
	},
	"many of each": func(n int) string {
		return mixed + times(n, "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n")
	},
	"headers": func(n int) string {
		return "From: a@b.example\r\n" + up(n, func(i int) string { return fmt.Sprintf("X-%d: y\r\n", i) }) + "\r\nx"
	},
	"headers of one name": func(n int) string { return "From: a@b.example\r\n" + times(n, "X: y\r\n") + "\r\nx" },
	"headers in a part": func(n int) string {
		return mixed + "--b\r\n" + up(n, func(i int) string { return fmt.Sprintf("X-%d: y\r\n", i) }) + "\r\nx\r\n--b--\r\n"
	},
	"a folded header": func(n int) string { return "From: a@b.example\r\nSubject: x" + times(n, "\r\n y") + "\r\n\r\nx" },
	"a folded subject of words": func(n int) string {
		return "From: a@b.example\r\nSubject: x" + times(n, "\r\n =?utf-8?q?y?=") + "\r\n\r\nx"
	},
	"words unended": func(n int) string { return "From: a@b.example\r\nSubject: " + times(n, "=?utf-8?q?y ") + "\r\n\r\nx" },
	"words begun":   func(n int) string { return "From: a@b.example\r\nSubject: " + times(n, "=?") + "\r\n\r\nx" },
	"addresses": func(n int) string {
		return "From: a@b.example\r\nTo: " + up(n, func(i int) string { return fmt.Sprintf("a%d@b.example,\r\n ", i) }) + "c@d.example\r\n\r\nx"
	},
	"comments": func(n int) string { return "From: a@b.example\r\nTo: " + times(n, "(") + "c@d.example\r\n\r\nx" },
	"comments ended": func(n int) string {
		return "From: a@b.example\r\nTo: " + times(n/2, "(") + times(n/2, ")") + "c@d.example\r\n\r\nx"
	},
	"quotes": func(n int) string { return "From: " + times(n, "\"a\" ") + "<c@d.example>\r\n\r\nx" },
	"quote":  func(n int) string { return "From: \"" + times(n, "\\\"") + "<c@d.example>\r\n\r\nx" },
	"groups": func(n int) string { return "From: a@b.example\r\nTo: " + times(n, "g:") + "c@d.example\r\n\r\nx" },
	"angles": func(n int) string { return "From: a@b.example\r\nTo: " + times(n, "<") + "c@d.example\r\n\r\nx" },
	"ats":    func(n int) string { return "From: a@b.example\r\nTo: " + times(n, "@") + "c@d.example\r\n\r\nx" },
	"commas": func(n int) string { return "From: a@b.example\r\nTo: " + times(n, ",") + "c@d.example\r\n\r\nx" },
	"references": func(n int) string {
		return "From: a@b.example\r\nReferences: " + up(n, func(i int) string { return fmt.Sprintf("<%d@b.example>\r\n ", i) }) + "\r\n\r\nx"
	},
	"references begun": func(n int) string { return "From: a@b.example\r\nReferences: " + times(n, "<") + "\r\n\r\nx" },
	"received":         func(n int) string { return times(n, "Received: from a; Mon, 2 Nov 2026\r\n") + "\r\nx" },
	"a date":           func(n int) string { return "From: a@b.example\r\nDate: " + times(n, "1 ") + "\r\n\r\nx" },
	"a date of comments": func(n int) string {
		return "From: a@b.example\r\nDate: Mon, 2 Nov 2026 09:00:00 +0000 " + times(n, "(") + "\r\n\r\nx"
	},
	"parameters": func(n int) string {
		return headed + "Content-Type: text/plain" + up(n, func(i int) string { return fmt.Sprintf("; a%d=b", i) }) + "\r\n\r\nx"
	},
	"continuations": func(n int) string {
		return headed + "Content-Type: text/plain" + up(n, func(i int) string { return fmt.Sprintf(";\r\n name*%d=b", i) }) + "\r\n\r\nx"
	},
	"continuations of a file": func(n int) string {
		return mixed + "--b\r\nContent-Disposition: attachment" + up(n, func(i int) string { return fmt.Sprintf(";\r\n filename*%d*=utf-8''%%41", i) }) + "\r\n\r\nx\r\n--b--\r\n"
	},
	"semicolons":        func(n int) string { return headed + "Content-Type: text/plain" + times(n, ";") + "\r\n\r\nx" },
	"one line":          func(n int) string { return plainly + times(n, "a") },
	"one line of words": func(n int) string { return plainly + times(n, "records ") },
	"lines":             func(n int) string { return plainly + times(n, "\r\n") },
	"spaces":            func(n int) string { return plainly + times(n, " ") },
	"spaces and a line": func(n int) string { return plainly + times(n, " \t\r\n\u00a0") },
	"quoted deep":       func(n int) string { return plainly + times(n, ">") },
	"quoted lines":      func(n int) string { return plainly + times(n, "> > > > x\r\n") },
	"quoted deeper": func(n int) string {
		return plainly + up(n, func(i int) string { return strings.Repeat(">", i%2000) + " x\r\n" })
	},
	"forwards": func(n int) string {
		return plainly + times(n, "-----Original Message-----\r\nFrom: a@b.example\r\nSent: 2 November 2026 09:00\r\nTo: c@d.example\r\nSubject: x\r\n\r\ny\r\n")
	},
	"forwards begun":  func(n int) string { return plainly + times(n, "From: a@b.example\r\n") },
	"forwarded lines": func(n int) string { return plainly + times(n, "-----Original Message-----\r\n") },
	"on somebody wrote": func(n int) string {
		return plainly + times(n, "On Mon, 2 Nov 2026 at 09:00, A <a@b.example> wrote:\r\n")
	},
	"on and on":    func(n int) string { return plainly + times(n, "On ") },
	"ons by lines": func(n int) string { return plainly + times(n, "On Mon\r\n") },
	"uuencode":     func(n int) string { return plainly + times(n, "begin 644 a\r\n") },
	"uuencoded":    func(n int) string { return plainly + times(n, "begin 644 a\r\n#0V%T\r\n`\r\nend\r\n") },
	"pgp":          func(n int) string { return plainly + times(n, "-----BEGIN PGP MESSAGE-----\r\n") },
	"pgp signed": func(n int) string {
		return plainly + times(n, "-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\nx\r\n-----BEGIN PGP SIGNATURE-----\r\n-----END PGP SIGNATURE-----\r\n")
	},
	"base64 of nothing": func(n int) string { return headed + "Content-Transfer-Encoding: base64\r\n\r\n" + times(n, "!") },
	"base64 with junk": func(n int) string {
		return headed + "Content-Transfer-Encoding: base64\r\n\r\n" + times(n, "QUJD\x00=!")
	},
	"base64 of equals": func(n int) string { return headed + "Content-Transfer-Encoding: base64\r\n\r\n" + times(n, "QQ==") },
	"quoted-printable": func(n int) string {
		return headed + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + times(n, "=")
	},
	"quoted-printable of spaces": func(n int) string {
		return headed + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + times(n, "x \t")
	},
	"quoted-printable of soft ends": func(n int) string {
		return headed + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + times(n, "=\r\n")
	},
	"html nested":        func(n int) string { return marked + times(n, "<div>") },
	"html nested quotes": func(n int) string { return marked + times(n, "<blockquote>") },
	"html lists":         func(n int) string { return marked + times(n, "<ul><li>") },
	"html tables":        func(n int) string { return marked + times(n, "<table><tr><td>") },
	"html unended":       func(n int) string { return marked + times(n, "<") },
	"html in a tag": func(n int) string {
		return marked + "<a " + up(n, func(i int) string { return fmt.Sprintf("a%d=b ", i) })
	},
	"html one attribute": func(n int) string { return marked + "<a href=\"" + times(n, "x") },
	"html comments":      func(n int) string { return marked + times(n, "<!--") },
	"html comments 2":    func(n int) string { return marked + times(n, "<!-- --") },
	"html entities":      func(n int) string { return marked + times(n, "&amp") },
	"html entities 2":    func(n int) string { return marked + times(n, "&") },
	"html links":         func(n int) string { return marked + times(n, "<a href=x>y") },
	"html bold":          func(n int) string { return marked + times(n, "<b>x") },
	"html paragraphs":    func(n int) string { return marked + times(n, "<b><p>") },
	"html closing":       func(n int) string { return marked + times(n/2, "<div>") + times(n/2, "</p>") },
	"html closing b":     func(n int) string { return marked + times(n/2, "<b>") + times(n/2, "</i>") },
	"html scripts":       func(n int) string { return marked + times(n, "<script>") },
	"html styles":        func(n int) string { return marked + times(n, "<style>x</style>") },
	"html style":         func(n int) string { return marked + times(n, "<p style='display:none'>") },
	"html hidden":        func(n int) string { return marked + "<p style='" + times(n, "display : ;") + "'>" },
	"html select":        func(n int) string { return marked + times(n, "<select><option>") },
	"html forms":         func(n int) string { return marked + times(n, "<form><table>") },
	"html nulls":         func(n int) string { return marked + times(n, "\x00") },
	"html pre":           func(n int) string { return marked + "<pre>" + times(n, "\n") },
	"html breaks":        func(n int) string { return marked + times(n, "<br>") },
	"html spaces":        func(n int) string { return marked + times(n, "&nbsp; ") },
	"html svg":           func(n int) string { return marked + times(n, "<svg><desc>") },
	"html templates":     func(n int) string { return marked + times(n, "<template>") },
	"no charset":         func(n int) string { return headed + "\r\n" + times(n, "\xe9\xc3\xa9") },
	"utf-7": func(n int) string {
		return headed + "Content-Type: text/plain; charset=utf-7\r\n\r\n" + times(n, "+AGE-+")
	},
	"iso-2022": func(n int) string {
		return headed + "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + times(n, "\x1b$B\x1b(B")
	},
	"utf-16": func(n int) string {
		return headed + "Content-Type: text/plain; charset=utf-16\r\n\r\n" + times(n, "\xd8\x00")
	},
	"marks":             func(n int) string { return plainly + times(n, "a\u0301\u202e\u200b") },
	"marks on a letter": func(n int) string { return plainly + "a" + times(n, "\u0301") },
	"flowed": func(n int) string {
		return headed + "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n\r\n" + times(n, "> x \r\n")
	},
	"calendar": func(n int) string {
		return headed + "Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n" + times(n, "BEGIN:VEVENT\r\n")
	},
	"calendar folds": func(n int) string {
		return headed + "Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x" + times(n, "\r\n y")
	},
	"a report": func(n int) string {
		return headed + "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n" + times(n, "Final-Recipient: rfc822; a@b.example\r\n\r\n")
	},
	"rtf":        func(n int) string { return rtfMail(times(n, "{")) },
	"rtf words":  func(n int) string { return rtfMail("{\\rtf1 " + times(n, "\\u8364 ?") + "}") },
	"rtf groups": func(n int) string { return rtfMail("{\\rtf1 " + times(n, "{\\b x}") + "}") },
	"tnef": func(n int) string {
		return tnefMail(bytes.Repeat([]byte{2, 0x90, 0x06, 0, 0x08, 0, 4, 0, 0, 0, 1, 0, 0, 0, 1, 0}, n/16))
	},
	"tnef files": func(n int) string {
		return tnefMail(bytes.Repeat([]byte{2, 0x02, 0x90, 0x06, 0, 0, 0, 0, 0, 0, 0}, n/11))
	},
	"outlook": func(n int) string {
		return "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 16) + times(n, "\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00")
	},
	"only line ends":  func(n int) string { return times(n, "\r") },
	"colons":          func(n int) string { return times(n, "a:") },
	"colons by lines": func(n int) string { return times(n, ":\n") },
	"froms":           func(n int) string { return times(n, "From \n") },
	"zeros":           func(n int) string { return times(n, "\x00") },
}

func rtfMail(rtf string) string {
	return headed + "Content-Type: text/rtf\r\n\r\n" + rtf
}

func tnefMail(attributes []byte) string {
	tnef := append([]byte{0x78, 0x9f, 0x3e, 0x22, 1, 0}, attributes...)
	return headed + "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString(tnef)
}

// BenchmarkWorst reads the worst mails, of two sizes: eight times the bytes are
// to take about eight times as long.
func BenchmarkWorst(b *testing.B) {
	for name, mail := range worst {
		for _, mb := range []int{1, 8} {
			raw := []byte(mail(mb << 20))
			b.Run(fmt.Sprintf("%s/%d MB", name, mb), func(b *testing.B) {
				for b.Loop() {
					message.Read(raw)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(raw)), "ns/B")
			})
		}
	}
}
