package assessment

import (
	"slices"
	"testing"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/packs"
)

// known is what words say of an area that no list holds: said here, said before, and in force before, as where it came
// from another of her cases without its words.
type known struct{ now, before, stood bool }

// stand are the cases in which what is known in words is in force.
var stand = map[known]bool{
	{now: true}:                            true,
	{now: true, stood: true}:               true,
	{now: true, before: true}:              true,
	{now: true, before: true, stood: true}: true,
	{before: true}:                         false,
	{before: true, stood: true}:            false, // the words were taken away, and what they said with them
	{stood: true}:                          true,  // said in another of her cases: nobody has taken it away here
	{}:                                     false,
}

func wrote(said bool) secret.Text {
	if said {
		return secret.Of("the valley of her aunt")
	}
	return secret.Text{}
}

// Where she does not want to go stays refused as long as words say so.
func TestARefusalInWordsStandsWithItsWords(t *testing.T) {
	for k, want := range stand {
		typed := append(make([]string, 0, 4), "59")
		e := Entry{Vetoes: typed, Words: Words{Refused: wrote(k.now)}}
		before := File{Vetoes: []string{"13"}, Words: Words{Refused: wrote(k.before)}}
		if k.stood {
			before.Vetoes = append(before.Vetoes, country.InWords)
		}
		expected := []string{"59"}
		if want {
			expected = append(expected, country.InWords)
		}
		if got := e.inWords(before).Vetoes; !slices.Equal(got, expected) {
			t.Errorf("%+v: refused %v", k, got)
		}
		if typed[:2][1] != "" {
			t.Errorf("%+v: what was typed changed to %v", k, typed[:2])
		}
	}
}

// What has to stay within reach does so as long as words say so: as near as was said last or, where nobody said how
// near, the nearest.
func TestATieInWordsStandsWithItsWords(t *testing.T) {
	tie := func(area string, minutes int) casefile.Tie { return casefile.Tie{Area: area, Minutes: minutes} }
	lyon, lille, nearest := tie("69", 60), tie("59", 120), tie(country.InWords, 30)
	stood, anew := tie(country.InWords, 90), tie(country.InWords, 180)
	for k, want := range stand {
		for what, c := range map[string]struct{ was, typed, stands, gone []casefile.Tie }{
			"first of all": {[]casefile.Tie{stood, lille}, []casefile.Tie{lyon}, []casefile.Tie{lyon, stood},
				[]casefile.Tie{lyon}},
			"among others": {[]casefile.Tie{lille, stood}, []casefile.Tie{lyon}, []casefile.Tie{lyon, stood},
				[]casefile.Tie{lyon}},
			"alone": {[]casefile.Tie{stood}, nil, []casefile.Tie{stood}, nil},
			"said anew": {[]casefile.Tie{stood}, []casefile.Tie{anew, lyon}, []casefile.Tie{anew, lyon},
				[]casefile.Tie{lyon}},
			"said anew last": {[]casefile.Tie{lille, stood}, []casefile.Tie{lyon, anew}, []casefile.Tie{lyon, anew},
				[]casefile.Tie{lyon}},
		} {
			was, stands := c.was, c.stands
			if !k.stood {
				was = []casefile.Tie{lille}
				if i := slices.Index(stands, stood); i >= 0 { // nobody said how near
					stands = slices.Concat(stands[:i], []casefile.Tie{nearest})
				}
			}
			typed := slices.Clone(c.typed)
			e := Entry{Ties: typed, Words: Words{Fixed: wrote(k.now)}}
			expected := c.gone
			if want {
				expected = stands
			}
			got := e.inWords(File{Ties: was, Words: Words{Fixed: wrote(k.before)}}).Ties
			if !slices.Equal(got, expected) {
				t.Errorf("%s, %+v: within reach %v, not %v", what, k, got, expected)
			}
			if !slices.Equal(typed, c.typed) {
				t.Errorf("%s, %+v: what was typed changed to %v", what, k, typed)
			}
		}
	}
}

