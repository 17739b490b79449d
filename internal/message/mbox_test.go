package message_test

import (
	"errors"
	"strings"
	"testing"

	"casebook/internal/message"

	"pgregory.net/rapid"
)

func readMbox(t testing.TB, file string) []string {
	t.Helper()
	var all []string
	if err := message.ReadMbox(strings.NewReader(file), func(raw []byte) error {
		all = append(all, string(raw))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestReadMbox(t *testing.T) {
	from := "From a@b.example Mon Oct  5 10:00:00 2026\n"
	for _, c := range []struct {
		name, file string
		want       []string
	}{
		{"none", "", nil},
		{"one", from + "Subject: x\n\nHello\n", []string{"Subject: x\n\nHello\n"}},
		{"two", from + "Subject: x\n\nHello\n\n" + from + "Subject: y\n\nBye\n\n", []string{"Subject: x\n\nHello\n", "Subject: y\n\nBye\n"}},
		{"two of Windows", strings.ReplaceAll(from+"Subject: x\n\nHello\n\n"+from+"Subject: y\n\nBye\n", "\n", "\r\n"), []string{"Subject: x\r\n\r\nHello\r\n", "Subject: y\r\n\r\nBye\r\n"}},
		{"quoted once", from + "Subject: x\n\n>From the start\n", []string{"Subject: x\n\nFrom the start\n"}},
		{"quoted twice, as in mboxrd", from + "Subject: x\n\n>>From the start\n", []string{"Subject: x\n\n>From the start\n"}},
		{"a sentence that begins so", from + "Subject: x\n\nFrom Monday on we are shut.\n", []string{"Subject: x\n\nFrom Monday on we are shut.\n"}},
		{"no empty line above", from + "Subject: x\n\nHello\nFrom c@d.example Mon Oct  5 10:00:00 2026\n", []string{"Subject: x\n\nHello\nFrom c@d.example Mon Oct  5 10:00:00 2026\n"}},
		{"Thunderbird's", "From - Mon Oct  5 10:00:00 2026\nSubject: x\n\nHello\n", []string{"Subject: x\n\nHello\n"}},
		{"empty lines before", "\n\n" + from + "Subject: x\n\nHello\n", []string{"Subject: x\n\nHello\n"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := readMbox(t, c.file); strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// What is written as mboxrd is read as it was.
func TestMboxRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.SampledFrom([]string{"From here", ">From", ">From there", ">>From", "", "text", "From a@b.example Mon Oct  5 10:00:00 2026", strings.Repeat("long ", 300_000)}), 1, 6)
		var file strings.Builder
		var want []string
		for range rapid.IntRange(1, 4).Draw(t, "messages") {
			l := lines.Draw(t, "lines")
			file.WriteString("From a@b.example Mon Oct  5 10:00:00 2026\nSubject: x\n\n")
			for _, s := range l {
				if strings.HasPrefix(strings.TrimLeft(s, ">"), "From ") {
					s = ">" + s
				}
				file.WriteString(s + "\n")
			}
			file.WriteString("\n")
			want = append(want, "Subject: x\n\n"+strings.Join(l, "\n")+"\n")
		}
		var got []string
		if err := message.ReadMbox(strings.NewReader(file.String()), func(raw []byte) error {
			got = append(got, string(raw))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Fatalf("got %.300q, want %.300q", got, want)
		}
	})
}

func TestMboxStopsWhereItIsTold(t *testing.T) {
	stop := errors.New("stop")
	file := strings.Repeat("From a@b.example Mon Oct  5 10:00:00 2026\nSubject: x\n\nHello\n\n", 5)
	n := 0
	err := message.ReadMbox(strings.NewReader(file), func([]byte) error { n++; return stop })
	if !errors.Is(err, stop) || n != 1 {
		t.Errorf("%d messages, %v", n, err)
	}
}
