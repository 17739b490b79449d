package desk

import (
	"context"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/clientfile"
)

// ImportedClient is a client of a table, and whether it was known.
type ImportedClient struct {
	casefile.Client
	Known bool
}

// ImportClients records the clients of a spreadsheet, CSV or XLSX, or none of
// them where a row has a mistake in it. A trial records nothing. What a known
// client has that the table has no column for would be lost, so a known client
// is refused unless the trial only looks.
func (in *Intake) ImportClients(ctx context.Context, f ClientFile, trial bool) ([]ImportedClient, error) {
	clients, err := clientfile.ReadTable(f.Name, f.Data)
	if err != nil {
		return nil, err
	}
	out := make([]ImportedClient, len(clients))
	var known []string
	for i, c := range clients {
		_, err := in.store.Client(ctx, c.ID)
		if err != nil && !casefile.IsKind(err, casefile.NotFound) {
			return nil, err
		}
		out[i] = ImportedClient{Client: c, Known: err == nil}
		if err == nil {
			known = append(known, c.ID)
		}
	}
	switch {
	case trial:
		return out, nil
	case len(known) > 0:
		return nil, &casefile.Error{
			Kind: casefile.Conflict, Field: "id", What: "Some of these clients are recorded already: " + strings.Join(known, ", ") + ". Nothing was changed.",
			Do: "Take their rows out; a client that is recorded is changed with its client file (casebook client add FILE.toml).",
		}
	}
	return out, in.RecordClient(ctx, clients...)
}

// HasClient returns an error where there is no client of that id; it names those
// that are like it.
func (r *Records) HasClient(ctx context.Context, id string) error {
	_, err := r.clientNamed(ctx, id)
	return err
}

// clientNamed returns the client that a person names by its id.
func (r *room) clientNamed(ctx context.Context, id string) (casefile.Client, error) {
	c, err := r.store.Client(ctx, id)
	if !casefile.IsKind(err, casefile.NotFound) {
		return c, err
	}
	clients, failed := r.store.Clients(ctx)
	if failed != nil {
		return c, failed
	}
	var like []string
	for _, known := range clients {
		if alike(id, known) {
			like = append(like, known.ID)
		}
	}
	if len(like) == 0 {
		return c, err
	}
	near := *casefile.AsError(err)
	near.Do = "Perhaps one of these is meant: " + strings.Join(like, ", ") + ". " + near.Do
	return c, &near
}

// alike reports whether a person may have meant that client: by a part of its
// name, or with a slip of the pen.
func alike(given string, c casefile.Client) bool {
	given = strings.ToLower(strings.TrimSpace(given))
	if given == "" {
		return false
	}
	for _, name := range append([]string{c.ID, c.Name, c.Trading}, c.Aliases...) {
		name = strings.ToLower(name)
		if name != "" && (strings.Contains(name, given) || strings.Contains(given, name) || clientfile.Distance(given, name) <= max(1, len(given)/3)) {
			return true
		}
	}
	return false
}
