package mailbox

import (
	"sync"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// strays are the numbers of messages whose bodies came unasked. The library
// takes the first answer under a number for the command's and hands every later
// one here, so a body among them shows that a body which came before it may be
// another message's.
type strays struct {
	fail func(error) // ends the connection for that reason
	mu   sync.Mutex
	uids []uint32
	size int64 // bytes of those bodies
}

// mostStrays bounds their bytes: between two answers there is no reason for one.
const mostStrays = 64 << 20

// note reads an answer that belongs to no command. The library goes on once a
// body is read, so what is noted here is there before the command's end.
func (s *strays) note(m *imapclient.FetchMessageData) {
	var uid uint32
	for data := m.Next(); data != nil; data = m.Next() {
		switch data := data.(type) {
		case imapclient.FetchItemDataUID:
			uid = uint32(data.UID)
		case imapclient.FetchItemDataBodySection:
			if s.add(uid, data.Literal) > mostStrays {
				s.fail(errLong)
			}
		}
	}
}

// add notes one body, which may be none, and returns the bytes of all.
func (s *strays) add(uid uint32, body imap.LiteralReader) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.uids = append(s.uids, uid)
	if body != nil {
		s.size += min(body.Size(), mostStrays+1)
	}
	return s.size
}

// taken returns what was noted since it was last asked.
func (s *strays) taken() []uint32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	uids := s.uids
	s.uids, s.size = nil, 0
	return uids
}
