package placementweb_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/casefile/casefileweb"
	_ "havre.example/havre/internal/room/consent" // its part: the facts it tells
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/placementweb"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

var (
	openTest = access.Define(access.Act{Name: "test.open", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: vault.All})
	workTest  = access.Define(access.Act{Name: "test.work", Door: access.CaseDoor, By: access.CaseCoordinator})
	buildTest = access.Define(access.Act{Name: "test.build", Door: access.OfficeDoor, By: access.ByMachine})
	qTeam     = gate.OfficeSQL("test.team", `insert into access_team (id, kind, name, created_at)
		values ($1, 'partner', $2, 0)`)
	qPartner = gate.OfficeSQL("test.partner", `insert into partner_partner (id, code, name, kind, department, town,
		contact_telephone, team_id, convention_from_on, convention_until_on, yearly_places, state, created_at)
		values ($1, $2, $2, 'chrs', $3, '', '05 00 00 00 01', $4, '2020-01-01', '2029-12-31', 6, 'active', 0)`)
	qSite = gate.OfficeSQL("test.site", `insert into partner_site (id, partner_id, name, department, town,
		address_sealed, telephone_sealed, access_sealed) values ($1, $2, 'Maison Azur', $3, '', $4, $4, $4)`)
	qPlace = gate.OfficeSQL("test.place", `insert into partner_place (id, site_id, name, beds, cots, accepts_gender,
		accepts_children, max_children, accepts_couples, accepts_animals, min_autonomy, step_free, ground_floor,
		security_level, languages, specialisms, state, available_from_on, held_for, occupied_for)
		values ($1, $2, 'Chambre 1', 3, 1, $3, 'yes', 3, 'yes', 'yes', 'low', 'yes', 'yes', 3, 'fr', 'trauma_care',
		'available', '2026-01-01', $4, $4)`)
)

// site is placement's pages, one coordinator, and hosts in the Lot, the Rhône (men only) and the Nord.
type site struct {
	*trusttest.Floor
	t      *testing.T
	h      http.Handler
	desk   *placement.Desk
	claire access.Actor
	hosts  map[string]access.Actor
	places map[string]string
	tokens map[string]string
	as     string
	lang   string
	loads  int // pages asked for
}

func newSite(t *testing.T, f *trusttest.Floor) *site { return siteOf(t, f, "46") }

// siteOf is a site with the first host in a department.
func siteOf(t *testing.T, f *trusttest.Floor, department string) *site {
	texts, err := web.LoadTexts(placementweb.Texts, casefileweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{Floor: f, t: t, desk: placement.New(f.Gate, placement.Options{}), hosts: map[string]access.Actor{},
		places: map[string]string{}, tokens: map[string]string{}, as: "claire", lang: "fr"}
	s.h = web.New(web.Options{Country: packs.France, Routes: placementweb.Room(s.desk).Routes, Texts: texts,
		Sessions: f.Sessions,
		Clock:    f.Clock,
		Log:      slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))})
	for _, h := range [][3]string{{"lot", department, "any"}, {"rhone", "69", "men"}, {"nord", "59", "any"}} {
		s.build(h[0], h[1], h[2])
	}
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	for login := range s.hosts {
		s.hosts[login], s.tokens[login] = f.SignInToken(login)
	}
	s.claire, s.tokens["claire"] = f.SignInToken("claire")
	return s
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) build(login, department, accepts string) {
	team, p, at, place := id.Random[any](), id.Random[any](), id.Random[any](), id.Random[any]()
	s.must(s.Gate.ChangeOffice(context.Background(), access.Machine("test"), buildTest, func(tx *gate.OfficeTx) error {
		if _, err := tx.Exec(qTeam, team, login); err != nil {
			return err
		}
		if _, err := tx.Exec(qPartner, p, "Le Phare "+login, department, team); err != nil {
			return err
		}
		if _, err := tx.Exec(qSite, at, p, department, []byte{}); err != nil {
			return err
		}
		_, err := tx.Exec(qPlace, place, at, accepts, []byte{})
		return err
	}))
	var t access.TeamID
	s.must(t.Scan(team.Bytes()))
	s.hosts[login] = s.Person(login, login, t, "", access.Host)
	s.places[login] = place.String()
}

