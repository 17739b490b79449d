package theme

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Sizes of our own, beside Fyne's.
const (
	SizeRow    fyne.ThemeSizeName = "casebookRow"    // from one two-line row to the next
	SizeLine   fyne.ThemeSizeName = "casebookLine"   // the same for a row of one line
	SizeBar    fyne.ThemeSizeName = "casebookBar"    // width of the state bar
	SizeSmall  fyne.ThemeSizeName = "casebookSmall"  // second line, captions
	SizeGap    fyne.ThemeSizeName = "casebookGap"    // between related things
	SizeGroup  fyne.ThemeSizeName = "casebookGroup"  // between groups
	SizeEdge   fyne.ThemeSizeName = "casebookEdge"   // at the edge of a page
	SizeRing   fyne.ThemeSizeName = "casebookRing"   // width of the focus ring
	SizeLetter fyne.ThemeSizeName = "casebookLetter" // height of a line of text
)

// sizes is the whole scale: a grid of four, text 14, small 12, heading 18.
var sizes = map[fyne.ThemeSizeName]float32{
	fynetheme.SizeNameText:                 14,
	fynetheme.SizeNameCaptionText:          12,
	fynetheme.SizeNameSubHeadingText:       16,
	fynetheme.SizeNameHeadingText:          18,
	fynetheme.SizeNamePadding:              4,
	fynetheme.SizeNameInnerPadding:         6,
	fynetheme.SizeNameLineSpacing:          4,
	fynetheme.SizeNameInlineIcon:           16,
	fynetheme.SizeNameInputBorder:          1,
	fynetheme.SizeNameSeparatorThickness:   1,
	fynetheme.SizeNameSplitThickness:       3,
	fynetheme.SizeNameScrollBar:            12,
	fynetheme.SizeNameScrollBarSmall:       4,
	fynetheme.SizeNameScrollBarRadius:      4,
	fynetheme.SizeNameInputRadius:          4,
	fynetheme.SizeNameButtonRadius:         4,
	fynetheme.SizeNameSelectionRadius:      4,
	fynetheme.SizeNameMenuRadius:           4,
	fynetheme.SizeNamePopupRadius:          8,
	fynetheme.SizeNameDialogRadius:         8,
	fynetheme.SizeNameCardRadius:           8,
	fynetheme.SizeNameInnerWindowRadius:    8,
	fynetheme.SizeNameModalBlurRadius:      0,
	fynetheme.SizeNameWindowTitleBarHeight: 28,

	SizeRow:    46,
	SizeLine:   32,
	SizeBar:    3,
	SizeSmall:  12,
	SizeGap:    8,
	SizeGroup:  16,
	SizeEdge:   24,
	SizeRing:   2,
	SizeLetter: 20,
}

// hairlines do not grow with the text: a line is a line at every zoom.
var hairlines = map[fyne.ThemeSizeName]bool{
	fynetheme.SizeNameInputBorder:        true,
	fynetheme.SizeNameSeparatorThickness: true,
	SizeRing:                             true,
}
