package triage

import "math"

// lanes hold what one feature adds for each kind, as a whole message and as
// sentences were learned: in hundredths, four side by side in a number, so that
// one addition adds four. Nearly all of weighing a message is these additions.
type lanes [2]strip

// strip is what one feature adds for each kind.
type strip [wide / 4]uint64

const (
	wide       = 16      // kinds there is room for
	mostWeight = 10      // the most that a weight may be, either way
	raised     = 1 << 10 // added to each weight in lanes, so that none is below nothing
	atOnce     = 31      // rows that can be added up before a sum of them runs into the next
	lane       = 16      // bits
)

// nothing are the lanes of a feature without weights.
var nothing = func() (r lanes) {
	for as := range r {
		for i := range r[as] {
			r[as][i] = raised * 0x0001_0001_0001_0001
		}
	}
	return r
}()

func (r *lanes) set(as, kind int, by float64) {
	r[as].set(kind, int(math.Round(by*100)))
}

func (r *strip) set(kind, by int) {
	shift := kind % 4 * lane
	r[kind/4] &^= 0xffff << shift
	r[kind/4] |= uint64(by+raised) << shift
}

// of returns what the feature adds for a kind.
func (r *lanes) of(as, kind int) float64 {
	return float64(int(r[as][kind/4]>>(kind%4*lane)&0xffff)-raised) / 100
}

// sums are what some features add for each kind, in hundredths.
type sums [wide]int

func (s *sums) of(kind int) float64 { return float64(s[kind]) / 100 }

// addUp adds the rows of the features of a list, both ways at once.
func addUp(rows []lanes, list []sensed) (total [2]sums) {
	for len(list) > 0 {
		n := min(len(list), atOnce)
		var a, b, c, d, e, f, g, h uint64 // an array would not be held in registers
		for i := range list[:n] {
			r := &rows[list[i].feature]
			a, b, c, d = a+r[0][0], b+r[0][1], c+r[0][2], d+r[0][3]
			e, f, g, h = e+r[1][0], f+r[1][1], g+r[1][2], h+r[1][3]
		}
		total[0].spread(strip{a, b, c, d}, n)
		total[1].spread(strip{e, f, g, h}, n)
		list = list[n:]
	}
	return total
}

// addSayings adds the rows of sayings.
func (s *sums) addSayings(rows []strip, list []int32) {
	for len(list) > 0 {
		n := min(len(list), atOnce)
		var a, b, c, d uint64
		for _, f := range list[:n] {
			r := &rows[f]
			a, b, c, d = a+r[0], b+r[1], c+r[2], d+r[3]
		}
		s.spread(strip{a, b, c, d}, n)
		list = list[n:]
	}
}

// spread adds what so many rows are together.
func (s *sums) spread(sum strip, n int) {
	for i, four := range sum {
		for k := range 4 {
			s[4*i+k] += int(four>>(k*lane)&0xffff) - n*raised
		}
	}
}
