package indicator

import (
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/gate"
)

// The queries of the figures door. Days are ISO texts and instants µs. Every count of people asks for consent
// to statistics (I14), but for those that say how many are documented, and in which years anybody is.
const (
	pastOf   = ` from indicator_history h where h.statistics_consent = 'yes'`
	firsts   = ` join casefile_case k on k.id = f.case_id and k.kind = 'first'`
	consents = ` join casefile_coded c on c.case_id = f.case_id and c.statistics_consent = 'yes'`
	dayOf    = casefile.DayOf
	over     = ` and ` + casefile.StillOver

	// bands and shape are the household as it was on the day of the fact f: who joined it since counts later.
	bands = `coalesce((select h.children_bands from casefile_household h where h.case_id = f.case_id
		and h.since_at <= f.at order by h.since_at desc limit 1), c.children_bands)`
	shape = `coalesce((select h.shape from casefile_household h where h.case_id = f.case_id
		and h.since_at <= f.at order by h.since_at desc limit 1), c.household_shape)`

	// grown and young count a household in rows x: bands are the ages of the children, a code each, between spaces.
	grown = `case when x.adults > 1 then x.adults else 1 end`
	young = `case when x.bands = '' then 0 else length(x.bands) - length(replace(x.bands, ' ', '')) + 1 end`

	// arrivals are the people who arrived from $1 to $2, past and live alike.
	arrivals = ` from (
		select h.sex as sex, h.gender as gender, h.birth_year as birth_year, h.nationality_group as nationality_group,
			h.nationality as nationality, h.exploitation as exploitation, h.children as children,
			h.household_shape as household_shape, h.complaint as complaint, h.cooperation as cooperation,
			h.requested_on as requested_on, 0 as requested_at, h.arrived_on as arrived_on` + pastOf + `
			and h.arrived_on >= $1 and h.arrived_on <= $2
		union all
		select x.sex, x.gender, x.birth_year, x.nationality_group, x.nationality, x.exploitation,
			case when x.bands = '' and x.shape in ('', 'unknown') then -1 else ` + young + ` end,
			x.shape, x.complaint, x.cooperation, '', x.requested_at, x.arrived_on
		from (select c.sex as sex, c.gender as gender, c.birth_year as birth_year,
				c.nationality_group as nationality_group, c.nationality as nationality,
				c.exploitation as exploitation, ` + bands + ` as bands, ` + shape + ` as shape,
				c.complaint as complaint, c.cooperation as cooperation, coalesce((select min(e.at)
					from casefile_fact e where e.case_id = f.case_id and e.kind = 'referred'), 0) as requested_at,
				` + dayOf + ` as arrived_on
			from casefile_fact f` + firsts + consents + ` where f.kind = 'arrived' and ` + dayOf + ` >= $1 and ` +
		dayOf + ` <= $2) x
	) p`

	// cohort are the live cases referred from $1 until before $2, with the first instant of each step, 0 where not
	// reached, and the day of the arrival.
	cohort = ` from (select k.stage as stage, f.at as asked,
			coalesce((select min(e.at) from casefile_fact e where e.case_id = f.case_id
				and e.kind in ('admitted', 'not_admitted')), 0) as decided,
			coalesce((select min(e.at) from casefile_fact e where e.case_id = f.case_id and e.kind = 'admitted'),
				0) as admitted,
			coalesce((select min(e.at) from casefile_fact e where e.case_id = f.case_id and e.kind = 'interview_held'),
				0) as met,
			coalesce((select min(` + casefile.EndDay + `) from casefile_fact e where e.case_id = f.case_id
				and e.kind = 'arrived'), '') as arrived,
			coalesce((select max(e.coded) from casefile_fact e where e.case_id = f.case_id and e.kind = 'not_admitted'),
				'') as refusal
		from casefile_fact f` + firsts + consents + ` where f.kind = 'referred' and f.at >= $1 and f.at < $2) x`
)

// closedOn is the day of the departure that was noted for a case f which had ended otherwise before: she withdrew, or
// contact was lost, and her stay goes on until somebody notes that she has left. Null where nobody did.
const closedOn = `(select s.ended_on from stay_stay s where s.case_id = f.case_id and s.state = 'ended')`

