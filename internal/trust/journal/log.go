package journal

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
)

// Log appends entries and keeps the tree. On SQLite the entries of a commit group are put in order by that very
// commit. On PostgreSQL they commit with the data and Sequence orders them within a second: a tail locked inside each
// transaction would hold all writers to one after the other.
type Log struct {
	db     *sqldb.DB
	signer note.Signer
	clock  clock.Clock
}

// pending is an entry that no batch lists yet.
type pending struct {
	id   EntryID
	leaf tlog.Hash
}

// Open returns the log of a database. signer signs heads; nil where none are made (read-only commands).
func Open(db *sqldb.DB, signer note.Signer, c clock.Clock) *Log {
	return &Log{db: db, signer: signer, clock: c}
}

var (
	qAppend = sqldb.Declare("journal.append", `insert into journal_entry (id, at, user_id, team_id, act, object_id,
		detail, salt, leaf)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	qLast = sqldb.Declare("journal.last_batch", `select first_seq, size, frontier from journal_batch
		order by first_seq desc limit 1`)
	qBatch = sqldb.Declare("journal.batch", `insert into journal_batch (first_seq, size, entries, frontier, root, at)
		values ($1, $2, $3, $4, $5, $6)`)
	qHead    = sqldb.Declare("journal.head", `insert into journal_head (size, note, at) values ($1, $2, $3)`)
	qHeadOf  = sqldb.Declare("journal.head_of", `select note from journal_head where size = $1`)
	qEntries = sqldb.Declare("journal.entries", `select id, at, user_id, team_id, act, object_id, detail, salt, leaf
		from journal_entry order by id`)
	qBatches = sqldb.Declare("journal.batches", `select first_seq, size, entries, frontier, root, at from journal_batch
		order by first_seq`)
	qHeads = sqldb.Declare("journal.heads", `select size, note, at from journal_head order by size`)
	qLooks = sqldb.Declare("journal.looks", `select at, user_id, team_id, act, detail from journal_entry
		where object_id = $1 and length(object_id) > 0 and at >= $2 and ($4 = '' or ($4 = 'ours') = (team_id = $5))
		order by at desc, id desc limit $3 offset $6`)
)

// Append writes an entry inside tx, the transaction of the act it records.
func (l *Log) Append(tx *sqldb.Tx, e Entry) error {
	leaf := e.Leaf()
	orEmpty := func(b []byte) []byte {
		if b == nil {
			return []byte{}
		}
		return b
	}
	_, err := tx.Exec(qAppend, e.ID, clock.Micros(e.At), orEmpty(e.User), orEmpty(e.Team), e.Act, orEmpty(e.Object),
		e.Detail, e.Salt, leaf[:])
	if err != nil {
		return fmt.Errorf("append to the journal: %w", err)
	}
	if l.db.Engine() == sqldb.SQLite {
		tx.Leave(pending{e.ID, leaf})
	}
	return nil
}

// BeforeCommit puts the entries of a SQLite commit group in order, inside that commit: those that the kept transactions
// left, so a transaction that was rolled back leaves no trace here.
func (l *Log) BeforeCommit(tx *sqldb.Tx, left []any) error {
	var group []pending
	for _, v := range left {
		if p, ok := v.(pending); ok {
			group = append(group, p)
		}
	}
	if len(group) == 0 {
		return nil
	}
	// The edge is read back each time: it is one indexed row, and a commit that failed can then not leave us ahead.
	edge, err := l.last(tx)
	if err != nil {
		return err
	}
	return l.writeBatch(tx, edge, group)
}

func (l *Log) last(tx *sqldb.Tx) (frontier, error) {
	var first, size int64
	var b []byte
	err := tx.QueryRow(qLast).Scan(&first, &size, &b)
	if fault.Is(err, fault.NotFound) {
		return frontier{}, nil
	}
	if err != nil {
		return frontier{}, fmt.Errorf("read the journal's last batch: %w", err)
	}
	f, err := decodeFrontier(first+size, b)
	if err != nil {
		return frontier{}, fmt.Errorf("read the journal's last batch: %w", err)
	}
	return f, nil
}

func (l *Log) writeBatch(tx *sqldb.Tx, edge frontier, group []pending) error {
	first := edge.size
	ids := make([]byte, 0, 16*len(group))
	for _, p := range group {
		ids = append(ids, p.id.Bytes()...)
		edge.add(p.leaf)
	}
	root := edge.root()
	if _, err := tx.Exec(qBatch, first, len(group), ids, edge.encode(), root[:],
		clock.Micros(l.clock.Now())); err != nil {
		return fmt.Errorf("put journal entries in order: %w", err)
	}
	return nil
}

// qPending finds what Sequence has to do: the entries that no batch lists, kept by the database itself (migration
// 0019).
var qPending = sqldb.Declare("journal.pending", `select id, leaf from journal_pending order by id limit $1`)

// most is how many entries one batch lists at most; after a long outage several follow one another.
const most = 10_000

// Sequence orders committed entries that no batch lists yet, however old they are (PostgreSQL). It may run on several
// nodes: the primary key of the batch lets one win, and the other tries again later. It returns how many it ordered.
func (l *Log) Sequence(ctx context.Context) (int, error) {
	if l.db.Engine() == sqldb.SQLite {
		return 0, nil
	}
	var n int
	err := l.db.Write(ctx, func(tx *sqldb.Tx) error {
		// The edge is read before the entries: a batch that another node commits between the two then takes our number,
		// and nothing is listed twice.
		edge, err := l.last(tx)
		if err != nil {
			return err
		}
		group, err := waiting(tx)
		if n = len(group); err != nil || n == 0 {
			return err
		}
		return l.writeBatch(tx, edge, group)
	})
	if fault.Is(err, fault.Conflict) {
		return 0, nil // another node was faster
	}
	return n, fault.In("put journal entries in order", err)
}

// waiting lists the entries that no batch lists yet.
func waiting(tx *sqldb.Tx) (out []pending, err error) {
	err = tx.Each(qPending, func(rows *sqldb.Rows) error {
		var p pending
		var leaf []byte
		if err := rows.Scan(&p.id, &leaf); err != nil {
			return err
		}
		copy(p.leaf[:], leaf)
		out = append(out, p)
		return nil
	}, most)
	return out, err
}

// Sign signs the present tree and keeps the head; it returns the note. An unchanged tree is not signed twice.
func (l *Log) Sign(ctx context.Context) (string, error) {
	var msg string
	err := l.db.Write(ctx, func(tx *sqldb.Tx) error {
		edge, err := l.last(tx)
		if err != nil {
			return err
		}
		err = tx.QueryRow(qHeadOf, edge.size).Scan(&msg)
		if !fault.Is(err, fault.NotFound) {
			return err
		}
		text := tlog.FormatTree(tlog.Tree{N: edge.size, Hash: edge.root()})
		signed, err := note.Sign(&note.Note{Text: string(text)}, l.signer)
		if err != nil {
			return fmt.Errorf("sign: %w", err)
		}
		msg = string(signed)
		_, err = tx.Exec(qHead, edge.size, msg, clock.Micros(l.clock.Now()))
		return err
	})
	return msg, fault.In("sign the journal's head", err)
}

// Look is one line of "who looked": somebody did something on an object.
type Look struct {
	At   time.Time
	User access.UserID // zero for pages without account and for the machine
	Team access.TeamID
	Act  string
}

// Whose looks are asked for: of a team, or of all others and of pages without account.
type Whose string

// Of whom looks may be asked for; empty: of everybody.
const (
	Ours   Whose = "ours"
	Others Whose = "others"
)

// Part is a part of the looks on an object, as somebody of a team asks for it.
type Part struct {
	Whose Whose
	Team  access.TeamID
	Skip  int // how many later ones are left out
}

// Looks returns the latest entries on an object since an instant, newest first.
func Looks(tx *sqldb.Tx, object []byte, since time.Time, of Part, limit int) ([]Look, error) {
	rows, err := tx.Query(qLooks, object, clock.Micros(since), limit, string(of.Whose), of.Team.Bytes(), of.Skip)
	if err != nil {
		return nil, fmt.Errorf("read who looked: %w", err)
	}
	defer rows.Close()
	var out []Look
	for rows.Next() {
		var k Look
		var at int64
		var detail string
		if err := rows.Scan(&at, &k.User, &k.Team, &k.Act, &detail); err != nil {
			return nil, fmt.Errorf("read who looked: %w", err)
		}
		k.At = clock.FromMicros(at)
		out = append(out, k)
	}
	return out, rows.Err()
}
