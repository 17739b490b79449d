package triage

import "strings"

// wordSets are the sets of plain words that a word belongs to.
type wordSets uint32

// The words by which it is told whose data is meant.
const (
	askWords   wordSets = 1 << iota // in sentences that ask for something to be done
	dataWords                       // what somebody may have of a person
	ownWords                        // those of them that the writer has of their own in a letter about somebody else
	aboutWords                      // lead to the person whom data is about
	deeds                           // done to a person's data, and said of the person
	theirs
	them
	mine
	myself
	childName
	relatives // those whom "my" and "our" make somebody else
	firstPerson
	bodies   // act, and are acted for, without being anybody's data subject
	articles // stand between "about" and the person
	holds    // what is done with data, and what there is of it
	lawWords // a lawyer's
	ofMe     // before "me", where it is the writer whose data is meant
)

// setWords lists what belongs to each set.
var setWords = map[wordSets]string{
	askWords: `please send give provide want wants wanted need needs like ask asking asks request requests requesting requested copy
		copies see access obtain receive supply share delete remove erase wipe correct amend change update stop object objecting
		objects complain complaint know disclose release sar dsar can could would wish wishes require requires withdraw restrict
		transfer look`,
	dataWords: `data information info file files record records report reports reporting photo photos photograph photographs picture
		pictures image images video videos footage cctv details account accounts notes note document documents history results
		result marks mark grades scores assessment assessments plan plans ehcp senco attendance log logs name paperwork profile
		work timetable test tests exam exams coursework sar request medical biometrics fingerprint fingerprints application
		tracking emails correspondence statement statements incident incidents referral referrals entry register consent face
		health email address`,
	ownWords:   "request sar name email address emails correspondence letter consent",
	aboutWords: "about of for on concerning regarding re with over",
	deeds: `delete deleting remove removing erase erasing wipe stop film filming filmed photograph photographing contacting contact
		profiling tracking emailing emails text texting ringing calling`,
	theirs: "his her hers their theirs",
	them:   "him her them",
	mine:   "my mine our",
	myself: "me myself us",
	childName: `child children childs childrens pupil pupils boy girl boys girls kid kids baby youngster youngsters ward wards son sons
		daughter daughters stepson stepdaughter grandson granddaughter twins lad eldest youngest toddler teenager sibling
		siblings`,
	relatives: `husband husbands wife wifes mother mothers father fathers mum mums dad dads partner partners brother brothers sister
		sisters nan nans grandmother grandmothers grandfather grandfathers friend friends neighbour neighbours colleague
		colleagues member members client clients uncle aunt cousin parents foster`,
	firstPerson: "i we im ive were am are",
	bodies: `school schools trust council academy company agency employer department firm governors organisation authority college
		university controller you your yourselves yourself myself me manager headteacher head boss business us everybody
		everyone`,
	articles: "the a an this that these those all both two three any each every young foster looked after my our",
	holds:    "hold holds held have has keep keeps kept got store stores everything anything all something copies copy",
	lawWords: "client clients solicitor solicitors lawyer lawyers llp law legal firm we instructed counsel",
	ofMe:     "about of on concerning regarding unsubscribe take",
}

// setsOf holds the sets of each word.
var setsOf = func() map[string]wordSets {
	of := map[string]wordSets{}
	for set, words := range setWords {
		for _, w := range strings.Fields(words) {
			of[w] |= set
		}
	}
	return of
}()
