package sqldb

import (
	"slices"
	"strings"
	"testing"
)

func TestCompile(t *testing.T) {
	for _, c := range []struct{ in, lite, post string }{
		{`select a from t where b = $2 and c = $1`, `select a from t where b = ?2 and c = ?1`,
			`select a from t where b = $2 and c = $1`},
		{`select '$1 @lock ''$2' from t where "$1" = $1`, `select '$1 @lock ''$2' from t where "$1" = ?1`,
			`select '$1 @lock ''$2' from t where "$1" = $1`},
		{"select a -- $2 '\nfrom t /* $3 \" */ where b = $1 @lock", "select a  \nfrom t   where b = ?1 ",
			"select a  \nfrom t   where b = $1 for update"},
		{`select $1+$10,$2,$3,$4,$5,$6,$7,$8,$9`, `select ?1+?10,?2,?3,?4,?5,?6,?7,?8,?9`,
			`select $1+$10,$2,$3,$4,$5,$6,$7,$8,$9`},
		{`select a$1 from t`, `select a$1 from t`, `select a$1 from t`},
	} {
		q, err := compile("x", c.in)
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
			continue
		}
		if q.on(SQLite) != strings.TrimSpace(c.lite) || q.on(Postgres) != strings.TrimSpace(c.post) {
			t.Errorf("%s:\n%q\n%q", c.in, q.sqlite, q.postgres)
		}
	}
}

func TestCompileRefuses(t *testing.T) {
	for _, sql := range []string{
		``, `-- only this`, `select $2`, `select $0`, `select $01`, `select $1000`, `select $a`, `select $`,
		`select $1a`,
		`select ?`, `select ?1`, `select :a`, `select a::text`, `select 1; select 2`, `select 'open`, `select "open`,
		`select /* open`, `select /* a /* b */ */ 1`, `select E'a\'b'`, `select x'00'`, `select U&"a"`, `select $$a$$`,
		`select @a`, `select @ lock`, `select @locked`, `select a[1]`, "select `a`", `select 1a`, "select \x00",
		"select '\x00'",
		"select '\xff'", `select é`, `select a # b`, `select ~1`, `select a \ b`,
	} {
		if q, err := compile("x", sql); err == nil {
			t.Errorf("%q was accepted as %q", sql, q.sqlite)
		}
	}
}

func TestDeclareTwicePanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	Declare("test.add", "select 1")
}

func TestTables(t *testing.T) {
	for sql, want := range map[string]string{
		`select a from t1 where b = 'from t2' -- from t3`:                                       "t1",
		`select a from t1 x join t2 y on x.a = y.a left join "t3" on true`:                      "t1 t2 t3",
		`select a from t1, t2 as y, (select b from t3, t4) z, t5 where c in (select d from t6)`: "t1 t2 t3 t4 t5 t6",
		`select f(a, b), c from t1 order by a, b`:                                               "t1",
		`insert into t1 (a, b) select c, d from t2 on conflict (a) do update set b = $1`:        "t1 t2",
		`insert into t1(a) values ($1)`:                                                         "t1",
		`update t1 set a = 1, b = (select max(c) from t2) where d is distinct from e`:           "t1 t2",
		`delete from t1 where exists (select 1 from t2)`:                                        "t1 t2",
		`with w as (select a from t1), v(x) as (select b from t2) select c from w, v, t3`:       "t1 t2 t3",
		`select a from t1 @lock`:                                                                "t1",
		`select a from T1 union select b from t2`:                                               "t1 t2",
	} {
		q, err := compile("x", sql)
		if err != nil {
			t.Errorf("%s: %v", sql, err)
			continue
		}
		if got := q.Tables(); !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%s: %v, want %s", sql, got, want)
		}
	}
}

func TestExpand(t *testing.T) {
	const in = "a @id, '@id' -- @id\n-- only sqlite\nb @int\n-- end\n-- only postgres\nc @int $$ @id $$\n-- end\n) " +
		"@strict"
	for e, want := range map[Engine]string{
		SQLite:   "a blob, '@id' -- @id\nb integer\n) strict",
		Postgres: "a bytea, '@id' -- @id\nc bigint $$ @id $$\n) ",
	} {
		if got, err := expand(in, e); err != nil || got != want {
			t.Errorf("%s: %q, %v", e, got, err)
		}
	}
	for _, bad := range []string{"@nothing", "-- only oracle\n-- end", "-- end", "-- only sqlite",
		"-- only sqlite\n-- only postgres\n-- end"} {
		if _, err := expand(bad, SQLite); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

// FuzzRewrite checks that the scanner loses nothing, and that what is compiled for one engine differs from the text in
// placeholders, macros and comments alone.
func FuzzRewrite(f *testing.F) {
	for _, s := range []string{
		`select a from t where b = $2 and c = $1 @lock`, `select '$1''', "a""b" -- x`, `/* */ select $1`, `$$ a $$`,
		`$a$ $$ $a$`,
		`with w as (select 1) select * from w, t`, `insert into t (a) values ($1) on conflict do nothing`, `'`,
		`"`, `$`, `@`, `/*`, `--`, `)`, `E''`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		tokens, err := scan(sql)
		if err != nil {
			return
		}
		var joined strings.Builder
		for _, tok := range tokens {
			if tok.text == "" {
				t.Fatalf("%q: empty token", sql)
			}
			joined.WriteString(tok.text)
		}
		if joined.String() != sql {
			t.Fatalf("%q became %q", sql, joined.String())
		}
		q, err := compile("x", sql)
		if err != nil {
			return
		}
		lite, err := scan(strings.ReplaceAll(q.sqlite, "?", "$"))
		if err != nil && !strings.Contains(q.sqlite, "?") {
			t.Fatalf("%q: %q is not read again: %v", sql, q.sqlite, err)
		}
		for _, tok := range lite {
			if tok.kind == macro || tok.kind == comment {
				t.Fatalf("%q: %v is left in %q", sql, tok, q.sqlite)
			}
		}
		again, err := compile("x", q.text)
		if err != nil || again.sqlite != q.sqlite || again.postgres != q.postgres {
			t.Fatalf("%q: not the same twice", sql)
		}
		if p, err := compile("x", strings.ReplaceAll(q.postgres, "for update", "")); err != nil &&
			!strings.Contains(sql, "for update") {
			t.Fatalf("%q: %q does not compile: %v %v", sql, q.postgres, p, err)
		}
	})
}
