package ask_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/ask/draft"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/packs"
)

// visit is something with an answer of every kind.
type visit struct {
	who      string
	words    secret.Text
	pets     tri.Value
	told     bool
	shape    string
	mood     string
	level    int
	needs    []string
	home     string
	tongues  []string
	areas    []string
	adults   int
	children int
	born     int
	on       date.Date
	at       time.Time
	cost     money.Cents
	shown    string
}

var asked = ask.Of("visit",
	ask.Text("who", func(v *visit) *string { return &v.who }).Max(5).Required(),
	ask.Words("words", vault.Needs, "visit.words_sealed", func(v *visit) *secret.Text { return &v.words }).
		Lines(4).Max(10).Asked(),
	ask.Tri("pets", func(v *visit) *tri.Value { return &v.pets }).Asked().Kept(),
	ask.Tick("told", func(v *visit) *bool { return &v.told }),
	ask.Code("shape", "household_shape", func(v *visit) *string { return &v.shape }).As("household").Asked(),
	ask.Among("mood", []string{"calm", "tense"}, func(v *visit) *string { return &v.mood }),
	ask.Level("level", 3, func(v *visit) *int { return &v.level }).Asked(),
	ask.Codes("needs", "need", func(v *visit) *[]string { return &v.needs }).
		Or(func(v *visit) bool { return v.told }).Asked().Kept(),
	ask.Pick("home", ask.Departments, func(v *visit) *string { return &v.home }),
	ask.Picks("tongues", "language", func(v *visit) *[]string { return &v.tongues }).Kept(),
	ask.Picks("areas", ask.Places, func(v *visit) *[]string { return &v.areas }),
	ask.Number("adults", 1, 10, func(v *visit) *int { return &v.adults }).Within("household"),
	ask.Number("children", 0, 10, func(v *visit) *int { return &v.children }).Within("household").Asked(),
	ask.Number("born", 1900, 2199, func(v *visit) *int { return &v.born }).NotAhead(),
	ask.Day("on", func(v *visit) *date.Date { return &v.on }).NotAhead().Asked(),
	ask.Hour("at", func(v *visit) *time.Time { return &v.at }),
	ask.Money("cost", func(v *visit) *money.Cents { return &v.cost }),
	ask.Code("shown", "gender", func(v *visit) *string { return &v.shown }).Asked(),
)

var today = date.Must(2026, 11, 24)

// full answers every question.
func full() *visit {
	return &visit{who: "Lise", words: secret.Of("a quiet room"), pets: tri.No, told: true, shape: "single",
		mood:  "calm",
		level: 2, needs: []string{"school"}, home: "59", tongues: []string{"pt", "fr"}, areas: []string{"59350", "13"},
		adults: 2, children: 1, born: 1999, on: date.Must(2026, 11, 1),
		at: time.Date(2026, 11, 24, 13, 10, 0, 0, time.UTC), cost: 1250, shown: "Feminine"}
}

func TestEveryAnswerReturnsWhereItCameFrom(t *testing.T) {
	from, to := full(), &visit{}
	for _, q := range asked {
		if !q.Get(from).Known() {
			t.Errorf("%s: full, and not known", q.Name)
		}
		if q.Get(to).Known() {
			t.Errorf("%s: empty, and known", q.Name)
		}
		q.Set(to, q.Get(from))
		if !q.Get(to).Equal(q.Get(from)) {
			t.Errorf("%s: %v became %v", q.Name, q.Get(from).Codes, q.Get(to).Codes)
		}
	}
	if changed := asked.Changed(from, to); changed != nil {
		t.Errorf("changed on the way: %v", changed)
	}
	to.needs[0] = "other"
	if from.needs[0] != "school" {
		t.Error("two sheets share one list")
	}
}

