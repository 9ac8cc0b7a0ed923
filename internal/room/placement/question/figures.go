package question

import "havre.example/havre/internal/room/casefile"

// Parts of the queries of figures, where f is a fact: FirstAdmitted keeps the facts by which somebody was first
// admitted from $1 until before $2; WorstDanger is the rank of the gravest danger zone of the person, 0 for none; one
// of which nobody said how grave it is counts as codelist.AssumedDanger.
const (
	FirstAdmitted = `f.kind = 'admitted' and f.at >= $1 and f.at < $2 and f.at = (select min(e.at)
		from casefile_fact e where e.case_id = f.case_id and e.kind = 'admitted')`
	WorstDanger = `coalesce((select max(case z.level when 'grave' then 3 when 'serious' then 2 when '' then 2
		when 'watch' then 1 else 0 end) from casefile_case c join casefile_case m on ` + casefile.OfHers + `
		join casefile_zone z on z.case_id = m.id where c.id = f.case_id), 0)`
)
