package message

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/richardlehane/mscfb"
)

// compound begins every compound file, which is what Outlook saves a message as.
var compound = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

// IsOutlook reports whether a file is a message as Outlook saves it (.msg).
func IsOutlook(raw []byte) bool { return bytes.HasPrefix(raw, compound) }

var errNoMessage = errors.New("a compound file, but no message")

// How the parts of a message are named: [MS-OXMSG], section 2.
const (
	streamPrefix    = "__substg1.0_"
	recipientPrefix = "__recip_version1.0_#"
	filePrefix      = "__attach_version1.0_#"
	propStream      = "__properties_version1.0"
)

// folder is one storage of a compound file.
type folder struct {
	order   []string // of folders
	folders map[string]*folder
	streams map[string][]byte
}

func newFolder() *folder { return &folder{folders: map[string]*folder{}, streams: map[string][]byte{}} }

// within returns the folder of that name inside f.
func (f *folder) within(name string) *folder {
	if f.folders[name] == nil {
		f.folders[name] = newFolder()
		f.order = append(f.order, name)
	}
	return f.folders[name]
}

// maxFolders is how deep folders lie in folders: three for each message inside
// another.
const maxFolders = 3 * (maxDepth + 1)

// readCompound reads every stream of a compound file. Streams that cannot be
// read are left out, and whole is false.
func readCompound(raw []byte) (root *folder, whole bool, err error) {
	doc, err := mscfb.New(bytes.NewReader(raw))
	if err != nil {
		return nil, false, err
	}
	root, whole = newFolder(), true
	left := int64(len(raw)) // streams cannot hold more than the file does
	for f, err := doc.Next(); err == nil; f, err = doc.Next() {
		if len(f.Path) > maxFolders {
			whole = false
			continue
		}
		in := root
		for _, name := range f.Path {
			in = in.within(name)
		}
		if f.FileInfo().IsDir() {
			in.within(f.Name)
			continue
		}
		if left -= f.Size; left < 0 {
			return root, false, nil
		}
		b := make([]byte, f.Size)
		if _, err := io.ReadFull(f, b); err != nil && f.Size > 0 {
			whole = false
			continue
		}
		in.streams[f.Name] = b
	}
	return root, whole, nil
}

// readMSG reads a message as Outlook saves it. whole is false where some of it
// could not be read.
func readMSG(raw []byte) (m *mapiMessage, whole bool, err error) {
	root, whole, err := readCompound(raw)
	if err != nil {
		return nil, false, err
	}
	if root.streams[propStream] == nil && len(root.folders) == 0 {
		return nil, false, errNoMessage
	}
	return root.message(true, 0), whole, nil
}

// message makes a folder a message. The header of its properties is shorter
// where it lies inside another: [MS-OXMSG], section 2.4.1.
func (f *folder) message(top bool, depth int) *mapiMessage {
	header := 24
	if top {
		header = 32
	}
	m := &mapiMessage{props: f.properties(header)}
	slices.Sort(f.order)
	for _, name := range f.order {
		in := f.folders[name]
		switch {
		case strings.HasPrefix(name, recipientPrefix) && len(m.recipients) < maxAddresses:
			m.recipients = append(m.recipients, in.properties(8))
		case strings.HasPrefix(name, filePrefix) && len(m.attachments) < maxAttachments:
			at := mapiAttachment{props: in.properties(8)}
			if inner := in.folders[streamName(propData, typeObject)]; inner != nil && depth < maxDepth {
				at.inner = inner.message(false, depth+1)
			}
			m.attachments = append(m.attachments, at)
		}
	}
	return m
}

func streamName(id, kind uint16) string {
	s := strings.ToUpper(strconv.FormatUint(uint64(id)<<16|uint64(kind), 16))
	return streamPrefix + strings.Repeat("0", max(0, 8-len(s))) + s
}

// properties reads the properties of a folder: the short ones from the stream
// that lists them, the others from streams of their own.
func (f *folder) properties(header int) props {
	p := props{}
	if b := f.streams[propStream]; len(b) >= header {
		for b = b[header:]; len(b) >= 16; b = b[16:] {
			kind, id := binary.LittleEndian.Uint16(b), binary.LittleEndian.Uint16(b[2:])
			if _, fixed := fixedSize[kind]; fixed {
				p[id] = prop{kind, b[8:16]}
			}
		}
	}
	for name, b := range f.streams {
		number, ok := strings.CutPrefix(name, streamPrefix)
		if !ok || len(number) != 8 {
			continue
		}
		n, err := strconv.ParseUint(number, 16, 32)
		id, kind := uint16(n>>16), uint16(n)
		if have, twice := p[id]; err == nil && (!twice || have.kind < kind) {
			p[id] = prop{kind, b}
		}
	}
	return p
}
