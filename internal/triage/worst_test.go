package triage_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/triage"
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

// worst are texts of about n bytes by which rules lose themselves.
var worst = map[string]func(n int) string{
	"one word":     func(n int) string { return times(n, "a") },
	"requests":     func(n int) string { return times(n, "Please send me all the data you hold about me. ") },
	"one sentence": func(n int) string { return times(n, "please send me all the data you hold about me and ") },
	"not":          func(n int) string { return times(n, "not ") },
	"all my data":  func(n int) string { return times(n, "all my data ") },
	"lines":        func(n int) string { return times(n, "\n") },
	"full stops":   func(n int) string { return times(n, ".") },
	"quoted":       func(n int) string { return times(n, "> please send me my data\n") },
	"quoted deep":  func(n int) string { return times(n, ">") },
	"wrote":        func(n int) string { return times(n, "On Mon, 2 Nov 2026 at 09:00, A <a@b.example> wrote:\n") },
	"original":     func(n int) string { return times(n, "-----Original Message-----\n") },
	"from": func(n int) string {
		return times(n, "From: a@b.example\nSent: 2 November 2026\nTo: c@d.example\nSubject: x\n\n")
	},
	"signatures": func(n int) string { return times(n, "-- \nA Person\n") },
	"regards":    func(n int) string { return times(n, "Kind regards\nA Person\n") },
	"names":      func(n int) string { return times(n, "my daughter Anna Smith ") },
	"capitals":   func(n int) string { return times(n, "Anna Smith ") },
	"my name is": func(n int) string { return times(n, "my name is ") },
	"on behalf":  func(n int) string { return times(n, "on behalf of ") },
	"client":     func(n int) string { return times(n, "Mill Lane ") },
	"clients":    func(n int) string { return times(n, "Oakfield Learning Trust Limited ") },
	"addresses":  func(n int) string { return up(n, func(i int) string { return fmt.Sprintf("a%d@b%d.example ", i, i) }) },
	"ats":        func(n int) string { return times(n, "a@") },
	"postcodes":  func(n int) string { return times(n, "AB1 2CD ") },
	"references": func(n int) string {
		return up(n, func(i int) string { return fmt.Sprintf("%02d-%06X ", i%100, i/100) })
	},
	"true references": func(n int) string { return references(n) },
	"digits":          func(n int) string { return times(n, "2") },
	"dates":           func(n int) string { return times(n, "2 November 2026 ") },
	"quotation":       func(n int) string { return times(n, "\"") },
	"marks":           func(n int) string { return "a" + times(n, "\u0301") },
	"unseen":          func(n int) string { return times(n, "d\u200ba\u200bt\u200ba ") },
	"broken":          func(n int) string { return times(n, "\xff\xfe ") },
	"different":       func(n int) string { return up(n, func(i int) string { return fmt.Sprintf("w%d ", i) }) },
	"capital letter":  func(n int) string { return times(n, "\u0130 ") },
}

// references are references that pass their check, each another.
func references(n int) string {
	var b strings.Builder
	day := civil.MustParse("2026-11-02")
	for i := 0; b.Len() < n; i++ {
		ref, err := casefile.NewReference(day, bytes.NewReader([]byte{byte(i), byte(i >> 5), byte(i >> 10), byte(i >> 15), byte(i >> 20), 0, 0, 0}))
		if err != nil {
			panic(err)
		}
		b.WriteString(string(ref) + " ")
	}
	return b.String()
}

// BenchmarkWorst proposes on the worst texts, of two sizes: eight times the
// bytes are to take about eight times as long.
func BenchmarkWorst(b *testing.B) {
	r := rules(b)
	for name, text := range worst {
		for _, kb := range []int{256, 2048} {
			m := casefile.Message{From: address("x@y.example"), Subject: "x", Text: text(kb << 10)}
			b.Run(fmt.Sprintf("%s/%d kB", name, kb), func(b *testing.B) {
				for b.Loop() {
					r.Propose(m, received, known(triage.Cases{}))
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(m.Text)), "ns/B")
			})
		}
	}
}
