package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"
)

// family is a set of names that go together. Whole holds names that are not
// simply a first and a last one.
type family struct {
	first, last []string
	whole       []string
}

// families are names as a British mailbox sees them.
var families = []family{
	{first: []string{"Harriet", "Derek", "Maureen", "Colin", "Tamsin"}, last: []string{"Thistlewood", "Fairbrass", "Ogden-Pell", "Hathersage", "Quill"}},
	{first: []string{"Łucja", "Paweł", "Agnieszka", "Michał"}, last: []string{"Nowak", "Wójcik", "Zając", "Mazur"}},
	{first: []string{"Siân", "Rhys", "Gwenllian", "Eurwen"}, last: []string{"Llewellyn", "Prydderch", "Bevan", "Gwynne"}},
	{first: []string{"Oluwaseun", "Temitọpẹ", "Ayọ̀délé", "Folasade"}, last: []string{"Afọlabi", "Ogunleye", "Adeyẹmi", "Bankole"}},
	{whole: []string{"Nguyễn Thu Hà", "Trần Quốc Bảo", "Phạm Minh Tuấn", "Lê Thị Ngọc Ánh"}},
	{first: []string{"José", "Inés", "Íñigo", "Begoña"}, last: []string{"Núñez", "Peña Ibarra", "Gárate", "Muñoz Rey"}},
	{first: []string{"Zoë", "Chloë", "Imogen", "Barnaby"}, last: []string{"Pemberley", "Ashdown", "Winterbourne", "Lacey"}},
	{first: []string{"Jürgen", "Anke", "Käthe", "Björn"}, last: []string{"Müller", "Weiß", "Schönfeld", "Brückner"}},
	{first: []string{"Aoife", "Ciarán", "Niamh", "Fionnuala"}, last: []string{"O'Connor", "O'Shaughnessy", "Doherty"}, whole: []string{"Caoimhe Ní Bhriain", "Seán Mac Giolla"}},
	{first: []string{"Harpreet", "Gurdeep", "Simran", "Jasvinder"}, last: []string{"Dhillon", "Sandhu", "Grewal", "Bains"}},
	{first: []string{"Ayesha", "Bilal", "Sumaira", "Kamran"}, last: []string{"Qureshi", "Hussain", "Mirza", "Chaudhry"}},
	{first: []string{"Şebnem", "Çağlar", "Gülşen", "Oğuz"}, last: []string{"Yıldız", "Karaca", "Öztürk", "Aydın"}},
	{first: []string{"Олена", "Тарас", "Ірина"}, last: []string{"Шевчук", "Бондаренко", "Коваль"}},
	{first: []string{"João", "Conceição", "Tomás", "Lívia"}, last: []string{"Gonçalves", "Araújo", "Magalhães", "Simões"}},
	{first: []string{"Élodie", "Benoît", "Solène", "François"}, last: []string{"Lefèvre", "Garçon", "Mérigot", "Châtelain"}},
	{first: []string{"Fadumo", "Abdirahman", "Hodan", "Liban"}, last: []string{"Warsame", "Jama", "Abshir", "Guled"}},
	{first: []string{"Eilidh", "Hamish", "Morag", "Callum"}, last: []string{"MacAulay", "Geddes", "Kinnaird", "McQuarrie"}},
	{whole: []string{"Cheung Wai Ling", "Lam Ka Yan", "Priyanka Venkataraman", "Sinéad Achterberg-Doyle"}},
	{first: []string{"Ștefan", "Ioana", "Răzvan"}, last: []string{"Ionescu", "Țepeș", "Brânză"}},
	{first: []string{"Eleni", "Nikos"}, last: []string{"Papadakis", "Stavrou"}, whole: []string{"Κώστας Γεωργίου"}},
}

// surnames are the family's, or one of nobody's where it has only whole names.
func (f family) surnames() []string {
	if len(f.last) > 0 {
		return f.last
	}
	return []string{"Marchbanks"}
}

// person is somebody who writes.
type person struct {
	name   string // as in From and under the letter
	email  string
	child  string // first name
	street string
	town   string
	code   string
	phone  string
}

