package mailbox

import (
	"sync"

	"github.com/emersion/go-imap/v2/imapclient"
)

// strays are the numbers of messages whose bodies came unasked. The library
// takes the first answer under a number for the command's and hands every later
// one here, so a body among them shows that a body which came before it may be
// another message's.
type strays struct {
	mu   sync.Mutex
	uids []uint32
}

// note reads an answer that belongs to no command. The library goes on once a
// body is read, so what is noted here is there before the command's end.
func (s *strays) note(m *imapclient.FetchMessageData) {
	var uid uint32
	for data := m.Next(); data != nil; data = m.Next() {
		switch data := data.(type) {
		case imapclient.FetchItemDataUID:
			uid = uint32(data.UID)
		case imapclient.FetchItemDataBodySection:
			s.mu.Lock()
			s.uids = append(s.uids, uid)
			s.mu.Unlock()
		}
	}
}

// taken returns what was noted since it was last asked.
func (s *strays) taken() []uint32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	uids := s.uids
	s.uids = nil
	return uids
}
