package gate

import "testing"

// What the figures door gives is no id, wherever it is written.
func TestFiguresGiveNoID(t *testing.T) {
	for sql, want := range map[string]string{
		`select case_id from t`:                                             "case_id",
		`select distinct p.case_id from t p`:                                "case_id",
		`select a, p.ID from t p`:                                           "id",
		`select circle.alias from t circle`:                                 "alias",
		`select max(case_id), count(*) from t`:                              "case_id",
		`select coalesce((select x.id from x limit 1), '') from t`:          "id",
		`select a from t union all select team_id from t`:                   "team_id",
		`select case when a = 1 then user_id end from t`:                    "user_id",
		`select count(*)), case_id from t`:                                  "case_id",
		`select count(coalesce((case_id), 0)) from t`:                       "",
		`select a from t where exists (select max(case_id) from u)`:         "",
		`select count(*), case_id from t`:                                   "case_id",
		`select * from t`:                                                   "everything",
		`select a, t.* from t`:                                              "everything",
		`select a, count(*) from t join u on u.case_id = t.case_id`:         "",
		`select count(distinct t.case_id), 7 * a from t`:                    "",
		`select a, (select max(b) from u where u.case_id = t.id) from t`:    "",
		`select k, count(*) from (select case_id, k from t) y group by k`:   "",
		`select 'case_id', a from t where id = $1 group by case_id, a`:      "",
		`select count(case when t.case_id = u.id then 1 end) from t, u`:     "",
		`select paid, identity, idle from t order by (select id from u)`:    "",
		`select a from t where exists (select case_id from u) and b = $1`:   "",
		`select sum(a) filter (where t.case_id is not null), b from t`:      "",
		`select a from t where b in (select case_id from u union select 1)`: "",
	} {
		if got := givesID(sql); got != want {
			t.Errorf("%s gives %q, want %q", sql, got, want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a figures query that gives ids was declared")
		}
	}()
	FiguresSQL("gatetest.ids", `select distinct case_id from casefile_coded`)
}
