package vault

import (
	"encoding/base32"
	"fmt"
	"strings"
	"unicode"
)

// The recovery key on paper: 256 random bits in Douglas Crockford's base 32,
// four characters and a check character a group.
const (
	crockford      = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	recoveryGroups = 13
	groupSize      = 5
)

var recoveryCode = base32.NewEncoding(crockford).WithPadding(base32.NoPadding)

// RecoveryError says what was mistyped in a recovery key.
type RecoveryError struct {
	Group int // the first group at fault, counted from 1; 0 where it is none alone
	Chars int // how many characters were typed, where the number is at fault
}

// Error says where to look.
func (e *RecoveryError) Error() string {
	if e.Group > 0 {
		return fmt.Sprintf("group %d of the recovery key is mistyped", e.Group)
	}
	return fmt.Sprintf("a recovery key has %d characters, not %d", recoveryGroups*groupSize, e.Chars)
}

// Recovery is the key that was printed, as a person types it: in any case, with
// or without spaces, dashes and line ends, with O for 0 and I or L for 1. A
// mistyped one is a [RecoveryError] wherever it is used.
func Recovery(typed string) Key {
	secret, err := parseRecovery(typed)
	return Key{kind: recoverySlot, secret: secret, err: err}
}

// recoveryWords writes 32 bytes as the groups that are printed.
func recoveryWords(secret []byte) []string {
	code := recoveryCode.EncodeToString(secret)
	groups := make([]string, recoveryGroups)
	for i := range groups {
		data := code[i*(groupSize-1) : (i+1)*(groupSize-1)]
		groups[i] = data + string(checkOf(i, data))
	}
	return groups
}

// parseRecovery reads what recoveryWords wrote.
func parseRecovery(typed string) ([]byte, error) {
	groups, err := cutGroups(typed)
	if err != nil {
		return nil, err
	}
	code := ""
	for i, g := range groups {
		data := g[:groupSize-1]
		if strings.Trim(g, crockford) != "" || g[groupSize-1] != checkOf(i, data) {
			return nil, &RecoveryError{Group: i + 1}
		}
		code += data
	}
	secret, err := recoveryCode.DecodeString(code)
	if err != nil || recoveryCode.EncodeToString(secret) != code { // bits beyond the 256
		return nil, &RecoveryError{Group: recoveryGroups}
	}
	return secret, nil
}

// cutGroups finds the groups in what was typed. Where spaces tell them apart,
// the first of a wrong length is named.
func cutGroups(typed string) ([]string, error) {
	groups := strings.FieldsFunc(plainRecovery(typed), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Dash, r)
	})
	whole := strings.Join(groups, "")
	if len(whole) != recoveryGroups*groupSize {
		for i, g := range groups {
			if len(g) != groupSize && len(groups) == recoveryGroups {
				return nil, &RecoveryError{Group: i + 1}
			}
		}
		return nil, &RecoveryError{Chars: len([]rune(whole))}
	}
	groups = groups[:0:0]
	for ; whole != ""; whole = whole[groupSize:] {
		groups = append(groups, whole[:groupSize])
	}
	return groups, nil
}

// plainRecovery undoes what people do to characters when they type them.
func plainRecovery(typed string) string {
	return strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
}

// checkOf returns the check character of the group of that number: a sum in the
// field of 32 elements, weighted by place. One wrong character, any two
// exchanged within a group, and two groups exchanged are always noticed.
func checkOf(group int, data string) byte {
	sum := power(groupSize, byte(group))
	for i := range len(data) {
		sum ^= power(i+1, byte(max(0, strings.IndexByte(crockford, data[i]))))
	}
	return crockford[sum]
}

// power multiplies v by the n-th power of x modulo x^5 + x^2 + 1.
func power(n int, v byte) byte {
	for range n {
		v <<= 1
		if v&32 != 0 {
			v ^= 0b100101
		}
	}
	return v
}
