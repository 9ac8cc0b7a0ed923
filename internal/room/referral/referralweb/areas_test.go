package referralweb_test

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
)

var typedArea = regexp.MustCompile(`name="danger_area" value="([^"]*)"`)

var sends = regexp.MustCompile(`action="(/fr/orienter/[^"]+)"`)

// areas are what stands in the fields of danger areas.
func (b *browser) areas() string {
	var out []string
	for _, m := range typedArea.FindAllStringSubmatch(b.body, -1) {
		out = append(out, html.UnescapeString(m[1]))
	}
	return strings.Join(out, "; ")
}

// A place that may be several is asked, with what was typed kept; what is understood is shown with its department.
func TestAPlaceThatMayBeSeveralIsAsked(t *testing.T) {
	reunion := "Saint-Denis, La Réunion"
	for _, c := range []struct {
		typed []string
		asks  []string // labels to choose from; none: nothing is asked
		which []string
		kept  string
	}{
		{typed: []string{"Marseille"}, kept: "Marseille, Bouches-du-Rhône"},
		{typed: []string{"Lille, Nord"}, kept: "Lille, Nord"},
		{typed: []string{"13001"}, kept: "Marseille, Bouches-du-Rhône"},
		{typed: []string{"69003", "75018", "20090"}, kept: "Lyon, Rhône; Paris (75); Corse-du-Sud (2A)"},
		{typed: []string{"Creuse", "creuse", "23", "23000"}, kept: "Creuse (23)"},
		{typed: []string{"Saint-Denis"}, asks: []string{"Saint-Denis, Seine-Saint-Denis", reunion,
			"Saint-Denis, Aude"}, which: []string{reunion}, kept: reunion},
		{typed: []string{"Vienne"}, asks: []string{"Vienne (86)", "Vienne, Isère"},
			which: []string{"Vienne (86)", "Vienne, Isère"}, kept: "Vienne (86); Vienne, Isère"},
		{typed: []string{"Lot", "Saint-Pierre"}, asks: []string{"Saint-Pierre, Martinique", "Saint-Pierre, La Réunion"},
			which: []string{"Saint-Pierre, Martinique"}, kept: "Lot (46); Martinique (972)"},
	} {
		f := trusttest.SQLite(t)
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		f.Person("ines", "Inès", f.Teams["oversight"], "", access.Referrer)
		staff, public := open(t, f), open(t, f)
		_, staff.token = f.SignInToken("ines")
		staff.do("POST", "/referrals/new", form("who_name", "Inès", "who_telephone", "01")).want(303)
		draft, _, _ := strings.Cut(strings.TrimPrefix(staff.to, "/referrals/"), "/")
		public.do("POST", "/fr/orienter", form("step", "who", "who_name", "x", "who_telephone", "1")).want(200)
		key := receipt.FindStringSubmatch(public.body)[1]
		steps := map[*browser]func(string, url.Values){
			staff: func(then string, v url.Values) {
				staff.do("POST", "/referrals/"+draft+"/danger", v)
				if staff.status == 303 {
					staff.do("GET", "/referrals/"+draft+"/"+then, nil)
				}
			},
			public: func(then string, v url.Values) {
				v.Set("receipt", key)
				v.Set("step", "danger")
				public.do("POST", "/fr/orienter", v)
				if public.status == 200 {
					public.do("POST", "/fr/orienter", form("receipt", key, "step", "check", "go", then))
				}
			},
		}
		for b, step := range steps {
			v := url.Values{"danger_area": c.typed, "danger_words": {needle}}
			step("danger", v)
			if len(c.asks) > 0 {
				b.want(422, c.asks...)
				b.want(422, c.typed[len(c.typed)-1], needle)
				v["danger_area-which"] = c.which
				step("danger", v)
			}
			b.want(200, needle)
			if got := b.areas(); got != c.kept {
				t.Errorf("%q is kept as %q", c.typed, got)
			}
			step("danger", url.Values{"danger_area": strings.Split(b.areas(), "; ")}) // what is shown is read
			if b.areas() != c.kept {
				t.Errorf("%q, shown and sent again, is %q", c.kept, b.areas())
			}
			step("check", v)
			b.want(200, html.EscapeString(strings.ReplaceAll(c.kept, "; ", "\u202f; ")))
		}
	}
}

