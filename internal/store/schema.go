package store

import (
	"strconv"
	"strings"
)

// schema is the database, step by step. A step is never changed once it has
// been released: what is to be different is a new step.
var schema = []string{eventTables + readTables + likenessTable + urgencyTable + searchTables}

// eventTables hold the record.
const eventTables = `
CREATE TABLE device (
	id      TEXT NOT NULL PRIMARY KEY,
	machine TEXT NOT NULL,           -- names the machine; '' where unknown
	started INTEGER NOT NULL UNIQUE, -- 1, 2, 3 ...: the last one is at work
	-- The end of its chain, once more: verify sees by it that the newest events
	-- are gone. A whole vault put back to an earlier day is not seen by it.
	seq     INTEGER NOT NULL DEFAULT 0,
	head    BLOB NOT NULL DEFAULT x''
) STRICT;

CREATE TABLE event (
	id       TEXT NOT NULL PRIMARY KEY,
	kind     TEXT NOT NULL,          -- of the stream
	stream   TEXT NOT NULL,          -- id of the stream
	device   TEXT NOT NULL REFERENCES device (id),
	seq      INTEGER NOT NULL,
	hlc      INTEGER NOT NULL,
	at       INTEGER NOT NULL,       -- milliseconds since 1970
	happened TEXT NOT NULL,
	actor    TEXT NOT NULL,
	type     TEXT NOT NULL,
	v        INTEGER NOT NULL,
	data     BLOB,                   -- NULL once disposed of, as is the salt
	salt     BLOB,
	digest   BLOB NOT NULL,
	prev     BLOB,
	hash     BLOB NOT NULL,
	UNIQUE (device, seq)
) STRICT;
CREATE INDEX event_stream ON event (kind, stream, hlc, device);
CREATE INDEX event_order ON event (hlc, device);

CREATE TABLE blob (
	sha256 TEXT NOT NULL PRIMARY KEY, -- of the content, in hexadecimal
	size   INTEGER NOT NULL,          -- of the content, in bytes
	data   BLOB NOT NULL,             -- Zstandard; empty where it is kept in parts
	body   INTEGER NOT NULL DEFAULT 0 -- which parts, 0: none
) STRICT;
CREATE UNIQUE INDEX blob_body ON blob (body) WHERE body <> 0;

-- A large content, in parts. Parts of which no blob tells are what came of a
-- content that was never finished.
CREATE TABLE blob_part (
	body INTEGER NOT NULL,
	n    INTEGER NOT NULL, -- 1, 2, 3 ...
	data BLOB NOT NULL,    -- Zstandard, each part for itself
	UNIQUE (body, n)
) STRICT;
CREATE TRIGGER blob_gone AFTER DELETE ON blob WHEN OLD.body <> 0 BEGIN
	DELETE FROM blob_part WHERE body = OLD.body;
END;

CREATE TABLE secret (
	name   TEXT NOT NULL PRIMARY KEY,
	sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
	name  TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`

