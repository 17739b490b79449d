package clock

// set returns the days of a set, or nil for none.
func (w *worker) set(s Set) (*daySet, error) {
	if s == NoSet {
		return nil, nil
	}
	if s == SchoolSet {
		return w.school()
	}
	h := w.law.Holidays
	if h == nil {
		return nil, fail("holidays", "no table of bank holidays is loaded")
	}
	switch s {
	case NationSet:
		return h.sets[w.f.Nation.index()], nil
	case ScotlandSet:
		return h.sets[Scotland.index()], nil
	case SchoolUKSet:
		school, err := w.school()
		if err != nil {
			return nil, err
		}
		return school.both(h.sets[unitedKingdom]), nil
	}
	return h.sets[unitedKingdom], nil
}

func (w *worker) school() (*daySet, error) {
	s := w.law.Schools[w.f.School]
	if s == nil {
		return nil, fail("school", "the time is counted in school days: add the school's calendar")
	}
	return s.set, nil
}
