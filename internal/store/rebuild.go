package store

import (
	"context"

	"casebook/internal/casefile"
	"casebook/internal/vault"
)

// Rebuild drops the read rows and makes them again from the events.
func (s *Store) Rebuild(ctx context.Context) error {
	return s.write(ctx, s.rebuild)
}

// readRows are the tables that are made from events, each with the query that
// reads all of it in a fixed order. The number of a document in the search is
// of no account: it goes by the order in which things came.
var readRows = []content{
	{"blob_use", "SELECT * FROM blob_use ORDER BY sha256, event"},
	{"case_row", "SELECT * FROM case_row ORDER BY id"},
	{"obligation_row", "SELECT * FROM obligation_row ORDER BY case_id, n"},
	{"message_row", "SELECT * FROM message_row ORDER BY id"},
	{"message_case", "SELECT * FROM message_case ORDER BY message, n"},
	{"message_like", "SELECT * FROM message_like ORDER BY message"},
	{"copy", "SELECT * FROM copy ORDER BY account, folder, uidvalidity, uid"},
	{"gone_case", "SELECT * FROM gone_case ORDER BY id"},
	{"gone_message", "SELECT * FROM gone_message ORDER BY id"},
	{"gone_place", "SELECT * FROM gone_place ORDER BY account, folder, uidvalidity, uid"},
	{"client_row", "SELECT * FROM client_row ORDER BY stream"},
	{"account_row", "SELECT * FROM account_row ORDER BY stream"},
	{"doc", "SELECT kind, id, of, clients, people, labels, subject, text FROM doc ORDER BY kind, id"},
}

// content is a table with the query that reads all of it.
type content struct{ table, all string }

// readIndexes are the indexes of words, each as how many documents hold a word.
var readIndexes = []content{
	{"names", "SELECT term, doc FROM names_count ORDER BY term"},
	{"words", "SELECT term, doc FROM words_count ORDER BY term"},
}

func (s *Store) rebuild(ctx context.Context, w vault.Writer) error {
	for _, t := range readRows {
		if _, err := w.Exec(ctx, "DELETE FROM "+t.table); err != nil {
			return err
		}
	}
	if _, err := w.Exec(ctx, "DELETE FROM urgency"); err != nil { // the rules may be others now
		return err
	}
	if _, err := w.Exec(ctx, dropSearchTables+searchTables); err != nil {
		return err
	}
	if err := useBlobs(ctx, w); err != nil {
		return err
	}
	// Clients come first: the dates of a case depend on its client, and the walls
	// around a message on its cases. The law has no rows of its own.
	streams, err := list(ctx, w, scanStream,
		"SELECT kind, stream FROM event WHERE kind <> 'law' GROUP BY kind, stream ORDER BY kind <> 'client', kind <> 'case', min(hlc), kind, stream")
	if err != nil {
		return err
	}
	now, err := s.lawNow(ctx, w)
	if err != nil {
		return err
	}
	if err := s.pass(now.law).refold(ctx, w, streams); err != nil {
		return err
	}
	if err := settle(ctx, w); err != nil {
		return err
	}
	return setSetting(ctx, w, rowsSetting, s.rowsStamp())
}

func scanStream(row vault.Row) (casefile.Stream, error) {
	var stream casefile.Stream
	err := row.Scan(&stream.Kind, &stream.ID)
	return stream, err
}

// useBlobs records of every event which blob it needs.
func useBlobs(ctx context.Context, w vault.Writer) error {
	return w.Each(ctx, func(row vault.Rows) error {
		var e casefile.Event
		if err := row.Scan(&e.ID, &e.Data); err != nil {
			return err
		}
		sha := blobOf(e)
		if sha == "" {
			return nil
		}
		_, err := w.Exec(ctx, "INSERT INTO blob_use (sha256, event) VALUES (?, ?)", sha, e.ID)
		return err
	}, "SELECT id, data FROM event WHERE data IS NOT NULL ORDER BY id")
}
