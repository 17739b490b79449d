// Package triage proposes what a message asks, of which client, for whom, and
// which words say so. It never decides: a person does, and sees the words.
//
// What people write is matched against phrases that are data, one line each, in
// a form a caseworker can read, change and test (see [Parse]). Missing a
// request is the costly mistake, so a doubtful message is proposed rather than
// left out; the words shown let a person set it aside at a glance.
//
// Text from mail is only ever compared, cut and shown. It is never a pattern, a
// format or a path.
package triage
