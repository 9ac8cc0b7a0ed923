package gate

import (
	"fmt"
	"regexp"
	"strings"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
)

// text is a constant written in the source: an untyped constant converts to it, a variable does not.
type text string

// Rows is the result of a list query; Row that of a query for one row.
type (
	Rows = sqldb.Rows
	Row  = sqldb.Row
)

// The kinds of query, one per door.
type (
	// CaseQuery touches one case; its $1 is the case.
	CaseQuery struct{ statement }
	// CircleQuery lists cases of the team in $1.
	CircleQuery struct{ statement }
	// OwnQuery lists cases in which the person in $1 is named.
	OwnQuery struct{ statement }
	// OfficeQuery touches no case.
	OfficeQuery struct{ statement }
	// PublicQuery serves pages without account.
	PublicQuery struct{ statement }
	// FiguresQuery counts coded rows and gives no id.
	FiguresQuery struct{ statement }
	// MachineQuery finds what a job has to do.
	MachineQuery struct{ statement }
)

// Declared tells, for the tests, which query goes through which door.
var declared = map[string]access.Door{}

// Declared returns the door of every query declared through the gate, by name.
func Declared() map[string]access.Door { return declared }

var (
	insertCase = regexp.MustCompile(`(?s)^insert into \w+ \(case_id,.*values \(\$1,`)
	whereCase  = regexp.MustCompile(`\b(case_id|casefile_case\.id) = \$1\b`)
	selectInto = regexp.MustCompile(`(?s)^insert into (\w+ \(case_id,|casefile_case \(id,)[^)]*\)\s*select \$1,`)
)

// CaseSQL declares a query of the case door. Its $1 is the case, given by the door: every statement must say
// "case_id = $1" (or "casefile_case.id = $1"), or insert with case_id first.
func CaseSQL(name string, sql text) CaseQuery {
	s := strings.TrimSpace(string(sql))
	if !insertCase.MatchString(s) && !whereCase.MatchString(s) && !selectInto.MatchString(s) {
		panic(fmt.Sprintf("gate: query %s does not keep to the case in $1", name))
	}
	return CaseQuery{declare(name, access.CaseDoor, s)}
}

// columnName is the name of a column, and nothing else.
var columnName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// CaseColumns declares how some columns of a case's only row in a table are read, and how they are changed. The columns
// are those that a room's questions name; the row counts its changes in version.
func CaseColumns(name string, table text, columns []string) (read, change CaseQuery) {
	sets := make([]string, len(columns))
	for i, c := range columns {
		if !columnName.MatchString(c) {
			panic(fmt.Sprintf("gate: query %s names a column %q", name, c))
		}
		sets[i] = fmt.Sprintf("%s = $%d", c, i+2)
	}
	read = CaseSQL(name, "select "+text(strings.Join(columns, ", "))+" from "+table+" where case_id = $1")
	change = CaseSQL(name+"_set", "update "+table+" set "+text(strings.Join(sets, ", "))+
		", version = version + 1 where case_id = $1")
	return read, change
}

// CircleSQL declares a list query. It must join casefile_circle as "circle" and say @circle (cases the team follows)
// or @asked (cases the team was asked about without knowing who); the door puts the team in $1.
func CircleSQL(name string, sql text) CircleQuery {
	s := string(sql)
	if !strings.Contains(s, "@circle") && !strings.Contains(s, "@asked") {
		panic(fmt.Sprintf("gate: list %s does not say @circle", name))
	}
	if !strings.Contains(s, "casefile_circle circle") {
		panic(fmt.Sprintf("gate: list %s does not join casefile_circle circle", name))
	}
	s = strings.ReplaceAll(s, "@circle",
		`circle.team_id = $1 and circle.ended_at = 0 and circle.relation <> 'proposed'`)
	s = strings.ReplaceAll(s, "@asked", `circle.team_id = $1 and circle.ended_at = 0 and circle.relation = 'proposed'`)
	return CircleQuery{declare(name, access.CircleDoor, s)}
}

// OwnSQL declares a list of the cases in which a person is named at this instant. It must join casefile_companion as
// "own" and say @own, or @parted: until when within a day; the door puts the person in $1 and the instant in $2.
func OwnSQL(name string, sql text) OwnQuery {
	s := string(sql)
	says := strings.Contains(s, "@own") || strings.Contains(s, "@parted")
	if !says || !strings.Contains(s, "casefile_companion own") {
		panic(fmt.Sprintf("gate: list %s does not join casefile_companion own and say @own", name))
	}
	s = strings.ReplaceAll(s, "@parted",
		`own.user_id = $1 and own.ended_at > 0 and own.ended_at <= $2 and own.ended_at > $2 - 86400000000`)
	s = strings.ReplaceAll(s, "@own",
		`own.user_id = $1 and own.ended_at = 0 and own.from_at <= $2 and own.until_at > $2`)
	return OwnQuery{declare(name, access.CircleDoor, s)}
}

// OfficeSQL declares a query of the office door.
func OfficeSQL(name string, sql text) OfficeQuery {
	return OfficeQuery{declare(name, access.OfficeDoor, string(sql))}
}

// PublicSQL declares a query of the public door.
func PublicSQL(name string, sql text) PublicQuery {
	return PublicQuery{declare(name, access.PublicDoor, string(sql))}
}

// FiguresSQL declares a query of the figures door; it reads only, and it gives no id: it counts people and
// names none.
func FiguresSQL(name string, sql text) FiguresQuery {
	if gives := givesID(string(sql)); gives != "" {
		panic(fmt.Sprintf("gate: figures query %s gives %s", name, gives))
	}
	if !strings.HasPrefix(strings.TrimSpace(string(sql)), "select") {
		panic(fmt.Sprintf("gate: figures query %s does not start with select", name))
	}
	return FiguresQuery{declare(name, access.FiguresDoor, string(sql))}
}

// MachineSQL declares a query of the machine's door; it reads only.
func MachineSQL(name string, sql text) MachineQuery {
	if !strings.HasPrefix(strings.TrimSpace(string(sql)), "select") {
		panic(fmt.Sprintf("gate: machine's query %s does not start with select", name))
	}
	return MachineQuery{declare(name, access.MachineDoor, string(sql))}
}

var (
	sqlWord = regexp.MustCompile(`'[^']*'|[a-z_0-9]+|\*|\S`)
	sqlID   = regexp.MustCompile(`^(id|\w+_id|alias)$`)
)

// givesID returns the first id, or star, in what a query gives: in its select lists, those of the parts that "union"
// joins, and those of values computed within them. Counting ids is no giving. An id under another name is found by the
// test that asks PostgreSQL for the columns' types.
func givesID(sql string) string {
	// within parentheses: is it given away; in a select list; are rows counted
	type level struct{ given, list, counts bool }
	stack := []level{{given: true}}
	before := ""
	for _, w := range sqlWord.FindAllString(strings.ToLower(sql), -1) {
		top := &stack[len(stack)-1]
		switch {
		case w == "(":
			stack = append(stack, level{given: top.given && top.list, list: true, counts: top.counts ||
				before == "count"})
		case w == ")":
			if len(stack) > 1 {
				stack = stack[:len(stack)-1]
			}
		case w == "select":
			top.list = true
		case w == "from" || w == "where":
			top.list = false
		case !top.given || !top.list || top.counts:
		case sqlID.MatchString(w):
			return w
		case w == "*" && (before == "select" || before == "distinct" || before == "," || before == "."):
			return "everything"
		}
		before = w
	}
	return ""
}

func declare(name string, door access.Door, sql string) statement {
	declared[name] = door
	return statement{sqldb.Declare(name, sql)}
}
