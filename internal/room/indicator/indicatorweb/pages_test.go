package indicatorweb_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/kernel/sheet"
	"havre.example/havre/internal/room/indicator"
	"havre.example/havre/internal/room/indicator/indicatorweb"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

// site is the room's pages with a coordinator, an observer and an administrator signed in.
type site struct {
	t      *testing.T
	h      http.Handler
	d      *indicator.Desk
	f      *trusttest.Floor
	tokens map[string]string
	lang   string
}

func newSite(t *testing.T) *site {
	f := trusttest.SQLite(t)
	texts, err := web.LoadTexts(indicatorweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, f: f, d: indicator.New(f.Gate), tokens: map[string]string{}, lang: "fr"}
	s.h = web.New(web.Options{Country: packs.France, Routes: indicatorweb.Room(s.d).Routes, Texts: texts,
		Sessions: f.Sessions, Clock: f.Clock,
		Log: slog.New(slog.DiscardHandler)})
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	f.Person("odile", "Odile", f.Teams["oversight"], "", access.Observer)
	for _, login := range []string{"claire", "odile", "root"} {
		_, s.tokens[login] = f.SignInToken(login)
	}
	return s
}

func (s *site) ask(login string, req *http.Request) (int, string) {
	req.AddCookie(&http.Cookie{Name: "havre", Value: s.tokens[login]})
	req.AddCookie(&http.Cookie{Name: "havre_lang", Value: s.lang})
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, req)
	return w.Code, strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(w.Body.String())
}

func (s *site) get(login, path string) (int, string) {
	return s.ask(login, httptest.NewRequest("GET", "http://havre.test"+path, nil))
}

// press checks or brings in a file, or pasted text.
func (s *site) press(do, as string, content []byte) (int, string) {
	if as == "file" {
		return s.upload(content, "do="+do)
	}
	return s.upload(nil, "do="+do, as+"="+string(content))
}

func (s *site) upload(content []byte, fields ...string) (int, string) {
	s.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	part, err := m.CreateFormFile("file", "history.csv")
	if err != nil {
		s.t.Fatal(err)
	}
	_, _ = part.Write(content) // to memory
	for _, f := range fields {
		name, value, _ := strings.Cut(f, "=")
		_ = m.WriteField(name, value)
	}
	_ = m.Close()
	req := httptest.NewRequest("POST", "http://havre.test/history", &body)
	req.Header.Set("Content-Type", m.FormDataContentType())
	req.Header.Set("Origin", "http://havre.test")
	return s.ask("root", req)
}