// readTables hold what lists and searches need. All of it can be made again.
const readTables = `
CREATE TABLE blob_use (
	sha256 TEXT NOT NULL,
	event  TEXT NOT NULL,
	PRIMARY KEY (sha256, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_row (
	id        TEXT NOT NULL PRIMARY KEY,
	reference TEXT NOT NULL,
	kind      TEXT NOT NULL,
	client    TEXT NOT NULL,
	person    TEXT NOT NULL,
	email     TEXT NOT NULL,  -- of the person, in lower case
	handler   TEXT NOT NULL,
	state     TEXT NOT NULL,
	received  TEXT NOT NULL,
	due       TEXT NOT NULL,
	work_to   TEXT NOT NULL,
	next      TEXT NOT NULL,  -- words of the next duty
	next_due  TEXT NOT NULL,
	undated   INTEGER NOT NULL, -- 1: its dates cannot be worked out
	newer     INTEGER NOT NULL,
	rank      TEXT NOT NULL   -- the order of lists
) STRICT;
CREATE UNIQUE INDEX case_reference ON case_row (reference) WHERE reference <> '';
-- A page of a list is found in one of these three alone, however far down.
CREATE INDEX case_rank ON case_row (rank, reference, id, kind, state);
CREATE INDEX case_client ON case_row (client, rank, reference, id, handler, kind, state);
CREATE INDEX case_handler ON case_row (handler, rank, reference, id, kind, state);
CREATE INDEX case_email ON case_row (email) WHERE email <> '';

CREATE TABLE obligation_row (
	case_id   TEXT NOT NULL,
	n         INTEGER NOT NULL, -- 1, 2, 3 ... in the order of the rules
	rule      TEXT NOT NULL,
	name      TEXT NOT NULL,
	basis     TEXT NOT NULL,
	state     TEXT NOT NULL,
	due       TEXT NOT NULL,
	work_to   TEXT NOT NULL,
	notice_by TEXT NOT NULL,
	extension TEXT NOT NULL,
	left_days INTEGER NOT NULL,
	met_on    TEXT NOT NULL,
	PRIMARY KEY (case_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE message_row (
	id         TEXT NOT NULL PRIMARY KEY,
	sha256     TEXT NOT NULL,
	size       INTEGER NOT NULL,
	received   TEXT NOT NULL,
	state      TEXT NOT NULL,
	reason     TEXT NOT NULL,
	from_name  TEXT NOT NULL,
	from_email TEXT NOT NULL,
	subject    TEXT NOT NULL,
	message_id TEXT NOT NULL, -- as its header says: a hint, never a key
	outgoing   INTEGER NOT NULL,
	junk       INTEGER NOT NULL,
	unreadable INTEGER NOT NULL,
	read       INTEGER NOT NULL -- 0: kept, and what is in it still to be read
) STRICT;
CREATE INDEX message_unread ON message_row (id) WHERE read = 0;
CREATE INDEX message_thread ON message_row (message_id) WHERE message_id <> '';
CREATE UNIQUE INDEX message_sha256 ON message_row (sha256);
CREATE INDEX message_state ON message_row (state, received, id);
CREATE INDEX message_received ON message_row (received, id);

CREATE TABLE message_case (
	message TEXT NOT NULL,
	n       INTEGER NOT NULL,
	case_id TEXT NOT NULL,
	PRIMARY KEY (message, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX obligation_due ON obligation_row (due, case_id) WHERE met_on = '';
CREATE INDEX message_case_case ON message_case (case_id, message);

CREATE TABLE copy (
	account      TEXT NOT NULL,
	folder       TEXT NOT NULL,
	uidvalidity  INTEGER NOT NULL,
	uid          INTEGER NOT NULL,
	message      TEXT NOT NULL,
	internaldate INTEGER NOT NULL, -- milliseconds since 1970
	n            INTEGER NOT NULL, -- 1, 2, 3 ... of the message
	PRIMARY KEY (account, folder, uidvalidity, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX copy_message ON copy (message, n);

-- what was disposed of: the proof of a case, the tombstone of a message and
-- the places at which servers offered it
CREATE TABLE gone_case (
	id        TEXT NOT NULL PRIMARY KEY,
	reference TEXT NOT NULL,
	happened  TEXT NOT NULL,
	event     TEXT NOT NULL,
	data      TEXT NOT NULL -- casefile.CaseDisposed as JSON
) STRICT, WITHOUT ROWID;
CREATE INDEX gone_reference ON gone_case (reference);

CREATE TABLE gone_message (
	id    TEXT NOT NULL PRIMARY KEY,
	print TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX gone_print ON gone_message (print);

CREATE TABLE gone_place (
	account     TEXT NOT NULL,
	folder      TEXT NOT NULL,
	uidvalidity INTEGER NOT NULL,
	uid         INTEGER NOT NULL,
	message     TEXT NOT NULL,
	PRIMARY KEY (account, folder, uidvalidity, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX gone_place_message ON gone_place (message);

CREATE TABLE client_row (
	stream TEXT NOT NULL PRIMARY KEY,
	id     TEXT NOT NULL UNIQUE,
	data   TEXT NOT NULL -- casefile.Client as JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE account_row (
	stream TEXT NOT NULL PRIMARY KEY,
	id     TEXT NOT NULL UNIQUE,
	data   TEXT NOT NULL -- casefile.Account as JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE doc (
	n       INTEGER PRIMARY KEY, -- its number in the indexes, by its kind: what came later has a higher one
	kind    TEXT NOT NULL,       -- case, letter or message
	id      TEXT NOT NULL,
	of      TEXT NOT NULL,       -- id of a letter's case
	clients TEXT NOT NULL,       -- within whose walls it stands, one a line
	people  TEXT NOT NULL,
	labels  TEXT NOT NULL,       -- references
	subject TEXT NOT NULL,
	text    TEXT NOT NULL,       -- the first 64 KiB
	UNIQUE (kind, id)
) STRICT;
CREATE INDEX doc_of ON doc (of) WHERE of <> '';
`

// searchTables are the indexes of words: see index.go. Making them afresh is
// much faster than emptying them.
//
// They keep no text and no places in it, as the store cuts texts into words
// itself. The words of people and references stand in both. Which beginnings have
// an index of their own, begun says: they are most of what is written, so of
// words every second length has none.
var searchTables = `
CREATE VIRTUAL TABLE names USING fts5 (
	w, content = '', detail = none, columnsize = 0, tokenize = "ascii tokenchars '_~'", prefix = '` + prefixes("names") + `'
);
CREATE VIRTUAL TABLE words USING fts5 (
	w, content = '', detail = none, columnsize = 0, tokenize = "ascii tokenchars '_~'", prefix = '` + prefixes("words") + `'
);
-- small pages: who looks for few documents in a long list reads one for each
INSERT INTO names (names, rank) VALUES ('pgsz', 1000);
INSERT INTO words (words, rank) VALUES ('pgsz', 1000);
-- so much is gathered before it is written: making all again is much faster
INSERT INTO names (names, rank) VALUES ('hashsize', 16777216);
INSERT INTO words (words, rank) VALUES ('hashsize', 16777216);
CREATE VIRTUAL TABLE names_in USING fts5vocab (names, instance);
CREATE VIRTUAL TABLE words_in USING fts5vocab (words, instance);
CREATE VIRTUAL TABLE names_count USING fts5vocab (names, row);
CREATE VIRTUAL TABLE words_count USING fts5vocab (words, row);
`

// prefixes are the numbers of characters of beginnings, as FTS5 takes them.
func prefixes(index string) string {
	words := make([]string, len(begun[index]))
	for i, n := range begun[index] {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, " ")
}

const dropSearchTables = `
DROP TABLE names_in;
DROP TABLE words_in;
DROP TABLE names_count;
DROP TABLE words_count;
DROP TABLE names;
DROP TABLE words;
`
