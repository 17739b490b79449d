// Package signin gets a person signed in to a mailbox without Casebook ever
// seeing their password: it opens the provider's own sign-in page and is given
// tokens (OAuth 2.0, RFC 6749). There are two ways:
//
//   - [Browser]: the page in a browser on this machine hands a code back to a
//     listener on loopback (RFC 8252), protected by PKCE (RFC 7636);
//   - [Device]: the person types a short code on any machine (RFC 8628).
//
// [Source] keeps the tokens fresh. A refresh token that was renewed is saved
// before its access token is used, because the old one may be worthless by then.
// Where tokens are kept is the caller's affair; here they go into no file, log,
// error or argument list.
//
// [Discover] proposes the settings of a mailbox from its address.
//
// Errors are *[Error], which name what happened and hold no words for people.
package signin
