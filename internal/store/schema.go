package store

// schema is the database, step by step. A step is never changed once it has
// been released: what is to be different is a new step.
var schema = []string{eventTables + readTables + searchTable}

// eventTables hold the record.
const eventTables = `
CREATE TABLE device (
	id      TEXT NOT NULL PRIMARY KEY,
	machine TEXT NOT NULL,           -- names the machine; '' where unknown
	started INTEGER NOT NULL UNIQUE  -- 1, 2, 3 ...: the last one is at work
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
	newer     INTEGER NOT NULL,
	rank      TEXT NOT NULL   -- the order of lists
) STRICT;
CREATE UNIQUE INDEX case_reference ON case_row (reference) WHERE reference <> '';
CREATE INDEX case_rank ON case_row (rank, reference);
CREATE INDEX case_client ON case_row (client);
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
	n    INTEGER PRIMARY KEY, -- rowid of search
	kind TEXT NOT NULL,
	id   TEXT NOT NULL,
	UNIQUE (kind, id)
) STRICT;
`

// searchTable is the index of words. Making it afresh is much faster than
// emptying it.
const searchTable = `
CREATE VIRTUAL TABLE search USING fts5 (
	people, reference, subject, text,
	tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);
-- no trace stays of words whose case or message is disposed of
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
`
