package triage

// scratch is the room in which a message is understood: it is taken for each
// and used again, as there are many messages.
type scratch struct {
	senses
	words     []word  // of one text after another
	said      []said  // the same, all of them
	own       text    // what the writer wrote, if that was looked at
	found     []match // in it
	voiced    marks   // which sayings the message has
	voices    []int32
	sentences []sentence
	ends      []int     // of the features of each sentence
	phrases   []float64 // what the phrases say of each sentence
}

// take returns a scratch for one message, to be given back.
func (r *Rules) take() *scratch { return r.lexicon.scratch.Get().(*scratch) }

// giveBack forgets the words of the message.
func (r *Rules) giveBack(s *scratch) {
	clear(s.words)
	s.words, s.said = s.words[:0], s.said[:0]
	s.own, s.found = text{}, nil
	r.lexicon.scratch.Put(s)
}