// The day of full age that another room knows stays as long as the birth is answered as it was, by the year alone too;
// another birth has another day. What two sources say differently is not known, whatever the year says (I9).
func TestTheDayOfFullAgeFollowsTheBirth(t *testing.T) {
	in, first := packs.France(), date.Must(2026, 12, 1)
	on := date.Must(2026, 11, 24)
	no := tri.Said{No: true}
	yes := []Assertion{{Criterion: "adult", Asserter: "NGO", Answer: tri.Yes, At: on.Time(in.Zone())}}
	disputed := append(yes[:1:1], Assertion{Criterion: "adult", Asserter: "Police", Answer: tri.No,
		At: on.Time(in.Zone())})
	for what, c := range map[string]struct {
		was  casefile.Coded
		now  Count
		said []Assertion
		want tri.Value
		by   date.Date
	}{
		"the same year": {casefile.Coded{Adult: no, BirthYear: 2008, OfAgeFrom: first, OfAgeOn: first},
			Count{BirthYear: 2008}, nil,
			tri.No, first},
		"the same month": {casefile.Coded{Adult: no, BirthYear: 2008, OfAgeFrom: first, OfAgeOn: first},
			Count{BirthYear: 2008, BirthMonth: "2008-12"}, nil, tri.No, first},
		"another month": {casefile.Coded{Adult: no, BirthYear: 2008, OfAgeFrom: first, OfAgeOn: first},
			Count{BirthYear: 2008, BirthMonth: "2008-11"}, nil, tri.No, date.Must(2026, 11, 30)},
		"another year": {casefile.Coded{Adult: no, BirthYear: 2008, OfAgeFrom: first, OfAgeOn: first},
			Count{BirthYear: 2009}, nil,
			tri.No, date.Must(2027, 12, 31)},
		"the same year, guessed": {casefile.Coded{Adult: no, BirthYear: 2008, OfAgeFrom: first, OfAgeOn: first},
			Count{BirthYear: 2008, BirthAbout: true}, nil, tri.No, date.Must(2029, 12, 31)},
		"the same month, guessed before and now": {casefile.Coded{BirthYear: 2008,
			BirthAbout: "yes", OfAgeOn: date.Must(2029, 6, 14)},
			Count{BirthYear: 2008, BirthMonth: "2008-06", BirthAbout: true}, nil, tri.Unknown,
			date.Must(2029, 6, 14)},
		"a month no longer guessed": {casefile.Coded{BirthYear: 2008, BirthAbout: "yes",
			OfAgeOn: date.Must(2029, 6, 30)}, Count{BirthYear: 2008, BirthMonth: "2008-06"}, nil, tri.Yes,
			date.Date{}},
		"a guessed year after a guessed month": {casefile.Coded{BirthYear: 2008,
			BirthAbout: "yes", OfAgeOn: date.Must(2029, 6, 30)}, Count{BirthYear: 2008, BirthAbout: true}, nil,
			tri.Unknown, date.Must(2029, 6, 30)},
		"another year after that day": {casefile.Coded{Adult: no, BirthYear: 2008, OfAgeOn: date.Must(2026, 11, 2)},
			Count{BirthYear: 2010}, nil, tri.No, date.Must(2028, 12, 31)},
		"the same year after that day": {casefile.Coded{BirthYear: 2008,
			OfAgeOn: date.Must(2026, 11, 2)}, Count{BirthYear: 2008}, nil, tri.Yes, date.Date{}},
		"of age, and said so": {casefile.Coded{}, Count{BirthYear: 1990}, yes, tri.Yes, date.Date{}},
		"of age, and two say different": {casefile.Coded{}, Count{BirthYear: 1990}, disputed, tri.Unknown,
			date.Date{}},
		"of no known year, and two say different": {casefile.Coded{Adult: tri.Said{Yes: true}}, Count{}, disputed,
			tri.Unknown,
			date.Date{}},
	} {
		row := c.was
		Entry{On: on, Count: c.now}.code(in, &row, nil, c.said)
		if got := row.OfAge(on); got != c.want || row.OfAgeOn != c.by {
			t.Errorf("%s: of age %s, on %s, not %s on %s", what, got, row.OfAgeOn, c.want, c.by)
		}
	}
}

// An indicator that has ended is asked where it is answered, and nowhere else.
func TestAnEndedIndicatorStandsWhereItIsAnswered(t *testing.T) {
	first, day := packs.France().List("indicator").Keys()[0], date.Must(2027, 3, 1)
	in, left := packs.France().With(country.EndCode("indicator", first, day))
	if len(left) > 0 {
		t.Fatal(left)
	}
	for _, c := range []struct {
		on     date.Date
		answer tri.Value
		asked  bool
	}{{day, tri.Yes, true}, {day, tri.No, true}, {day, tri.Unknown, false}, {day.AddDays(-1), tri.Unknown, true}} {
		asked := slices.ContainsFunc(Indicators(in, map[string]tri.Value{first: c.answer}, c.on),
			func(x country.Code) bool { return x.Key == first })
		if asked != c.asked {
			t.Errorf("on %s, answered %q: asked %t", c.on, c.answer, asked)
		}
	}
}
