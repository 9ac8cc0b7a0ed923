package placementweb_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/round"
	"havre.example/havre/internal/calc/round/file"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/casefile/casefileweb"
	"havre.example/havre/internal/room/placement/placementweb"
	"havre.example/havre/internal/room/placement/weighing"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/web"
)

var qRunning = gate.OfficeSQL("test.round_running", `update placement_round set state = 'running'`)

var (
	lockField = regexp.MustCompile(`name="lock" value="([^"]+)"`)
	whyLink   = regexp.MustCompile(`href="(/rounds/[^"]+/places/[^"]+)"`)
	caseLink  = regexp.MustCompile(`href="(/rounds/[^"]+/people/[^"/]+)"`)
)

// Everybody who waits is weighed at once: two people and the two places that take them, each her own; what a person
// fixes is kept; the page says why, and tells nothing of who they are.
func TestRoundOfAllWhoWait(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		s.person(needle, "06", "NG", 1999)
		second := s.person("Second", "06", "FR", 1980)
		list := s.get("/rounds")
		s.shows(list, false, needle, "Second")
		code, to, _ := s.do("POST", "/rounds", url.Values{})
		if code != 303 || !strings.HasPrefix(to, "/rounds/") {
			t.Fatalf("weigh: %d to %q", code, to)
		}
		page := s.get(to)
		s.shows(page, true, "Personnes avec une place\u00a0: 6 sur 6", "Prouvé", "Lot (46)", "Nord (59)")
		s.shows(page, false, needle, "Second", "Rhône (69)")

		one := caseLink.FindStringSubmatch(page)
		if one == nil {
			t.Fatal("no page for one person")
		}
		person := s.get(one[1])
		s.shows(person, true, "le choix de l’examen", "Pourquoi pas là")
		asked := whyLink.FindStringSubmatch(person)
		if asked == nil {
			t.Fatal("nothing to ask about")
		}
		s.shows(s.get(asked[1]), true, "Elle conviendrait aussi bien", "Autre chose irait alors à")

		// What a person fixes: the other takes what is left.
		var lock string
		for _, m := range lockField.FindAllStringSubmatch(person, -1) {
			if strings.HasSuffix(asked[1], "/places/"+m[1][strings.LastIndex(m[1], " ")+1:]) {
				lock = m[1]
			}
		}
		if lock == "" {
			t.Fatal("nothing to fix")
		}
		s.Clock.Advance(time.Minute)
		code, again, _ := s.do("POST", "/rounds", url.Values{"lock": {lock, "bad", "x y"}})
		if code != 303 || again == to {
			t.Fatalf("weigh anew: %d to %q", code, again)
		}
		page = s.get(again)
		s.shows(page, true, "fixée par une personne", "la réponse change pour 2 personnes",
			"Personnes avec une place\u00a0: 6 sur 6")

		// The file is what the command reads, and finds the same.
		code, _, text := s.do("GET", again+"/export", nil)
		r, err := file.Read([]byte(text))
		if code != 200 || err != nil {
			t.Fatalf("export: %d, %v", code, err)
		}
		if o, err := round.Solve(r, round.Options{}); err != nil || o.People() != 6 || !o.Proved {
			t.Errorf("the file gives %d people, %v", o.People(), err)
		}

		// Nobody else's.
		s.as = "lot"
		if code, _, _ := s.do("GET", again, nil); code != 404 && code != 403 {
			t.Errorf("a host opens a round: %d", code)
		}
		s.as = "claire"

		// A working paper: forgotten after a week.
		s.Clock.Advance(8 * 24 * time.Hour)
		s.claire, s.tokens["claire"] = f.SignInToken("claire")
		if code, _, _ := s.do("POST", "/rounds", url.Values{}); code != 303 {
			t.Fatalf("weigh after a week: %d", code)
		}
		if code, _, _ := s.do("GET", to, nil); code != 404 {
			t.Errorf("a round of last week is still there: %d", code)
		}

		// T5: the one who has a wish is given what she wishes for, and the file says so.
		for _, wish := range []string{"59", "46"} {
			s.must(s.Gate.Case(context.Background(), s.claire, workTest, second,
				func(tx *gate.CaseTx) error { return casefile.SetWishes(tx, []string{wish}) }))
			s.Clock.Advance(time.Minute)
			_, to, _ = s.do("POST", "/rounds", url.Values{})
			_, _, text = s.do("GET", to+"/export", nil)
			if r, err = file.Read([]byte(text)); err != nil {
				t.Fatal(err)
			}
			o, err := round.Solve(r, round.Options{})
			s.must(err)
			areas := map[string]string{}
			for _, p := range r.Places {
				areas[p.Key] = p.Area.Code
			}
			wishes := 0
			for i, c := range r.Cases {
				for _, a := range c.Wishes {
					if wishes++; a.Code != wish || areas[o.Given[i].Place] != wish {
						t.Errorf("she wishes for %s, the file says %s, and she is given %s", wish, a.Code,
							areas[o.Given[i].Place])
					}
				}
			}
			if wishes != 1 {
				t.Errorf("%d wishes in the file", wishes)
			}
		}
	})
}

