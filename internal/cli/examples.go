package cli

// What follows stands below the flags in the help of a command. Every line that
// begins with casebook is tried by a test.

// Help implements [kong.HelpProvider].
func (*clientImportCmd) Help() string {
	return "For example:\n\n    casebook client import clients.csv --dry-run"
}

// Help implements [kong.HelpProvider].
func (*accountAddCmd) Help() string {
	return `For example, with a password; and at Microsoft 365, in a browser:

    casebook account add dpo --host imap.firm.example --port 993 --user dpo@firm.example --password-file dpo.password

    casebook account add dpo --auth oauth2 --provider microsoft --tenant firm.example --client-id 11112222-3333-4444-5555-666677778888 --user dpo@firm.example --browse

A sign-in in a browser or with a code is waited for ten minutes at most; Ctrl-C stops it at once.`
}

// Help implements [kong.HelpProvider].
func (*pullCmd) Help() string {
	return `For example, all that is new; and what one sender wrote earlier:

    casebook pull

    casebook pull --account dpo --from pat@people.example --since 2026-01-01`
}

// Help implements [kong.HelpProvider].
func (*fileCmd) Help() string {
	return `For example, for a message of that id:

    casebook file 01a1ffb0-6117-70fd-8401-6287faf0f543 --as access,erasure --client oakfield

    casebook file 01a1ffb0-6117-70fd-8401-6287faf0f543 --to 26-7KQ4MX

    casebook file --not-a-request --sender news@shop.example --reason "A newsletter"`
}

// Help implements [kong.HelpProvider].
func (*openCmd) Help() string {
	return `For example:

    casebook open --client oakfield --kind access --received 2026-10-09 --person "Ann Teal" --address "1 High Street" --address "Anytown AN1 1AA"

    casebook open --client oakfield --kind breach --received 2026-10-09T14:05 --person "School office" --channel telephone`
}

// Help implements [kong.HelpProvider].
func (*casesCmd) Help() string {
	return "For example:\n\n    casebook cases --due-within 7d --client oakfield"
}

// Help implements [kong.HelpProvider].
func (*doCmd) Help() string {
	return `What an action asks for is written name=value; the list says what each wants. For example:

    casebook do 26-7KQ4MX --list

    casebook do 26-7KQ4MX clarify-ask reason="Which years are meant?" volume="12,000 e-mails" --on 2026-10-09

    casebook do 26-7KQ4MX withdraw event=01a1ffb0-6117-70fd-8401-6287faf0f543 reason="Entered twice"

The ids of the entries stand in casebook show.`
}

// Help implements [kong.HelpProvider].
func (*letterCmd) Help() string {
	return `For example, drawn to look at; issued for good; and the very bytes of one that was issued:

    casebook letter 26-7KQ4MX acknowledgement --out look.pdf

    casebook letter 26-7KQ4MX acknowledgement --issue --out ack.pdf

    casebook letter 26-7KQ4MX 01a1ffb0-6117-70fd-8401-6287faf0f543 --out again.pdf`
}

// Help implements [kong.HelpProvider].
func (*exportCmd) Help() string {
	return "For example:\n\n    casebook export register --out register.csv\n\n    casebook export deadlines --out deadlines.ics"
}

// Help implements [kong.HelpProvider].
func (*deadlineCmd) Help() string {
	return `A line in, such as

    {"rule":"rights","kind":"access","nation":"england","received":"2026-09-03"}

gives a line out with the due date, the date to work to and the working.`
}

// Help implements [kong.HelpProvider].
func (*disposeCmd) Help() string {
	return `For example:

    casebook dispose --list

    casebook dispose 26-7KQ4MX --certificate certificate.pdf`
}

// Help implements [kong.HelpProvider].
func (*backupCmd) Help() string {
	return `For example, once into a file; and from now on daily into a folder:

    casebook backup cases.backup

    casebook backup --auto backups --every 1 --keep 14`
}
