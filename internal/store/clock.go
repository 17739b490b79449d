package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/vault"
)

// clockSlack is how far this machine's clock may be behind the last entry: what
// differs between two machines, and what was put right by hand.
const clockSlack = 24 * time.Hour

// clockSetting holds up to which reading a person has said that the clock was
// wrong then and is right now.
const clockSetting = "clock confirmed"

// clockRight refuses an act on a day that cannot be today: one that lies before
// the last entry of the vault. Letters would bear it, and duties be counted from
// it. Reading goes on.
func (s *Store) clockRight(ctx context.Context, r vault.Reader) error {
	now := s.opt.Env.Now()
	seen, err := latest(ctx, r)
	if err != nil || !seen.Time().After(now.Add(clockSlack)) {
		return err
	}
	confirmed, err := setting(ctx, r, clockSetting)
	if err != nil {
		return err
	}
	if upTo, err := strconv.ParseInt(confirmed, 10, 64); err == nil && int64(seen) <= upTo {
		return nil
	}
	return &casefile.Error{
		Kind: casefile.Refused, Field: "clock",
		What: fmt.Sprintf("This machine's clock says %s, but the last entry of this vault was made on %s: nothing was saved.",
			civil.Of(now).Long(), civil.Of(seen.Time()).Long()),
		Do: "Set the machine's date and time right, then do it again. If they are right and were wrong then, run casebook rebuild --clock-is-right.",
	}
}

// latest returns the most advanced reading of a clock in the vault.
func latest(ctx context.Context, r vault.Reader) (casefile.HLC, error) {
	var seen int64
	err := r.QueryRow(ctx, "SELECT coalesce(max(hlc), 0) FROM event").Scan(&seen)
	return casefile.HLC(seen), err
}

// ConfirmClock keeps that a person has said that this machine's clock is right,
// though entries were made under a later one: that one was wrong. Acts go on
// under today's date. New entries still come after the old ones.
func (s *Store) ConfirmClock(ctx context.Context) error {
	return s.write(ctx, func(ctx context.Context, w vault.Writer) error {
		seen, err := latest(ctx, w)
		if err != nil {
			return err
		}
		// Entries made from now on count up from that reading: a day's worth of
		// thousandths of a second is more than anybody's.
		upTo := casefile.HLC(seen.Time().Add(clockSlack).UnixMilli()) << 16
		return setSetting(ctx, w, clockSetting, strconv.FormatInt(int64(upTo), 10))
	})
}
