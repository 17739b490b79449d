package page

// A style is a set of type sizes, in points, with their line heights and gaps,
// in millimetres.
type style struct {
	body, small, head, title, sender, subject type_
	paraGap                                   float64 // between paragraphs
	itemGap                                   float64 // between the items of a list
	headGap                                   float64 // above a heading, on top of paraGap
	indent                                    float64 // of list items
	signGap                                   float64 // room for a signature
}

// type_ is a type size on its line height.
type type_ struct {
	size float64 // pt
	lead float64 // mm
}

// The letter's two styles. Large print has one size for all that is read:
// small print would leave out the reader it is made for.
var (
	standardPrint = style{
		body: type_{10.5, 5}, small: type_{8.5, 4}, head: type_{10.5, 5}, title: type_{16, 8}, sender: type_{14, 6.5}, subject: type_{12, 5},
		paraGap: 2.5, itemGap: 1, headGap: 2.5, indent: 6, signGap: 15,
	}
	largePrint = style{
		body: type_{16, 7.5}, small: type_{16, 7.5}, head: type_{18, 8.5}, title: type_{22, 10}, sender: type_{20, 9}, subject: type_{20, 9},
		paraGap: 4.5, itemGap: 2, headGap: 4.5, indent: 9, signGap: 20,
	}
	formPrint = style{
		body: type_{9.5, 4.6}, small: type_{8.5, 4}, head: type_{12, 5.5}, title: type_{18, 8},
		paraGap: 2.3, itemGap: 0.8, headGap: 4, indent: 5, signGap: 15,
	}
)
