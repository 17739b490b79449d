package triage

// pairs gives numbers to two words side by side, by the numbers of those: what a
// map does, in one place of memory for most.
type pairs struct {
	places []placedPair // at least half of them free; as many as a power of two
	count  int
}

// placedPair is a pair and its number, and 1 more than that, so that zero is free.
type placedPair struct{ a, b, number int32 }

// golden spreads numbers: 2^64 by the golden ratio.
const golden = 0x9E3779B97F4A7C15

// place returns where a pair is, or the free place that is for it.
func (p *pairs) place(a, b int32) *placedPair {
	last := uint64(len(p.places) - 1)
	for at := (uint64(a)<<32 | uint64(b)) * golden >> 32; ; at++ {
		if x := &p.places[at&last]; x.number == 0 || x.a == a && x.b == b {
			return x
		}
	}
}

// number returns the number of a pair, or -1.
func (p *pairs) number(a, b int32) int32 {
	if p.count == 0 {
		return -1
	}
	return p.place(a, b).number - 1
}

// add gives a number to a pair that has none.
func (p *pairs) add(a, b, number int32) {
	if p.count++; 2*p.count > len(p.places) {
		old := p.places
		p.places = make([]placedPair, max(64, 2*len(old)))
		for _, x := range old {
			if x.number != 0 {
				*p.place(x.a, x.b) = x
			}
		}
	}
	*p.place(a, b) = placedPair{a, b, number + 1}
}
