package desk_test

import (
	"os"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

// What cannot be right at a provider that is known is told before a page opens.
func TestSignInThatCannotBeRight(t *testing.T) {
	const id = "00000000-0000-0000-0000-00000000000a"
	for _, test := range []struct {
		provider     casefile.OAuthProvider
		user, tenant string
		secret       string
		field        string // at fault; "" where the page is opened
	}{
		{casefile.Microsoft, "dpo", id, "", "user"},
		{casefile.Microsoft, "dpo@firm.example", "x", "", "tenant"},
		{casefile.Microsoft, "dpo@firm.example", id, "", ""},
		{casefile.Microsoft, "dpo@firm.example", "firm.example", "", ""},
		{casefile.Microsoft, "dpo@firm.example", "organizations", "", ""},
		{casefile.Google, "dpo", "", "s", "user"},
		{casefile.Google, "dpo@firm.example", "", "", "client-secret"},
		{casefile.Google, "dpo@firm.example", "", "s", ""},
	} {
		d, _ := newDesk(t)
		opened := false
		a := casefile.Account{Name: "dpo", User: test.user, OAuth: casefile.OAuth{Provider: test.provider, ClientID: id, Tenant: test.tenant}}
		err := d.AddSignedInAccount(t.Context(), a, desk.SignIn{Secret: []byte(test.secret), Prompt: func(desk.SignInPrompt) error {
			opened = true
			return os.ErrNotExist // nobody signs in here
		}})
		e := casefile.AsError(err)
		if e == nil || opened != (test.field == "") || !opened && e.Field != test.field {
			t.Errorf("%+v: the page was opened: %v, %v", test, opened, err)
		}
	}
}
