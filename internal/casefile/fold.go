package casefile

// casePayload is a payload that changes a case.
type casePayload interface {
	Payload
	apply(c *Case, e Event)
}

// Fold returns the case that the events of one stream make, in their order.
// Withdrawn events are skipped; those of a newer version are counted.
func Fold(events []Event) (Case, error) {
	entries, err := read(events)
	if err != nil {
		return Case{}, err
	}
	c := Case{Standing: make(map[string]string, len(entries))}
	for _, e := range entries {
		c.ID = e.Stream.ID
		if !e.Known() {
			c.Newer++
			continue
		}
		if p, ok := e.payload.(casePayload); ok && !e.withdrawn {
			p.apply(&c, e.Event)
			c.Standing[e.ID] = e.Type
		}
	}
	if c.Reference == "" && c.Newer == 0 {
		return Case{}, notFound("There is no such case.", "List the cases with casebook cases.")
	}
	return c, nil
}

func (p *CaseOpened) apply(c *Case, e Event) {
	c.Reference, c.Kind, c.Client, c.Opened = p.Reference, p.Kind, p.Client, e.On
	c.Person, c.Subject, c.Channel, c.Asked, c.OpenedFrom = p.Person, p.Subject, p.Channel, p.Asked, p.Message
}

func (p *RequestReceived) apply(c *Case, e Event) {
	if p.By == ByDPO {
		c.ReceivedByDPO = e.On
		return
	}
	c.Received = e.On
}

func (p *PersonRecorded) apply(c *Case, _ Event) { c.Person, c.Subject = p.Person, p.Subject }

func (p *CaseLinked) apply(c *Case, _ Event) {
	c.Linked = append(c.Linked, Linked{p.Case, p.Relation})
}

func (p *MessageAttached) apply(c *Case, _ Event) { c.Messages = append(c.Messages, p.Message) }

func (p *HandlerAssigned) apply(c *Case, _ Event) { c.Handler = p.Handler }

func (p *NoteAdded) apply(*Case, Event) {}

func (p *IdentityAsked) apply(c *Case, e Event) {
	c.Identity = Awaited{Asked: e.On.Date(), Reason: p.Reason}
}

func (p *IdentityReceived) apply(c *Case, e Event) { c.Identity.Received = e.On.Date() }

func (p *AuthorityAsked) apply(c *Case, e Event) {
	c.Authority = Awaited{Asked: e.On.Date(), Reason: p.Reason}
}

func (p *AuthorityReceived) apply(c *Case, e Event) { c.Authority.Received = e.On.Date() }

func (p *FeeAsked) apply(c *Case, e Event) {
	c.Fee = Awaited{Asked: e.On.Date(), Reason: p.Reason, Pence: p.Pence, Copies: p.Copies}
}

func (p *FeePaid) apply(c *Case, e Event) { c.Fee.Received = e.On.Date() }

func (p *ClarificationAsked) apply(c *Case, e Event) {
	c.Pauses = append(c.Pauses, Pause{Asked: e.On.Date(), Reason: p.Reason, Volume: p.Volume})
}

// An answer answers every question that is open.
func (p *ClarificationAnswered) apply(c *Case, e Event) {
	for i := range c.Pauses {
		if c.Pauses[i].Open() {
			c.Pauses[i].Answered = e.On.Date()
		}
	}
}

func (p *ExtensionNoticed) apply(c *Case, e Event) {
	c.Extension = &Extension{Noticed: e.On.Date(), Ground: p.Ground, Reasons: p.Reasons}
}

func (p *SearchRecorded) apply(c *Case, e Event) {
	c.Searches = append(c.Searches, Search{On: e.On.Date(), System: p.System, Found: p.Found})
}

func (p *IssueRaised) apply(c *Case, e Event) {
	c.Issues = append(c.Issues, Issue{ID: e.ID, Number: len(c.Issues) + 1, Raised: e.On.Date(), What: p.What})
}

func (p *EnquiryMade) apply(c *Case, e Event) {
	c.Enquiries = append(c.Enquiries, Asking{On: e.On.Date(), Of: p.Of, Found: p.Found})
}

// A finding on an issue that has been taken back counts for nothing.
func (p *FindingMade) apply(c *Case, e Event) {
	for i := range c.Issues {
		if issue := &c.Issues[i]; issue.ID == p.Issue {
			issue.Finding, issue.Changed, issue.Upheld, issue.Found = p.Finding, p.Changed, p.Upheld, e.On.Date()
		}
	}
}

func (p *DecisionMade) apply(c *Case, e Event) {
	c.Decision = &Decision{
		On: e.On.Date(), Outcome: p.Outcome, What: p.What,
		Reasons: p.Reasons, Exemptions: p.Exemptions, By: e.Actor,
	}
}

func (p *LetterIssued) apply(c *Case, e Event) {
	c.Letters = append(c.Letters, Letter{
		ID: e.ID, Kind: p.Letter, Issued: e.On.Date(), SHA256: p.SHA256,
		Size: p.Size, Pages: p.Pages, Subject: p.Subject,
	})
}

func (p *LetterDrafted) apply(c *Case, _ Event) {
	for i := range c.Letters {
		if c.Letters[i].ID == p.Letter {
			c.Letters[i].Drafted = true
		}
	}
}

func (p *LetterSent) apply(c *Case, e Event) {
	for i := range c.Letters {
		if c.Letters[i].ID == p.Letter {
			c.Letters[i].Sent = &Sending{On: e.On.Date(), How: p.How, To: p.To}
		}
	}
}

func (p *CaseClosed) apply(c *Case, e Event) {
	c.Closed = &Closing{On: e.On.Date(), Reason: p.Reason, Withdrawn: p.Withdrawn}
}

func (p *CaseReopened) apply(c *Case, _ Event) { c.Closed = nil }
