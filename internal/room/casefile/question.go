package casefile

import "havre.example/havre/internal/ask"

// What is asked about a case itself.
var (
	// Leaving asks what confirms that she wishes to leave, and Ending how a case ended otherwise. Each asks for the
	// code of the case, so that no press alone ends one.
	Leaving = ask.Of("casefile.end",
		ask.Among("heard", Heard, func(w *Word) *string { return &w.Heard }).Required(),
		ask.Text("case_code", func(w *Word) *string { return &w.Code }).As("code").Max(MaxCode).Required())
	Ending = ask.Of("casefile.end",
		ask.Among("how", []End{EndLostContact, EndDeceased}, func(c *Closing) *End { return &c.How }).Required(),
		ask.Text("end_code", func(c *Closing) *string { return &c.Code }).As("code").Max(MaxCode).Required())
	// Sought is by what a list of cases is narrowed, and put in order.
	Sought = ask.Of("casefile",
		of,
		ask.Among("at", append(Everywhere(), AlsoEnded), func(q *Query) *Stage { return &q.At }).As("stage"),
		ordered)
	// Loaded is by what a caseload is narrowed, and put in order: also by one of the team.
	Loaded = ask.Of("casefile",
		of.Like(isUser, "web.form.choice"),
		ask.Among("at", Everywhere(), func(q *Query) *Stage { return &q.At }).As("stage"),
		ordered)
	// Finding asks what somebody looks for.
	Finding = ask.Of("casefile.find", ask.Text("code", ask.Itself[string]).Max(MostFound).Required())
)

var (
	of      = ask.Among("of", []string{Mine, Nobody}, func(q *Query) *string { return &q.Of })
	ordered = ask.Among("sort", []Order{Newest, Oldest}, func(q *Query) *Order { return &q.Order })
)

// MostFound is how many signs may be looked for at once.
const MostFound = 80

// MaxCode is how many signs a code may be typed with.
const MaxCode = 20
