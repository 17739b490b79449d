package pdf_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"casebook/internal/page"
)

// poppler runs one of poppler's programs on a PDF and returns what it prints.
// A complaint of the program about the file is a failure.
func poppler(t *testing.T, file []byte, program string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("%s is not installed: apt-get install poppler-utils", program)
	}
	name := filepath.Join(t.TempDir(), "sheet.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = name
		}
	}
	var out, complaint bytes.Buffer
	cmd := exec.Command(path, args...)
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil || complaint.Len() > 0 {
		t.Fatalf("%s: %v: %s", program, err, complaint.String())
	}
	return out.String()
}

func TestTextComesOutInReadingOrder(t *testing.T) {
	file := write(t, "letter", mustLetter(t, letter()))
	text := poppler(t, file, "pdftotext", "-layout", "FILE", "-")
	rest := squeeze(text)
	for _, want := range []string{
		"Marsh Lane Academy Trust", "Ms Łucja Wójcik-Ødegård", "Your request for a copy of Jan’s records",
		"Dear Ms Wójcik-Ødegård", "You asked us on Thu 3 Sep 2026 for a copy of the personal information",
		"What we looked for", "•  the pupil register: 12 pages", "What we left out", "Yours sincerely", "Priya Venn",
		"Data protection officer: Priya Venn, dpo@marshlane.example",
	} {
		_, after, found := strings.Cut(rest, squeeze(want))
		if !found {
			t.Fatalf("%q does not follow in\n%s", want, text)
		}
		rest = after
	}
	for _, field := range []string{`Date +Fri 9 Oct 2026`, `Our reference +26-7KQ4MX`, `Page 1 of 1`} {
		if !regexp.MustCompile(field).MatchString(text) {
			t.Errorf("%q is not in\n%s", field, text)
		}
	}
}

// squeeze makes every stretch of white space one space.
func squeeze(text string) string { return strings.Join(strings.Fields(text), " ") }

func TestEveryWordComesOut(t *testing.T) {
	for name, doc := range map[string]page.Document{
		"long": mustLetter(t, longLetter()), "large": mustLetter(t, largeLetter()), "record": mustForm(t, record()),
	} {
		file := write(t, name, doc)
		for n, p := range doc.Pages {
			num := strconv.Itoa(n + 1)
			got := strings.Fields(poppler(t, file, "pdftotext", "-layout", "-f", num, "-l", num, "FILE", "-"))
			var want []string
			for _, r := range p.Runs {
				want = append(want, strings.Fields(r.Text)...)
			}
			slices.Sort(got)
			slices.Sort(want)
			if strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("%s page %s: got\n%q\nwant\n%q", name, num, got, want)
			}
		}
	}
}

// wordBox is a line of pdftotext -bbox.
var wordBox = regexp.MustCompile(`<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)</word>`)

func TestWordsStandWhereTheDocumentSays(t *testing.T) {
	doc := mustForm(t, record())
	html := poppler(t, write(t, "record", doc), "pdftotext", "-bbox", "-f", "1", "-l", "1", "FILE", "-")
	boxes := map[string][]float64{}
	for _, m := range wordBox.FindAllStringSubmatch(html, -1) {
		for _, edge := range m[1:5] {
			points, err := strconv.ParseFloat(edge, 64)
			if err != nil {
				t.Fatal(err)
			}
			boxes[m[5]] = append(boxes[m[5]], points*25.4/72)
		}
	}
	seen := 0
	for _, r := range doc.Pages[0].Runs {
		box := boxes[r.Text]
		if len(box) != 4 {
			continue // several words, or a word that stands twice
		}
		seen++
		if off(box[0], r.X) > 0.05 || off(box[2], r.X+r.Width) > 0.05 || box[1] > r.Y || box[3] < r.Y {
			t.Errorf("%q is at %.2f, the document says %.2f to %.2f on %.2f", r.Text, box, r.X, r.X+r.Width, r.Y)
		}
	}
	if seen < 5 {
		t.Errorf("only %d words could be compared", seen)
	}
}

func off(a, b float64) float64 { return max(a-b, b-a) }

func TestWhatTheFileSaysOfItself(t *testing.T) {
	doc := mustLetter(t, longLetter())
	file := write(t, "long", doc)
	info := poppler(t, file, "pdfinfo", "-isodates", "FILE")
	for _, want := range []string{
		`Title: +Your request for a copy of Jan’s records`, `CreationDate: +2026-10-09T14:05:00`, `ModDate: +2026-10-09T14:05:00`,
		fmt.Sprintf(`Pages: +%d`, len(doc.Pages)), `Page size: .*\(A4\)`, `Encrypted: +no`, `Producer: +Casebook`,
	} {
		if !regexp.MustCompile(want).MatchString(info) {
			t.Errorf("%q is not in\n%s", want, info)
		}
	}
	if !bytes.Contains(file, []byte("/Lang (en-GB)")) || !bytes.Contains(file, []byte("/DisplayDocTitle true")) {
		t.Error("the catalogue lacks the language or the wish to show the title")
	}
	table := poppler(t, file, "pdffonts", "FILE")
	for _, line := range strings.Split(strings.TrimSpace(table), "\n")[2:] {
		if !regexp.MustCompile(`Identity-H +yes +(yes|no) +yes`).MatchString(line) {
			t.Errorf("not embedded with its characters: %s", line)
		}
	}
}

// TestAddressInkIsInTheWindow looks at the drawn page: dark points left of the
// right block and between letterhead and subject must lie in the window.
func TestAddressInkIsInTheWindow(t *testing.T) {
	for name, sheet := range map[string]page.LetterSheet{"letter": letter(), "large": largeLetter()} {
		pix, width := gray(t, write(t, name, mustLetter(t, sheet)))
		w := page.DLWindow
		perMM := 100 / 25.4
		ink := 0
		for y := int(46 * perMM); y < int(82*perMM); y++ {
			for x := int(12 * perMM); x < int(118*perMM); x++ {
				if pix[y*width+x] > 200 {
					continue
				}
				ink++
				mmX, mmY := float64(x)/perMM, float64(y)/perMM
				if mmX < w.X || mmX > w.X+w.W || mmY < w.Y || mmY > w.Y+w.H {
					t.Fatalf("%s: ink at %.1f %.1f", name, mmX, mmY)
				}
			}
		}
		if ink < 500 {
			t.Errorf("%s: %d dark points in the window", name, ink)
		}
	}
}

// gray draws page 1 at 100 dots an inch and returns its points and its width.
func gray(t *testing.T, file []byte) ([]byte, int) {
	t.Helper()
	out := poppler(t, file, "pdftoppm", "-r", "100", "-gray", "-f", "1", "-l", "1", "FILE")
	var w, h, most int
	n, err := fmt.Sscanf(out, "P5\n%d %d\n%d\n", &w, &h, &most)
	if n != 3 || err != nil || len(out) < w*h {
		t.Fatalf("pdftoppm gave no picture: %v", err)
	}
	return []byte(out)[len(out)-w*h:], w
}