func TestMissingIsWhatNobodyAnswered(t *testing.T) {
	empty := asked.Missing(&visit{})
	if got := strings.Join(empty, " "); got != "words pets household level needs on shown" {
		t.Errorf("nothing answered: %s", got)
	}
	if got := asked.Missing(full()); got != nil {
		t.Errorf("all answered: %v", got)
	}
	v := full()
	v.pets, v.shape, v.shown, v.needs, v.told = tri.Unknown, "unknown", "NonSpecifiedUnknown", nil, false
	if got := strings.Join(asked.Missing(v), " "); got != "pets household needs shown" {
		t.Errorf("not known yet is still open (I10): %s", got)
	}
	v.told = true
	if slices.Contains(asked.Missing(v), "needs") {
		t.Error("answered the other way, and still missing")
	}
}

func TestChangedNamesTheTopic(t *testing.T) {
	a, b := full(), full()
	b.adults, b.children, b.words, b.tongues = 3, 2, secret.Of("another room"), []string{"fr", "pt"}
	if got := strings.Join(asked.Changed(a, b), " "); got != "words tongues household" {
		t.Errorf("changed: %s", got)
	}
}

func TestCarryTakesWhatStaysTrue(t *testing.T) {
	to := &visit{who: "Ada"}
	asked.Carry(full(), to)
	if to.pets != tri.No || len(to.needs) != 1 || len(to.tongues) != 2 || to.who != "Ada" || to.level != 0 ||
		!to.words.Empty() {
		t.Errorf("carried: %+v", to)
	}
}