// The places do not exist; the post codes' areas and the telephone numbers
// are kept out of use.
var (
	streets   = []string{"Larkspur Row", "Cinder Hill", "Old Tannery Lane", "Wren's Nest", "Saltpan Road", "Quarry Bank", "Mulberry Rise", "Ferryman's Court", "Hollin Crescent", "Drovers Way", "Bellmaker Street", "Kiln Garth"}
	towns     = []string{"Wendlebrook", "Marsh Overy", "Thornhythe", "Little Askering", "Colderby", "Port Ellison", "Nether Wray", "Stanmoor"}
	codes     = []string{"WX4 7QT", "QV2 3LB", "XJ11 8DP", "VZ6 5HN", "QJ1 9RA", "XW8 2GK"}
	children  = []string{"Amelie", "Idris", "Noor", "Toby", "Zuzanna", "Kwame", "Freya", "Mateusz", "Priya", "Dylan", "Safiya", "Oisín", "Beatrix", "Leandro", "Wanjiru", "Hugo", "Yasmin", "Rory", "Mei", "Gethin"}
	providers = []string{"letterbox.example", "postroom.example", "brightpost.example", "quickmail.example", "homeline.example"}
)

// cast hands out people, no name twice, families in turn.
type cast struct {
	rng   *rand.Rand
	order []int
	next  int
	used  map[string]bool
	child []int
}

func newCast(rng *rand.Rand) *cast {
	return &cast{rng: rng, order: rng.Perm(len(families)), used: map[string]bool{}, child: rng.Perm(len(children))}
}

// someone returns a new person whose name passes ok; nil accepts any.
func (c *cast) someone(ok func(name string) bool) person {
	for tries := 0; ; tries++ {
		f := c.order[(c.next+tries)%len(c.order)]
		name := c.name(families[f])
		if c.used[name] || ok != nil && !ok(name) {
			continue
		}
		c.used[name] = true
		if tries == 0 {
			c.next++
		}
		return c.dress(name)
	}
}

func (c *cast) name(f family) string {
	n := len(f.first) * len(f.last)
	at := c.rng.IntN(n + len(f.whole))
	if at >= n {
		return f.whole[at-n]
	}
	return f.first[at/len(f.last)] + " " + f.last[at%len(f.last)]
}

func (c *cast) dress(name string) person {
	r := c.rng
	return person{
		name:   name,
		email:  mailName(name, r) + "@" + pick(r, providers),
		child:  children[c.child[len(c.used)%len(c.child)]],
		street: fmt.Sprintf("%d %s", 1+r.IntN(140), pick(r, streets)),
		town:   pick(r, towns), code: pick(r, codes),
		phone: fmt.Sprintf("07700 900%03d", r.IntN(1000)),
	}
}

// plainLetters are the letters of the names above without their marks.
var plainLetters = strings.NewReplacer(
	"ł", "l", "ą", "a", "ó", "o", "ö", "o", "õ", "o", "ọ", "o", "ò", "o", "ò", "o",
	"â", "a", "á", "a", "ã", "a", "ä", "a", "à", "a", "ă", "a", "ạ", "a", "ẹ", "e", "é", "e", "è", "e", "ê", "e", "ë", "e", "ễ", "e",
	"í", "i", "ı", "i", "î", "i", "ị", "i", "ú", "u", "ü", "u", "ñ", "n", "ç", "c", "ş", "s", "ș", "s", "ț", "t", "ğ", "g",
	"ß", "ss", "ầ", "a", "ả", "a", "ố", "o", "ọ", "o", "ấ", "a", "ô", "o", "-", ".", " ", ".", "'", "",
)

// mailName makes the part of an address before the @ from a name.
func mailName(name string, r *rand.Rand) string {
	local := strings.Map(func(c rune) rune {
		if c == '.' || c >= 'a' && c <= 'z' {
			return c
		}
		return -1
	}, plainLetters.Replace(strings.ToLower(name)))
	if local = strings.Trim(local, "."); foreign(name) || local == "" {
		local = "family.post"
	}
	return fmt.Sprintf("%s%d", local, 10+r.IntN(90))
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// latin reports whether ISO-8859-1 has every character of a name, and the name
// needs it.
func latin(name string) bool {
	beyond := false
	for _, c := range name {
		if c > 0xFF {
			return false
		}
		beyond = beyond || c > unicode.MaxASCII
	}
	return beyond
}

// foreign reports whether a name is written in another script.
func foreign(name string) bool {
	for _, c := range name {
		if unicode.Is(unicode.Cyrillic, c) || unicode.Is(unicode.Greek, c) {
			return true
		}
	}
	return false
}
