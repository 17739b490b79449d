package clock

// Nation is one of the four nations of the United Kingdom, each with its own
// bank holidays.
type Nation string

// The four nations, by id.
const (
	England         Nation = "england"
	Wales           Nation = "wales"
	Scotland        Nation = "scotland"
	NorthernIreland Nation = "northern-ireland"
)

// Nations lists the four nations.
var Nations = []Nation{England, Wales, Scotland, NorthernIreland}

func (n Nation) index() int {
	switch n {
	case England:
		return 0
	case Wales:
		return 1
	case Scotland:
		return 2
	case NorthernIreland:
		return 3
	}
	return -1
}

// Name returns the nation's name for people, or "" for an unknown one.
func (n Nation) Name() string {
	i := n.index()
	if i < 0 {
		return ""
	}
	return [...]string{"England", "Wales", "Scotland", "Northern Ireland"}[i]
}

func (n Nation) check() error {
	switch {
	case n == "":
		return fail("nation", "say which nation: england, wales, scotland or northern-ireland")
	case n.index() < 0:
		return fail("nation", "%q is not one of england, wales, scotland, northern-ireland", string(n))
	}
	return nil
}
