package sqldb

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Column is a column of the live database.
type Column struct {
	Table, Name string
	Type        string // bytes, text, int or real
	Null        bool
}

// Schema is what the live database holds, said the same way for both engines.
type Schema struct {
	Columns []Column
	Keys    []string // "table: primary key (a)", "table: unique (a, b)", "table: foreign key (a) to other (b)"
}

// String lists the schema, one line for each column and key, sorted.
func (s *Schema) String() string {
	var lines []string
	for _, c := range s.Columns {
		l := c.Table + "." + c.Name + " " + c.Type
		if c.Null {
			l += " null"
		}
		lines = append(lines, l)
	}
	lines = append(lines, s.Keys...)
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}

// catalogues are each engine's own questions about itself. Columns give table, column, type, null; keys give table,
// name of the key, what it is, column, table and column referred to, in the order of the columns.
type catalogues struct{ history, columns, keys *Query }

var liteCatalogue = catalogues{
	history: native("sqldb.history", `select count(*) from sqlite_schema where type = 'table'
		and name = 'trust_migration'`),
	columns: native("sqldb.columns", `
		select t.name, c.name, lower(c.type), c."notnull" = 0 and c.pk = 0
		from pragma_table_list t join pragma_table_xinfo(t.name) c
		where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite\_%' escape '\'`),
	keys: native("sqldb.keys", `
		select * from (
			select t.name as tab, 'primary' as id, 'primary key' as what, c.name as col, '' as other, '' as ref,
			c.pk as seq
			from pragma_table_list t join pragma_table_xinfo(t.name) c
			where t.schema = 'main' and t.type = 'table' and c.pk > 0
			union all
			select t.name, i.name, case i.partial when 1 then 'unique where' else 'unique' end,
				coalesce(c.name, 'expression'), '', '', c.seqno
			from pragma_table_list t join pragma_index_list(t.name) i join pragma_index_info(i.name) c
			where t.schema = 'main' and t.type = 'table' and i."unique" = 1 and i.origin <> 'pk'
			union all
			select t.name, 'foreign ' || f.id, 'foreign key', f."from", f."table", coalesce(f."to", 'id'), f.seq
			from pragma_table_list t join pragma_foreign_key_list(t.name) f
			where t.schema = 'main' and t.type = 'table'
		) where tab not like 'sqlite\_%' escape '\' order by tab, id, seq`),
}

var postCatalogue = catalogues{
	history: native("sqldb.history", `select count(*) from pg_class where oid = to_regclass('trust_migration')`),
	columns: native("sqldb.columns", `
		select t.relname, c.attname, format_type(c.atttypid, c.atttypmod), not c.attnotnull
		from pg_class t join pg_attribute c on c.attrelid = t.oid
		where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p')
			and c.attnum > 0 and not c.attisdropped`),
	keys: native("sqldb.keys", `
		select * from (
			select t.relname::text as tab, i.indexrelid::text as id,
				case when i.indisprimary then 'primary key' when i.indpred is null then 'unique' else 'unique where'
				end as what,
				coalesce(c.attname::text, 'expression') as col, ''::text as other, ''::text as ref, k.seq
			from pg_index i join pg_class t on t.oid = i.indrelid
				cross join lateral unnest(i.indkey::int2[]) with ordinality as k (num, seq)
				left join pg_attribute c on c.attrelid = t.oid and c.attnum = k.num
			where i.indisunique and t.relkind in ('r', 'p') and t.relnamespace = current_schema()::regnamespace
			union all
			select t.relname::text, f.oid::text, 'foreign key', c.attname::text, o.relname::text, r.attname::text, k.seq
			from pg_constraint f join pg_class t on t.oid = f.conrelid join pg_class o on o.oid = f.confrelid
				cross join lateral unnest(f.conkey, f.confkey) with ordinality as k (num, ref, seq)
				join pg_attribute c on c.attrelid = t.oid and c.attnum = k.num
				join pg_attribute r on r.attrelid = o.oid and r.attnum = k.ref
			where f.contype = 'f' and t.relnamespace = current_schema()::regnamespace
		) x order by tab, id, seq`),
}

func catalogue(e Engine) catalogues {
	if e == Postgres {
		return postCatalogue
	}
	return liteCatalogue
}

// hasHistory tells whether the database has ever been migrated.
func hasHistory(tx *Tx) (bool, error) {
	var n int64
	err := tx.QueryRow(catalogue(tx.Engine()).history).Scan(&n)
	return n > 0, err
}

var plainTypes = map[string]string{"blob": "bytes", "bytea": "bytes", "text": "text", "integer": "int", "bigint": "int",
	"real": "real", "double precision": "real"}

// Live reads the schema of the database as it stands.
func Live(ctx context.Context, db *DB) (*Schema, error) {
	s := &Schema{}
	err := db.Read(ctx, func(tx *Tx) error {
		rows, err := tx.Query(catalogue(tx.Engine()).columns)
		if err != nil {
			return err
		}
		for rows.Next() {
			var c Column
			var typ string
			if err := rows.Scan(&c.Table, &c.Name, &typ, &c.Null); err != nil {
				return err
			}
			if c.Type = plainTypes[typ]; c.Type == "" {
				c.Type = "unknown type " + typ
			}
			s.Columns = append(s.Columns, c)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		s.Keys, err = liveKeys(tx)
		return err
	})
	return s, err
}

func liveKeys(tx *Tx) ([]string, error) {
	rows, err := tx.Query(catalogue(tx.Engine()).keys)
	if err != nil {
		return nil, err
	}
	type key struct {
		tab, what, other string
		cols, refs       []string
	}
	var all []*key
	last := ""
	for rows.Next() {
		var tab, id, what, col, other, ref string
		var seq int64
		if err := rows.Scan(&tab, &id, &what, &col, &other, &ref, &seq); err != nil {
			return nil, err
		}
		if tab+" "+id != last {
			all, last = append(all, &key{tab: tab, what: what, other: other}), tab+" "+id
		}
		k := all[len(all)-1]
		k.cols, k.refs = append(k.cols, col), append(k.refs, ref)
	}
	var out []string
	for _, k := range all {
		l := fmt.Sprintf("%s: %s (%s)", k.tab, k.what, strings.Join(k.cols, ", "))
		if k.other != "" {
			l += fmt.Sprintf(" to %s (%s)", k.other, strings.Join(k.refs, ", "))
		}
		out = append(out, l)
	}
	slices.Sort(out)
	return out, rows.Err()
}

// Prepared is one declared query as an engine understood it.
type Prepared struct {
	Query   *Query
	Columns []string // names of the columns it gives
	Bytes   []string // those that hold bytes: ids, sealed words (PostgreSQL)
	Err     error    // why the engine refused it
}

// PrepareAll has the engine prepare every declared query, in order of name. For the test that compares both engines.
func PrepareAll(ctx context.Context, db *DB) []Prepared {
	var out []Prepared
	for _, q := range All() {
		cols, bytes, err := db.engine.describe(ctx, q)
		out = append(out, Prepared{q, cols, bytes, err})
	}
	return out
}
