package idptest

import (
	"fmt"
	"io"
	"net/http"
)

// Browse is a person's browser on this machine: it opens the address of a
// sign-in page, consents, follows where it is sent and returns what it shows in
// the end.
func Browse(address string) (page string, err error) {
	res, err := http.Get(address)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("idptest: the page answers %s", res.Status)
	}
	return string(text), err
}
