package desk

import (
	"context"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// WhatIf answers what would become of the dates of a case if something were
// done today: clarification or proof of identity asked for, the time extended, a
// letter posted. There are no questions about a case that is closed or answered.
func (r *Records) WhatIf(ctx context.Context, ref casefile.Reference) ([]casefile.WhatIf, error) {
	return r.WhatIfOn(ctx, ref, r.env.Today())
}

// WhatIfOn is [Records.WhatIf] as if today were that day.
func (r *Records) WhatIfOn(ctx context.Context, ref casefile.Reference, today civil.Date) ([]casefile.WhatIf, error) {
	c, _, err := r.store.Case(ctx, string(ref))
	if err != nil {
		return nil, err
	}
	client, err := r.store.Client(ctx, c.Client)
	if err != nil {
		return nil, err
	}
	law, err := r.store.Law(ctx)
	if err != nil {
		return nil, err
	}
	return c.WhatIf(client, law, today)
}
