package page

// A style is a set of type sizes, in points, with their line heights and gaps,
// in millimetres.
type style struct {
	body, small, head, title, sender, subject typeSize
	paraGap                                   float64 // between paragraphs
	itemGap                                   float64 // between the items of a list
	headGap                                   float64 // above a heading, on top of paraGap
	indent                                    float64 // of list items
	signGap                                   float64 // room for a signature
}

// A typeSize is a size of type on its line height.
type typeSize struct {
	size float64 // pt
	lead float64 // mm
}

// The letter's two styles. Large print has one size for all that is read:
// small print would leave out the reader it is made for.
var (
	standardPrint = style{
		body: typeSize{10.5, 5}, small: typeSize{8.5, 4}, head: typeSize{10.5, 5}, title: typeSize{16, 8}, sender: typeSize{14, 6.5}, subject: typeSize{12, 5},
		paraGap: 2.5, itemGap: 1, headGap: 2.5, indent: 6, signGap: 15,
	}
	largePrint = style{
		body: typeSize{16, 7.5}, small: typeSize{16, 7.5}, head: typeSize{18, 8.5}, title: typeSize{22, 10}, sender: typeSize{20, 9}, subject: typeSize{20, 9},
		paraGap: 4.5, itemGap: 2, headGap: 4.5, indent: 9, signGap: 20,
	}
	formPrint = style{
		body: typeSize{9.5, 4.6}, small: typeSize{8.5, 4}, head: typeSize{12, 5.5}, title: typeSize{18, 8},
		paraGap: 2.3, itemGap: 0.8, headGap: 4, indent: 5, signGap: 15,
	}
)
