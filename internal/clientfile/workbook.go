package clientfile

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"path"
	"strings"
)

// relation is what one part of a spreadsheet says of another (ECMA-376, part 2,
// 9.3). Its type is told apart by the last word: there are two sets of them, the
// strict and the transitional.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

func (r relation) is(kind string) bool { return path.Base(r.Type) == kind }

// relationsOf returns the relations of a part, with the names of the other parts
// in full; "" is the file as a whole.
func relationsOf(file *zip.Reader, of string) ([]relation, error) {
	var all struct {
		Relations []relation `xml:"Relationship"`
	}
	folder, name := path.Split(of)
	if err := decode(file, folder+"_rels/"+name+".rels", func(d *xml.Decoder) error { return d.Decode(&all) }); err != nil {
		return nil, err
	}
	for i, r := range all.Relations {
		if !strings.HasPrefix(r.Target, "/") {
			r.Target = path.Join("/", folder, r.Target)
		}
		all.Relations[i].Target = strings.TrimPrefix(path.Clean(r.Target), "/")
	}
	return all.Relations, nil
}

// firstSheet returns the names of the parts that hold the first sheet that is
// shown and the shared texts; shared is "" where there are none.
func firstSheet(file *zip.Reader) (sheet, shared string, err error) {
	top, err := relationsOf(file, "")
	if err != nil {
		return "", "", err
	}
	book := ""
	for _, r := range top {
		if book == "" && r.is("officeDocument") {
			book = r.Target
		}
	}
	parts, err := relationsOf(file, book)
	if err != nil {
		return "", "", err
	}
	byID := map[string]string{}
	for _, r := range parts {
		switch {
		case r.is("worksheet"):
			byID[r.ID] = r.Target
		case r.is("sharedStrings"):
			shared = r.Target
		}
	}
	var tabs struct {
		Sheets []struct {
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := decode(file, book, func(d *xml.Decoder) error { return d.Decode(&tabs) }); err != nil {
		return "", "", err
	}
	for _, s := range tabs.Sheets {
		for _, a := range s.Attrs {
			if a.Name.Local == "id" && byID[a.Value] != "" && (s.State == "" || s.State == "visible") {
				return byID[a.Value], shared, nil
			}
		}
	}
	return "", "", errNoSheet
}

// decode reads one part of a spreadsheet.
func decode(file *zip.Reader, name string, into func(*xml.Decoder) error) error {
	f, err := file.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return into(xml.NewDecoder(io.LimitReader(f, maxSheet)))
}