func history(t *testing.T) []byte {
	t.Helper()
	b, err := os.ReadFile("../../../demo/data/history.csv")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (s *site) load() {
	s.t.Helper()
	if _, err := s.d.Import(s.t.Context(), access.Machine("import"), bytes.NewReader(history(s.t)), false); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) contains(body string, words ...string) {
	s.t.Helper()
	for _, w := range words {
		if !strings.Contains(body, w) {
			s.t.Errorf("%q is missing", w)
		}
	}
}

func TestTextsAreTheSameInBothLanguages(t *testing.T) {
	for _, err := range web.CheckTexts(indicatorweb.Texts) {
		t.Error(err)
	}
}

func TestTheHeadOfficeReadsExactlyAndMaySeeWhatOthersSee(t *testing.T) {
	s := newSite(t)
	s.load()
	for tag, want := range map[string][]string{
		"fr": {"Rapport de l’année 2013", "54 % (37 sur 68)", "30 % (9 sur 30)", "Forme exacte", "?form=protected"},
		"en": {"Report of the year 2013", "54% (37 of 68)", "30% (9 of 30)", "Exact form"},
	} {
		s.lang = tag
		code, page := s.get("claire", "/reports/2013")
		if code != 200 {
			t.Fatal(code)
		}
		s.contains(page, want...)
	}
	s.lang = "fr"
	_, page := s.get("claire", "/reports/2017")
	s.contains(page, "74 (94 %)", "Pas encore connu", "1 (1 %)", "<td class=\"number\">79</td>")
	code, page := s.get("claire", "/reports/2017?form=protected")
	if code != 200 || strings.Contains(page, "74 (94 %)") {
		t.Errorf("%d: the protected form shows true counts", code)
	}
	s.contains(page, "75 (94 %)", "Forme protégée", "Voir la forme exacte")
	// a year of which there is no number is a gap in both; outside the exact form nobody and few look alike
	const few = "pas de données, ou moins de 5 personnes"
	_, page = s.get("odile", "/reports/2026")
	s.contains(page, few)
	if _, page = s.get("claire", "/reports/2026"); strings.Contains(page, few) {
		t.Error("the exact form does not tell nobody from few")
	}
	s.contains(page, "pas de données")
}

// smallCount finds a count of 1 to 4 where a table or a chart shows one.
var smallCount = regexp.MustCompile(`class="number[^"]*">\s*[0-4](?: \(|\s*<)`)

func TestObserversNeverReadTheExactForm(t *testing.T) {
	s := newSite(t)
	s.load()
	for _, path := range []string{"/reports/2017", "/reports/2017?form=exact", "/reports/2012", "/reports/2019"} {
		code, page := s.get("odile", path)
		if code != 200 || smallCount.MatchString(page) || strings.Contains(page, "Voir la forme exacte") {
			t.Errorf("%s: %d, small count %q", path, code, smallCount.FindString(page))
		}
		s.contains(page, "Forme protégée", "Non montré")
	}
	if _, page := s.get("claire", "/reports/2017"); !smallCount.MatchString(page) {
		t.Error("the search for small counts finds none in the exact form either")
	}
}

func TestYearsAndWrongYears(t *testing.T) {
	s := newSite(t)
	s.load()
	_, page := s.get("odile", "/reports")
	s.contains(page, `href="/reports/2012"`, `href="/reports/2026"`)
	for _, path := range []string{"/reports/2999", "/reports/x", "/reports/-1", "/reports/99999999999999999999"} {
		if code, _ := s.get("claire", path); code != 404 {
			t.Errorf("%s: %d", path, code)
		}
	}
	if code, _ := s.get("odile", "/history"); code != 404 {
		t.Errorf("an observer at the import: %d", code)
	}
}

func TestTablesToTakeAwayAreProtected(t *testing.T) {
	s := newSite(t)
	s.load()
	code, body := s.get("claire", "/reports/2017/tables.csv")
	if code != 200 || !strings.HasPrefix(body, "\ufeff") {
		t.Fatalf("%d %.20q", code, body)
	}
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff")))
	in.Comma = ';'
	rows, err := in.ReadAll()
	if err != nil || len(rows) < 40 {
		t.Fatal(len(rows), err)
	}
	for _, row := range rows[1:] {
		if n := row[3]; n != "" && (!strings.HasSuffix(n, "0") && !strings.HasSuffix(n, "5") || n == "0") {
			t.Errorf("%v", row)
		}
	}
	s.contains(body, "Exploitation sexuelle;75;94")
}

func TestImportPage(t *testing.T) {
	s := newSite(t)
	code, page := s.upload([]byte("year;x\n"))
	if code != 422 {
		t.Fatal(code)
	}
	s.contains(page, "Ligne 1", "cette colonne manque")
	if code, _ = s.upload(nil); code != 422 {
		t.Errorf("no file: %d", code)
	}
	// What it would do is told first, line by line, and nothing is done; the words stand ready for one press.
	broken := append(history(t), "2013;x\n"...)
	if code, page = s.press("check", "file", broken); code != 200 {
		t.Fatalf("checked: %d", code)
	}
	s.contains(page, "712 lignes lues", "Rien n’est encore repris", ">Nouveaux</th>", ">711</td>", "Ligne 713",
		"2013;x\n</textarea>")
	if _, page = s.get("root", "/history"); strings.Contains(page, "Annuler le fichier entier") {
		t.Error("a check is listed as an import")
	}
	if code, page = s.press("check", "text", []byte("year;x\n")); code != 422 {
		t.Errorf("a header that cannot be read: %d", code)
	}
	s.contains(page, "cette colonne manque", "colonne x", "year;x")
	if code, _ = s.press("", "text", history(t)); code != 303 {
		t.Fatalf("the whole history: %d", code)
	}
	if code, page = s.upload(history(t)); code != 422 {
		t.Errorf("twice: %d", code)
	}
	s.contains(page, "déjà été repris")

	digest := fmt.Sprintf("%x", sheet.Digest(history(t)))
	_, page = s.get("root", "/history")
	s.contains(page, "Annuler le fichier entier", "711 lignes", digest[:12], "/history/"+digest+"/undo")
	undo := func(login string) (int, string) {
		req := httptest.NewRequest("POST", "http://havre.test/history/"+digest+"/undo", nil)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", "http://havre.test")
		return s.ask(login, req)
	}
	if code, _ = undo("claire"); code != 404 {
		t.Errorf("a coordinator undoes: %d", code)
	}
	code, page = undo("root")
	s.contains(page, "711 cas ne sont plus comptés", "Annulé le")
	if code != 200 || strings.Contains(page, "Annuler le fichier entier") {
		t.Errorf("undone: %d", code)
	}
	if code, _ = undo("root"); code != 404 {
		t.Errorf("undone twice: %d", code)
	}
}

// words are the room's, in France.
func words(t *testing.T) *web.Texts {
	t.Helper()
	texts, err := web.LoadTexts(indicatorweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	return texts.Within(packs.France)
}

func TestReportAsAFileThatStandsAlone(t *testing.T) {
	s := newSite(t)
	s.load()
	for tag, want := range map[lang.Tag][]string{
		"fr": {`<html lang="fr" dir="ltr">`, "Rapport de l’année 2013", "40", "Forme protégée", "<style>",
			"@media print"},
		"en": {`<html lang="en" dir="ltr">`, "Report of the year 2013", "Protected form"},
	} {
		var out, again bytes.Buffer
		if err := indicatorweb.WriteReport(t.Context(), s.d, words(t), 2013, tag, "html", &out); err != nil {
			t.Fatal(err)
		}
		s.contains(out.String(), want...)
		for _, never := range []string{"<script", "<link", "http://", "https://", "src=", "37 sur 68"} {
			if strings.Contains(out.String(), never) {
				t.Errorf("%s in the file", never)
			}
		}
		if smallCount.MatchString(out.String()) {
			t.Error("a small count in the file")
		}
		if err := indicatorweb.WriteReport(t.Context(), s.d, words(t), 2013, tag, "html", &again); err != nil ||
			!bytes.Equal(out.Bytes(), again.Bytes()) {
			t.Errorf("I15: the same report twice differs (%v)", err)
		}
	}
	if err := indicatorweb.WriteReport(t.Context(), s.d, words(t), 2013, "fr", "pdf", &bytes.Buffer{}); err == nil {
		t.Error("an unknown form was written")
	}
}

func TestReportAsJSON(t *testing.T) {
	s := newSite(t)
	s.load()
	var out bytes.Buffer
	if err := indicatorweb.WriteReport(t.Context(), s.d, words(t), 2017, "en", "json", &out); err != nil {
		t.Fatal(err)
	}
	var d indicatorweb.Document
	if err := json.Unmarshal(out.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	if d.Schema != "havre.report/1" || d.Year != 2017 || d.Form != indicator.Protected || *d.Released.Arrivals != 80 ||
		d.Rules == "" {
		t.Errorf("%+v", d)
	}
	for _, table := range d.Tables {
		for _, row := range table.Rows {
			if row.Count != nil && (*row.Count < 5 || *row.Count%5 != 0) {
				t.Errorf("%s %s: %d", table.Table, row.Code, *row.Count)
			}
		}
	}
}