// person opens an admitted case of somebody in danger in an area; everything coded is the same for all of them.
func (s *site) person(name, zone, nationality string, born int) casefile.Ref {
	s.t.Helper()
	ctx := context.Background()
	var sealed gate.Sealed
	ref, err := s.Gate.NewCase(ctx, s.claire, openTest,
		[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates,
			Opens: vault.Identity | vault.Danger | vault.Needs}}, nil,
		func(tx *gate.CaseTx, j gate.JournalID) (err error) {
			if err := casefile.Opened(tx, j, "first"); err != nil {
				return err
			}
			if sealed, err = tx.Seal(vault.Identity, "test.name_sealed", tx.ID(), secret.Of(name)); err != nil ||
				sealed.Empty() {
				return err
			}
			return casefile.Tell(tx, referral.Referred{By: "association"})
		})
	s.must(err)
	for _, f := range []casefile.Fact{assessment.EvaluationStarted{}, assessment.NeedsStated{}, assessment.Admitted{}} {
		s.Clock.Advance(time.Millisecond)
		s.must(s.Gate.Case(ctx, s.claire, workTest, ref, func(tx *gate.CaseTx) error {
			if f.Kind() == "needs_stated" {
				if err := casefile.AddZone(tx, casefile.Zone{Area: zone, Level: "serious"}); err != nil {
					return err
				}
				err := casefile.ChangeCoded(tx, func(c *casefile.Coded) {
					c.Sex, c.Gender, c.Nationality, c.NationalityGroup, c.BirthYear, c.Adults, c.HouseholdShape = "F",
						"Feminine", nationality, "non_eu", born, 1, "adult_with_children"
					c.ChildrenBands, c.Animals, c.NeedCodes, c.Languages, c.Autonomy = []string{"age_0_2", "age_6_12"},
						tri.No, []string{"interpreter", "ground_floor"}, []string{"bm", "fr"}, "medium"
					c.SecurityLevel, c.ReadyOn, c.StayWeeks, c.OriginDepartment = 1, date.Must(2026, 11, 28), 26, zone
				})
				if err != nil {
					return err
				}
			}
			return casefile.Tell(tx, f)
		}))
	}
	return ref
}

func (s *site) do(method, path string, form url.Values) (int, string, string) {
	s.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	req := httptest.NewRequest(method, "http://havre.test"+path, body)
	req.AddCookie(&http.Cookie{Name: "havre", Value: s.tokens[s.as]})
	req.AddCookie(&http.Cookie{Name: "havre_lang", Value: s.lang})
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", "http://havre.test")
	}
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, req)
	s.loads++
	return w.Code, w.Header().Get("Location"), w.Body.String()
}

func (s *site) get(path string) string {
	s.t.Helper()
	code, _, body := s.do("GET", path, nil)
	if code != 200 {
		s.t.Fatalf("GET %s: %d\n%s", path, code, body)
	}
	return body
}

// home finds the link of what needs somebody, as the home page does.
func (s *site) home(login string) string {
	s.t.Helper()
	items, err := casefile.NewDesk(s.Gate, s.desk.HomePanels(), nil).OnHome(context.Background(), s.hosts[login])
	if err != nil || len(items) == 0 || items[0].Link == "" {
		s.t.Fatalf("home of %s: %+v, %v", login, items, err)
	}
	return items[0].Link
}

func (s *site) shows(body string, yes bool, words ...string) {
	s.t.Helper()
	for _, w := range words {
		if strings.Contains(body, w) != yes {
			s.t.Errorf("%q in the page: %v, want %v", w, !yes, yes)
		}
	}
}