// A place that nobody finds keeps nobody from referring: it stays in words, the last page says what that means, and the
// case opens with a danger of which nobody knows where it is. Whoever goes back loses no line.
func TestAPlaceThatNobodyFindsIsKeptInWords(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		const lost = "Zorabel-sur-Nulle-Part"
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		b := open(t, f)
		b.do("POST", "/fr/orienter", form("step", "who", "who_name", "x", "who_telephone", "1",
			"who_department", "Zut-les-Bains")).want(422, `value="Zut-les-Bains"`, `value="=Zut-les-Bains"`)
		b.do("POST", "/fr/orienter", form("step", "who", "who_name", "x", "who_telephone", "1",
			"who_department", "Zut-les-Bains", "who_department-which", "=Zut-les-Bains")).want(200)
		key := receipt.FindStringSubmatch(b.body)[1]
		step := func(pairs ...string) *browser {
			v := form(append([]string{"receipt", key}, pairs...)...)
			for _, m := range base.FindAllStringSubmatch(b.body, -1) {
				v.Add("base", m[1])
			}
			return b.do("POST", "/fr/orienter", v)
		}
		step("step", "check", "go", "who").want(200, `value="Zut-les-Bains"`)
		const slip = "Marseile" // it is asked what may be meant, and nothing goes into words unasked
		step("step", "danger", "danger_area", slip).want(422,
			`name="danger_area-which" value="Marseille, Bouches-du-Rhône"`, `value="=`+slip+`"`, `value="`+slip+`"`)
		step("step", "danger", "danger_area", slip, "danger_area-which", "Marseille, Bouches-du-Rhône").want(200,
			"Marseille, Bouches-du-Rhône")
		step("step", "check", "go", "danger").want(200)
		step("step", "danger", "danger_area", lost, "danger_area", "Lot", "danger_level", "grave").want(200,
			"gardé en mots", lost)
		step("step", "check", "go", "danger").want(200, lost+"</textarea>")
		if got := b.areas(); got != "Lot (46)" {
			t.Errorf("kept as %q", got)
		}
		again := []string{"step", "danger", "danger_area", "Vienne", "danger_elsewhere", lost}
		step(again...).want(422, "Aucun de ces lieux")
		step(append(again, "danger_area-which", "=Vienne")...).want(200)
		step("step", "check", "go", "danger").want(200, lost+"\nVienne</textarea>")
		step("step", "danger", "danger_area", "Saint-Denis", "danger_area", "Lot", "danger_elsewhere", lost,
			"danger_level", "grave", "go", "back").want(200)
		step("step", "check", "go", "danger").want(200, lost+"\nSaint-Denis</textarea>")
		step("step", "agreement", "agreed", "yes").want(200)
		step("step", "check").want(200)
		step("step", "contact").want(200, lost, "aucun n’est tenu pour sûr")
		f.Clock.Advance(time.Minute)
		b.do("POST", sends.FindStringSubmatch(b.body)[1], form("receipt", key)).want(200)

		who, token := f.SignInToken("claire")
		b.token = token
		list, err := casefile.NewDesk(f.Gate, nil, nil).Cases(t.Context(), who, true, casefile.Ref{})
		if err != nil || len(list.Cases) != 1 {
			t.Fatalf("%+v, %v", list, err)
		}
		ref := list.Cases[0].Ref
		b.do("GET", "/cases/"+ref.String(), nil).want(200, lost)
		file, err := assessment.New(f.Gate, person.New(f.Gate)).Open(t.Context(), who, ref)
		if err != nil || len(file.Zones) != 2 || file.Zones[1].Area != country.InWords ||
			file.Zones[1].Level != "grave" || file.Words.Elsewhere.Reveal() != lost+"\nSaint-Denis" {
			t.Errorf("%+v, %v", file.Zones, err)
		}
	})
}

// What was answered of full age and a birth that says otherwise are said where everything stands once more, and keep
// nobody from referring (I9).
func TestAnAgeThatIsDisputedIsSaidBeforeSending(t *testing.T) {
	f := trusttest.SQLite(t)
	for born, said := range map[string]bool{"1999": false, "2015": true} {
		b := open(t, f)
		b.do("POST", "/fr/orienter", form("step", "who", "who_name", "x", "who_telephone", "1")).want(200)
		key := receipt.FindStringSubmatch(b.body)[1]
		b.do("POST", "/fr/orienter", form("receipt", key, "step", "person", "adult", "yes",
			"birth_year", born)).want(200)
		b.do("POST", "/fr/orienter", form("receipt", key, "step", "agreement", "agreed", "yes")).want(200)
		b.do("POST", "/fr/orienter", form("receipt", key, "step", "contact")).want(200, "/fr/orienter/envoi")
		if strings.Contains(b.body, "ne s’accordent pas") != said {
			t.Errorf("born %s, of full age: said %t", born, !said)
		}
	}
}