// Every number of a round has its words.
func TestEveryTierHasWords(t *testing.T) {
	texts, err := web.LoadTexts(placementweb.Texts, casefileweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	o, err := round.Solve(round.Round{On: date.Must(2026, 11, 23), Weeks: 1,
		Cases: []round.Case{{Need: match.Need{Key: "a"}}}}, round.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range o.Tiers {
		name, class, ok := strings.Cut(x.Code, "_")
		switch {
		case x.Code == "drawn", texts.Has("placement.round.tier." + x.Code), texts.Has("placement.criterion." + x.Code):
		case ok && texts.Has("placement.round.tier."+name) && texts.Has("placement.round.class."+name+"_"+class):
		default:
			t.Errorf("no words for %s", x.Code)
		}
	}
	for _, g := range []round.Ground{round.ThereAlready, round.ByRule, round.ByCalendar, round.ByLock, round.ByTier,
		round.ByNothing, round.ByBridge, round.ByStop} {
		if !texts.Has("placement.round.ground." + string(g)) {
			t.Errorf("no words for %s", g)
		}
	}
	for _, x := range []round.Step{round.StepRules, round.StepPlaced, round.StepSafety, round.StepOrdered} {
		if !texts.Has("placement.round.step." + string(x)) {
			t.Errorf("no words for %s", x)
		}
	}
	if !texts.Has("placement.rule_name." + string(round.RuleRefused)) {
		t.Error("no words for what was declined")
	}
}

// Whoever referred a person knows where she was: a round names none of its places for her, as the search does not (I5).
func TestRoundKeepsAwayFromWhoReferred(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		c := s.person(needle, "06", "NG", 1999)
		s.must(s.Gate.Case(t.Context(), s.claire, workTest, c, func(tx *gate.CaseTx) error {
			return tx.Join(s.hosts["nord"].Teams()[0], access.Referred)
		}))
		_, to, _ := s.do("POST", "/rounds", url.Values{})
		page := s.get(to)
		s.shows(page, true, "Lot (46)")
		s.shows(page, false, "Nord (59)")
	})
}

// I1: what a round weighs does not change with papers, nationality, police or complaint; with gender only where a
// host's own profile names it, and then only its answer.
func TestRoundReadsNothingItMayNot(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		c := s.person(needle, "06", "NG", 1999)
		question := func() string {
			_, to, _ := s.do("POST", "/rounds", url.Values{})
			_, _, file := s.do("GET", to+"/export", nil)
			return file
		}
		change := func(fn func(*casefile.Coded)) {
			s.must(s.Gate.Case(t.Context(), s.claire, workTest, c,
				func(tx *gate.CaseTx) error { return casefile.ChangeCoded(tx, fn) }))
		}
		before := question()
		for _, x := range []string{"none", "before", "after"} {
			for _, y := range []tri.Value{tri.Yes, tri.No, tri.Unknown} {
				change(func(c *casefile.Coded) {
					c.Complaint, c.Cooperation, c.ReflectionTold, c.StatisticsConsent = x, y, y, y
					c.Nationality, c.NationalityGroup, c.TraffickingStatus, c.Exploitation = "FR", "france",
						"PossibleVictimOfTrafficking", "labour_other"
					c.ReferrerKind, c.BirthYear = "police", 1970
				})
				if question() != before {
					t.Fatalf("complaint %s, cooperation %s change what is weighed", x, y)
				}
			}
		}
		change(func(c *casefile.Coded) { c.Sex, c.Gender = "M", "Masculine" })
		after := question()
		if after == before {
			t.Error("a host that receives men alone answers the same to everybody")
		}
		s.shows(after, false, "Masculine", "Feminine", `"M"`, `"F"`)
	})
}

// Nobody waits: it is said kindly, and nothing is weighed. Addresses of nothing open nothing.
func TestRoundOfNobody(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		s.shows(s.get("/rounds"), true, "Personne n’attend")
		if code, _, body := s.do("POST", "/rounds", url.Values{}); code != 422 ||
			!strings.Contains(body, "Personne n’attend") {
			t.Errorf("weigh for nobody: %d", code)
		}
		for _, path := range []string{"/rounds/x", "/rounds/" + strings.Repeat("0", 26), "/rounds/" +
			weighing.ID{}.String() + "/export"} {
			if code, _, _ := s.do("GET", path, nil); code != 404 {
				t.Errorf("%s: %d", path, code)
			}
		}
	})
}

// A search for better goes on in the background, says how far it is, and ends; a person may end it before.
func TestRoundGoesOnInTheBackground(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		s.person(needle, "06", "NG", 1999)
		_, to, _ := s.do("POST", "/rounds", url.Values{})
		running := func() string {
			t.Helper()
			s.must(s.Gate.ChangeOffice(t.Context(), access.Machine("test"), buildTest, func(tx *gate.OfficeTx) error {
				_, err := tx.Exec(qRunning)
				return err
			}))
			page := s.get(to)
			s.shows(page, true, "data-poll", "C’est assez")
			return page
		}
		running()
		if code, _, _ := s.do("POST", to+"/stop", url.Values{}); code != 303 {
			t.Fatalf("stop: %d", code)
		}
		s.shows(s.get(to), false, "data-poll")

		running()
		var id weighing.ID
		s.must(id.UnmarshalText([]byte(strings.TrimPrefix(to, "/rounds/"))))
		s.must(s.desk.Handlers()["placement.weigh"](t.Context(),
			outbox.Job{Kind: "placement.weigh", Object: id.Bytes()}))
		s.shows(s.get(to), false, "data-poll")
		s.shows(s.get(to), true, "Prouvé")
	})
}