var (
	qFirstPast = gate.FiguresSQL("indicator.first_past", `select coalesce(min(h.requested_on), '')
		from indicator_history h`)
	qFirstLive = gate.FiguresSQL("indicator.first_live", `select coalesce(min(f.at), 0) from casefile_fact f
		where f.kind = 'referred'`)

	qPastRequests = gate.FiguresSQL("indicator.past_requests",
		`select substr(h.requested_on, 1, 4), count(*)`+pastOf+` group by substr(h.requested_on, 1, 4)`)
	qPastArrivals = gate.FiguresSQL("indicator.past_arrivals",
		`select substr(h.arrived_on, 1, 4), count(*)`+pastOf+` and h.arrived_on <> ''
		group by substr(h.arrived_on, 1, 4)`)
	qLiveRequests = gate.FiguresSQL("indicator.live_requests",
		`select count(*) from casefile_fact f`+firsts+consents+` 
		where f.kind = 'referred' and f.at >= $1 and f.at < $2`)
	qLiveArrivals = gate.FiguresSQL("indicator.live_arrivals",
		`select substr(`+dayOf+`, 1, 4), count(*) from casefile_fact f`+firsts+consents+`
		where f.kind = 'arrived' group by substr(`+dayOf+`, 1, 4)`)

	qDocumented = gate.FiguresSQL("indicator.documented", `select
		(select count(*) from indicator_history h where h.requested_on >= $1 and h.requested_on <= $2)
			+ (select count(*) from casefile_fact f`+firsts+` where f.kind = 'referred' and f.at >= $3 and f.at < $4),
		(select count(*) from indicator_history h where h.arrived_on >= $1 and h.arrived_on <= $2)
			+ (select count(*) from casefile_fact f`+firsts+`
				where f.kind = 'arrived' and `+dayOf+` >= $1 and `+dayOf+` <= $2)`)

	qPastOutcomes = gate.FiguresSQL("indicator.past_outcomes", `select h.outcome, h.reason, count(*)`+pastOf+`
		and h.requested_on >= $1 and h.requested_on <= $2 group by h.outcome, h.reason`)
	qLiveOutcomes = gate.FiguresSQL("indicator.live_outcomes", `select y.stage, y.decided, y.admitted, y.met,
		y.arrived, y.refusal, count(*) from (
		select x.stage as stage, x.refusal as refusal, case when x.decided > 0 then 1 else 0 end as decided,
		case when x.admitted > 0 then 1 else 0 end as admitted,
			case when x.met > 0 then 1 else 0 end as met,
			case when x.arrived <> '' then 1 else 0 end as arrived`+cohort+`) y
		group by y.stage, y.decided, y.admitted, y.met, y.arrived, y.refusal`)
	qBetween = gate.FiguresSQL("indicator.between", `select x.asked, x.decided, x.met, x.arrived, count(*)`+cohort+`
		where x.decided > 0 group by x.asked, x.decided, x.met, x.arrived`)

	qBySex    = gate.FiguresSQL("indicator.by_sex", `select p.sex, count(*)`+arrivals+` group by p.sex`)
	qByGender = gate.FiguresSQL("indicator.by_gender", `select p.gender, count(*)`+arrivals+` group by p.gender`)
	qByBirth  = gate.FiguresSQL("indicator.by_birth_year",
		`select p.birth_year, count(*)`+arrivals+` group by p.birth_year`)
	qByGroup = gate.FiguresSQL("indicator.by_nationality_group",
		`select p.nationality_group, count(*)`+arrivals+` group by p.nationality_group`)
	qByNationality = gate.FiguresSQL("indicator.by_nationality",
		`select p.nationality, count(*)`+arrivals+` group by p.nationality`)
	qByForm = gate.FiguresSQL("indicator.by_exploitation",
		`select p.exploitation, count(*)`+arrivals+` group by p.exploitation`)
	qByFormGenderAge = gate.FiguresSQL("indicator.by_form_gender_age",
		`select p.exploitation, p.gender, p.birth_year, count(*)`+arrivals+`
		group by p.exploitation, p.gender, p.birth_year`)
	qByChildren = gate.FiguresSQL("indicator.by_children",
		`select p.children, count(*)`+arrivals+` group by p.children`)
	qByShape = gate.FiguresSQL("indicator.by_household",
		`select p.household_shape, count(*)`+arrivals+` group by p.household_shape`)
	qByComplaint = gate.FiguresSQL("indicator.by_complaint",
		`select p.complaint, count(*)`+arrivals+` group by p.complaint`)
	qByCooperation = gate.FiguresSQL("indicator.by_cooperation",
		`select p.cooperation, count(*)`+arrivals+` group by p.cooperation`)
	qWaits = gate.FiguresSQL("indicator.waits", `select p.household_shape, p.requested_on, p.requested_at,
		p.arrived_on, count(*)`+arrivals+`
		group by p.household_shape, p.requested_on, p.requested_at, p.arrived_on`)

	// Stays that began until $1: of a live one, the day its stay ended, or the instant at which she died, and the day
	// until $1 on which she arrived at the next place in another case, from which on she is counted there
	// alone.
	qStays = gate.FiguresSQL("indicator.stays", `select p.sex, p.arrived_on, p.ended_on, p.left_at, p.next_on, count(*)
		from (
		select h.sex as sex, h.arrived_on as arrived_on, h.ended_on as ended_on, 0 as left_at, '' as next_on`+pastOf+`
			and h.arrived_on <> '' and h.arrived_on <= $1
		union all
		select c.sex, `+dayOf+`, coalesce((select min(`+casefile.EndDay+`) from casefile_fact e
				where e.case_id = f.case_id and e.kind = 'ended'`+over+`), `+closedOn+`, ''),
			coalesce((select min(e.at) from casefile_fact e where e.case_id = f.case_id
				and e.kind = 'deceased'`+over+`), 0),
			coalesce((select min(`+casefile.EndDay+`) from casefile_fact e
				join casefile_case w on w.id = e.case_id and w.id <> o.id and `+casefile.OfTheirs+`
				join casefile_coded d on d.case_id = e.case_id and d.statistics_consent = 'yes'
				where e.kind = 'arrived' and `+casefile.EndDay+` <= $1 and (`+casefile.EndDay+` > `+dayOf+`
					or `+casefile.EndDay+` = `+dayOf+` and e.at > f.at)), '')
		from casefile_fact f join casefile_case o on o.id = f.case_id`+consents+`
		where f.kind = 'arrived' and `+dayOf+` <= $1
	) p group by p.sex, p.arrived_on, p.ended_on, p.left_at, p.next_on`)

	// Everybody who lives in a place on the day $1, which ends before the instant $2: people, and the children of the
	// household as it stood by then. It is how many places are lived in, and asks for no consent: no group is counted.
	qInCare = gate.FiguresSQL("indicator.in_care", `select coalesce(sum(p.adults), 0), coalesce(sum(p.children), 0)
		from (select h.adults as adults, h.children as children from indicator_history h
			where h.arrived_on <> '' and h.arrived_on <= $1
			and (h.ended_on = '' or h.ended_on > $1)
		union all
		select `+grown+`, `+young+`
		from (select coalesce((select h.children_bands from casefile_household h where h.case_id = f.case_id
				and h.since_at < $2 order by h.since_at desc limit 1), c.children_bands) as bands,
				coalesce((select h.adults from casefile_household h where h.case_id = f.case_id
				and h.since_at < $2 order by h.since_at desc limit 1), c.adults) as adults
			from casefile_fact f join casefile_case o on o.id = f.case_id
			join casefile_coded c on c.case_id = f.case_id
			where f.kind = 'arrived' and `+dayOf+` <= $1
			and not exists (select 1 from casefile_fact e where e.case_id = f.case_id and (e.kind = 'ended'
				and `+casefile.EndDay+` <= $1 or e.kind = 'deceased' and e.at < $2)`+over+`)
			and not exists (select 1 from stay_stay s where s.case_id = f.case_id and s.state = 'ended'
				and s.ended_on <= $1)
			and not exists (select 1 from casefile_fact e join casefile_case w on w.id = e.case_id and w.id <> o.id
				and `+casefile.OfTheirs+` where e.kind = 'arrived' and `+casefile.EndDay+` <= $1
				and (`+casefile.EndDay+` > `+dayOf+` or `+casefile.EndDay+` = `+dayOf+` and e.at > f.at))) x) p`)

	// What tells the people in care from the people whom the places hold: past rows until $1 without a day of leaving,
	// and households that have a place at present and are not there yet.
	qBeside = gate.FiguresSQL("indicator.beside", `select (select coalesce(sum(h.adults + h.children), 0)
			from indicator_history h where h.arrived_on <> '' and h.arrived_on <= $1 and h.ended_on = ''),
		(select coalesce(sum(`+grown+` + `+young+`), 0)
			from (select c.adults as adults, c.children_bands as bands
				from casefile_coded c join casefile_case k on k.id = c.case_id
				where k.stage in ('accepted', 'travel', 'in_transit')) x)`)

	// The years of which anybody is documented: without a past row, and before the first live case, nothing is known.
	qPastYears = gate.FiguresSQL("indicator.past_years", `select substr(h.requested_on, 1, 4),
		coalesce(substr(h.arrived_on, 1, 4), ''), count(*) from indicator_history h
		group by substr(h.requested_on, 1, 4), coalesce(substr(h.arrived_on, 1, 4), '')`)
)