func TestSoundRefusesWhatNoFormSends(t *testing.T) {
	p := packs.France()
	if !asked.Sound(full(), p, today) || !asked.Sound(&visit{}, p, today) {
		t.Fatal("a whole and an empty sheet are refused")
	}
	for name, spoil := range map[string]func(*visit){
		"too long":       func(v *visit) { v.who = "Marguerite" },
		"no such shape":  func(v *visit) { v.shape = "castle" },
		"no such value":  func(v *visit) { v.mood = "cross" },
		"beyond the top": func(v *visit) { v.level = 4 },
		"below":          func(v *visit) { v.level = -1 },
		"no such need":   func(v *visit) { v.needs = []string{"school", "yacht"} },
		"an empty code":  func(v *visit) { v.needs = []string{""} },
		"no department":  func(v *visit) { v.home = "R32" },
		"no language":    func(v *visit) { v.tongues = []string{"zzzz"} },
		"no area":        func(v *visit) { v.areas = []string{"nowhere"} },
		"too many":       func(v *visit) { v.areas = slices.Repeat([]string{"59"}, 201) },
		"too few":        func(v *visit) { v.adults = -1 },
		"too great":      func(v *visit) { v.adults = 11 },
		"born ahead":     func(v *visit) { v.born = 2027 },
		"born too early": func(v *visit) { v.born = 1899 },
		"a day ahead":    func(v *visit) { v.on = today.AddDays(2) },
		"less than none": func(v *visit) { v.cost = -1 },
	} {
		v := full()
		if spoil(v); asked.Sound(v, p, today) {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestDraftsKeepAnswersByName(t *testing.T) {
	s := ask.Of("visit", draft.Words("story", vault.Danger, "visit.story_sealed"), draft.Tri("safe").Asked(),
		draft.Code("kind", "gender"), draft.Codes("need", "need"), draft.Pick("home", ask.Departments),
		draft.Picks("spoken", "language"), draft.Number("adults", 1, 12), draft.Day("since"))
	d := ask.NewDraft()
	for _, q := range s {
		q.Set(&d, ask.Answer{})
	}
	if len(d.Codes) != 7 || len(d.Words) != 1 || len(s.Missing(&d)) != 1 {
		t.Errorf("begun: %d codes, %d words, missing %v", len(d.Codes), len(d.Words), s.Missing(&d))
	}
	s.Named("safe").Set(&d, ask.Said(tri.No))
	s.Named("since").Set(&d, ask.Dated(today))
	if ask.In(d, "safe").Tri() != tri.No || ask.In(d, "since").Date() != today || s.Missing(&d) != nil {
		t.Errorf("answered: %v", d.Codes)
	}
	d.Codes["since"] = []string{"yesterday"}
	if s.Sound(&d, packs.France(), today) {
		t.Error("a day that is none was taken")
	}
}

func TestPartsOfASheet(t *testing.T) {
	if got := asked.Only("on", "who"); len(got) != 2 || got[0].Name != "on" || got[0].Label() != "visit.field.on" {
		t.Errorf("only: %v", got.Questions())
	}
	if got := asked.Without("who", "on"); len(got) != len(asked)-2 {
		t.Errorf("without: %d", len(got))
	}
	again := asked.Prefixed("leg2-")
	if q := again.Named("leg2-shape"); q.Label() != "visit.field.household" || q.Topic() != "household" ||
		asked[0].Name != "who" {
		t.Errorf("prefixed: %+v", q.Question)
	}
	for name, wrong := range map[string]func(){
		"nobody asks":  func() { asked.Named("nobody") },
		"asked twice":  func() { ask.Of("visit", draft.Tri("a"), draft.Day("a")) },
		"only unknown": func() { asked.Only("nobody") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			wrong()
		}()
	}
}

// An area has one name, in whatever language the rest is written; a town that bears its department's stands there once.
func TestWordsOfCodes(t *testing.T) {
	p := packs.France()
	var names []string
	for _, c := range asked.Named("areas").Choices(p, "", today) {
		names = append(names, c.Label)
		if found := p.Find(c.Label); len(found) != 1 || found[0].Code != c.Code {
			t.Errorf("%s, which is offered, is read as %v", c.Label, found)
		}
	}
	for _, want := range []string{"Lille (59)", "Nord (59)", "Vienne (38)", "Vienne (86)", "Paris (75)"} {
		if at := slices.Index(names, want); at < 0 || slices.Contains(names[at+1:], want) {
			t.Errorf("%s is not there once", want)
		}
	}
	if w := asked.Named("home").Word(p, "fr", "59"); w != "Nord (59)" {
		t.Errorf("59 is %s", w)
	}
	if w := asked.Named("mood").Word(p, "fr", "calm"); w != "calm" {
		t.Errorf("calm is %s", w)
	}
	if n := len(asked.Named("needs").Choices(p, "fr", today)); n < 10 {
		t.Errorf("%d needs to choose from", n)
	}
}

func TestWholeAsksForWhatMustBe(t *testing.T) {
	if asked.Whole(&visit{}) || !asked.Whole(&visit{who: "Lise"}) {
		t.Error("only who must be answered")
	}
}

func TestAListMayBeAskedInPart(t *testing.T) {
	p := packs.France()
	some := ask.Of("visit", ask.Codes("some", "need", func(v *visit) *[]string { return &v.needs }).
		Where(func(c country.Code) bool { return c.Key != "school" }).In("visit.some_on"))
	all := asked.Named("needs").Choices(p, "fr", today)
	if n := len(some[0].Choices(p, "fr", today)); n != len(all)-1 {
		t.Errorf("%d of %d needs to choose from", n, len(all))
	}
	if some.Sound(&visit{needs: []string{"school"}}, p, today) {
		t.Error("what is not offered was taken")
	}
	if f := some[0].File(); f != "some" {
		t.Errorf("its column in a file is %q", f)
	}
}

// An answer comes back from its column as it was; what nobody answered is "not known yet" there too (I10).
func TestAColumnKeepsAnAnswer(t *testing.T) {
	for name, kept := range map[string]string{"pets": "yes", "shape": "single", "level": "2", "needs": "cot school",
		"adults": "3", "on": "2026-11-20"} {
		var v visit
		q := asked.Named(name)
		q.Set(&v, q.Restored(kept))
		if got := fmt.Sprint(q.Stored(q.Get(&v))); got != kept {
			t.Errorf("%s: %s came back as %s", name, kept, got)
		}
		if none := fmt.Sprint(q.Stored(ask.Answer{})); name == "pets" && none != "unknown" {
			t.Errorf("%s: not asked, and kept as %q", name, none)
		}
	}
	if q := asked.Named("level"); q.Restored("0").Code() != "" || q.Stored(ask.Answer{}) != 0 {
		t.Error("no number is kept as an answer")
	}
}

// Words that are not written as they have to be are refused; no words are.
func TestWordsMayHaveAForm(t *testing.T) {
	q := ask.Text("code", ask.Itself[string]).Like(func(s string) bool { return s == "abc" }, "visit.wrong").Own("name")
	if !q.Fits("abc") || !q.Fits("") || q.Fits("abd") || q.Wrong != "visit.wrong" || q.Fills != "name" {
		t.Errorf("%+v", q.Question)
	}
	for code, sound := range map[string]bool{"abc": true, "": true, "abd": false} {
		if s := (ask.Sheet[string]{q}); s.Sound(&code, packs.France(), date.Must(2026, 11, 1)) != sound {
			t.Errorf("%q is sound: %v", code, !sound)
		}
	}
}

// A code that ended may stay in the answer that had it, and is offered there alone.
func TestWhatEndedMayStand(t *testing.T) {
	p, wrong := packs.France().With(country.EndCode("need", "quiet_room", today))
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	ended := func(stood ...string) (out []string) {
		for _, c := range asked.Named("needs").Choices(p, "fr", today, stood...) {
			if c.Ended {
				out = append(out, c.Code)
			}
		}
		return out
	}
	if got := ended(); got != nil {
		t.Errorf("offered to everybody: %v", got)
	}
	if got := ended("school", "quiet_room", "yacht"); !slices.Equal(got, []string{"quiet_room"}) {
		t.Errorf("offered where it stands: %v", got)
	}
	with, without := full(), full()
	with.needs = []string{"school", "quiet_room"}
	for _, c := range []struct {
		now   *visit
		stood []*visit
		ok    bool
	}{{with, nil, false}, {with, []*visit{without}, false}, {with, []*visit{with}, true},
		{without, []*visit{with}, true}} {
		if asked.Sound(c.now, p, today, c.stood...) != c.ok {
			t.Errorf("%v after %d visits is sound: %v", c.now.needs, len(c.stood), !c.ok)
		}
	}
	with.home = "quiet_room"
	if asked.Sound(with, p, today, with) {
		t.Error("what no list has was taken because it stood")
	}
}

// A year of birth is sound with its month and its day, too: no form that takes them is refused when it is sent.
func TestAMonthOfBirthIsSound(t *testing.T) {
	type person struct {
		year  int
		month string
	}
	born := ask.Sheet[person]{ask.Number("born", 1900, 2199, func(p *person) *int { return &p.year }).NotAhead().
		OfBirth("about").WithMonth(true, func(p *person) *string { return &p.month })}
	for said, sound := range map[person]bool{{1985, "1985-12"}: true, {1985, "1985-12-31"}: true, {1985, ""}: true,
		{2026, "2026-12"}: false, {1899, "1899-12"}: false, {2027, ""}: false} {
		if born.Sound(&said, packs.France(), date.Must(2026, 11, 1)) != sound {
			t.Errorf("%+v is taken or refused against what the form says", said)
		}
	}
}

// What bounds a day and a count where its question says nothing else: five years of work behind, two of plans ahead.
func TestWhatBoundsADayAndACount(t *testing.T) {
	on := date.Must(2026, 11, 30)
	if back, ahead := (ask.Question{}).Reach(); back != 5*365 || ahead != 2*365 {
		t.Errorf("a day may lie %d before and %d after", back, ahead)
	}
	if back, ahead := (ask.Question{Back: 7, Ahead: 1}).Reach(); back != 7 || ahead != 1 {
		t.Errorf("a day may lie %d before and %d after", back, ahead)
	}
	for _, c := range []struct {
		q           ask.Question
		least, most int
	}{
		{ask.Question{Least: 1, Most: 9000}, 1, 9000},
		{ask.Question{Least: 1900, Most: 9000, Past: true}, 1900, 2026},
		{ask.Question{Least: 1900, Most: 9000, Past: true, Guessed: "guessed"}, 1916, 2026},
	} {
		if least, most := c.q.Bounds(on); least != c.least || most != c.most {
			t.Errorf("%d to %d, want %d to %d", least, most, c.least, c.most)
		}
	}
}
