package clientfile_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"casebook/internal/casefile"
	"casebook/internal/clientfile"
)

// workbook is a spreadsheet whose first sheet to be seen is its second part.
func workbook(t testing.TB, shared, rows string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range map[string]string{
		"xl/sharedStrings.xml": `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + shared + `</sst>`,
		"_rels/.rels":          `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` +
			`<sheet name="Old" sheetId="3" state="hidden" r:id="rId1"/><sheet name="Clients" sheetId="2" r:id="rId2"/><sheet name="Notes" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/sheet2.xml"/>` +
			`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row><c t="str"><v>not this one</v></c></row></sheetData></worksheet>`,
		"xl/worksheets/sheet2.xml": `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`,
	} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// utf16Of is a text in UTF-16 with its mark in front, as spreadsheets save it.
func utf16Of(order binary.AppendByteOrder, text string) []byte {
	var b []byte
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		b = order.AppendUint16(b, unit)
	}
	return b
}

func TestTableOfClients(t *testing.T) {
	const csv = "id,name,kind,nation,address,policy.progress_days,complaints.review,dpo.email\n" +
		"oakfield,\"Oakfield \"\"Oaks\"\" Trust\",academy-trust,england,\"1 Oak Lane;Oakfield\",14,yes,dpo@oakfield.example\n"
	xlsx := workbook(t, `<si><t>id</t></si><si><r><t>na</t></r><r><t>me</t></r></si><si><t>oakfield</t></si><si><t>Oakfield "Oaks" Trust</t></si>`,
		`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>kind</t></is></c><c r="D1" t="str"><v>nation</v></c>`+
			`<c r="F1" t="str"><v>address</v></c><c r="G1" t="str"><v>policy.progress_days</v></c><c r="H1" t="str"><v>complaints.review</v></c><c r="I1" t="str"><v>dpo.email</v></c></row>`+
			`<row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3" t="s"><v>3</v></c><c r="C3" t="str"><v>academy-trust</v></c><c r="D3" t="str"><v>england</v></c>`+
			`<c r="F3" t="str"><v>1 Oak Lane;Oakfield</v></c><c r="G3"><v>14</v></c><c r="H3" t="b"><v>1</v></c><c t="str"><v>dpo@oakfield.example</v></c></row>`)
	tabs := strings.ReplaceAll(csv, ",", "\t")
	for name, data := range map[string][]byte{
		"Unicode text": utf16Of(binary.LittleEndian, tabs), "Unicode the other way round": utf16Of(binary.BigEndian, csv),
		"tabs": []byte(tabs), "tabs and an empty cell": []byte("\t" + strings.ReplaceAll(tabs, "\n", "\n\t")),
		"csv": []byte(csv), "csv with a mark": []byte("\ufeff" + csv), "semicolons": []byte(strings.ReplaceAll(strings.ReplaceAll(csv, "Lane;", "Lane\n"), ",", ";")), "xlsx": xlsx,
	} {
		clients, err := clientfile.ReadTable(name, data)
		if err != nil || len(clients) != 1 {
			t.Errorf("%s: %v, %v", name, clients, err)
			continue
		}
		c := clients[0]
		if c.ID != "oakfield" || c.Name != `Oakfield "Oaks" Trust` || !slices.Equal(c.Address, []string{"1 Oak Lane", "Oakfield"}) || c.Policy.ProgressDays != 14 || !c.Complaint.Review {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

// What a spreadsheet did to what was typed is undone where every digit is there,
// and refused where it is not.
func TestSpoiltCells(t *testing.T) {
	number := func(v string) string { return `<c><v>` + v + `</v></c>` }
	typed := func(v string) string { return `<c t="str"><v>` + v + `</v></c>` }
	for _, c := range []struct{ cell, phone, wrong string }{
		{number("441632960001"), "441632960001", ""},
		{number("4.41632960001E+11"), "441632960001", ""},
		{typed("01632 960001"), "01632 960001", ""},
		{typed("116 123"), "116 123", ""},
		{number("101"), "101", ""},
		{typed("4.4E+11"), "", "shortened"},
		{typed("4,41633E+11"), "", "shortened"},
		{number("4.4163296000123E+19"), "", "shortened"},
		{number("4.4E-05"), "", "shortened"},
		{number("1632960001"), "", "nought"},
		{`<c t="e"><v>#REF!</v></c>`, "", "no value"},
		{typed("########"), "", "no value"},
		{typed(strings.Repeat("0", 4*32767+1)), "", "more than a cell can"},
	} {
		head, row := "", ""
		for _, h := range [][2]string{{"id", "a"}, {"name", "1632960001"}, {"kind", "other"}, {"nation", "england"}, {"address", "x"}, {"dpo.email", "d@a.example"}} {
			head, row = head+typed(h[0]), row+typed(h[1])
		}
		clients, err := clientfile.ReadTable("t.xlsx", workbook(t, "", `<row>`+head+typed("phone")+`</row><row>`+row+c.cell+`</row>`))
		switch {
		case c.wrong == "" && (err != nil || clients[0].Phone != c.phone):
			t.Errorf("%.40s: %v, %+v", c.cell, err, clients)
		case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong) || !strings.Contains(err.Error(), "Row 2 of the table of clients, column phone")):
			t.Errorf("%.40s: %v, want %s", c.cell, err, c.wrong)
		}
	}
}

func TestTableWithMistakes(t *testing.T) {
	const head = "id,name,kind,nation,address,dpo.email\n"
	for data, want := range map[string]string{
		"": "no rows below", head: "no rows below", "id,nmae\na,b\n": `no column "nmae"`, "id,id\na,b\n": "twice", "contact.value\nx\n": "no column",
		head + "a,A,other,england,x,d@a.example\na,A,other,england,x,d@a.example\n":                 "Row 3 has the id of a row above",
		head + "a,A,other,france,x,d@a.example\n":                                                   "Row 2 of the table of clients, column nation",
		head + "\n\r\n\na,\"A\nB\",other,england,x,d@a.example\n\nb,B,other,france,x,d@a.example\n": "Row 7 of the table of clients, column nation",
		"policy.progress_days\nmany\n":                                                              "column policy.progress_days: It holds something else",
		head + "\"a\n":                                                                              "is no CSV", "id\xff,name\n": "neither CSV in Unicode", "\xff\xfei\x00d": "neither CSV in Unicode", "\xff\xfei\x00\x00\xd8": "neither CSV in Unicode", "PK\x03\x04rubbish": "no spreadsheet",
		string(workbook(t, "", `<row><c t="s"><v>7</v></c></row>`)):                                              "no spreadsheet",
		string(workbook(t, "", strings.Repeat(`<row><c r="SA1"><v>1</v></c></row>`, 3000))):                      "more cells than a table of clients can have",
		string(workbook(t, "", strings.Repeat(`<row>`+strings.Repeat(`<c/>`, 1000)+`</row>`, 1100))):             "more cells than a table of clients can have",
		string(workbook(t, "", strings.Repeat(`<row/>`, 1<<20+1))):                                               "more cells than a table of clients can have",
		string(workbook(t, strings.Repeat(`<si/>`, 1<<20+1), `<row/>`)):                                          "more cells than a table of clients can have",
		string(workbook(t, "", `<row><c t="str"><v>id</v></c></row><row r="9"><c t="str"><v>A B</v></c></row>`)): "Row 9 of the table of clients",
	} {
		clients, err := clientfile.ReadTable("t.csv", []byte(data))
		if !casefile.IsKind(err, casefile.Invalid) || !strings.Contains(err.Error(), want) || clients != nil {
			t.Errorf("%.30q: %v, want %q", data, err, want)
		}
	}
}

// Whatever a table holds, it is clients or an error of ours.
func FuzzTable(f *testing.F) {
	f.Add([]byte("id,name\na,b\n"))
	f.Add(utf16Of(binary.LittleEndian, "id\tname\na\tb\n"))
	f.Add(workbook(f, "<si><t>id</t></si>", `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := clientfile.ReadTable("t", data); err != nil && !casefile.IsKind(err, casefile.Invalid) {
			t.Error(err)
		}
	})
}
