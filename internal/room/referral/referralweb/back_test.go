package referralweb_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
)

// surfing is a browser that keeps cookies, before the first page.
func surfing(t *testing.T) (*browser, *trusttest.Floor) {
	f := trusttest.SQLite(t)
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	b := open(t, f)
	b.jar = map[string]string{}
	return b.do("GET", "/fr/orienter", nil), f
}

// begins refers by name up to the second page, and returns the receipt and the mark of its draft.
func (b *browser) begins(name string) (digits, draft string) {
	b.t.Helper()
	b.do("POST", "/fr/orienter", form("step", "who", "who_name", name, "who_telephone", "05 61 00 00 00")).want(200,
		"agreed_on-day")
	_, draft, _ = strings.Cut(b.at, "draft=")
	return receipt.FindStringSubmatch(b.body)[1], draft[:8]
}

// Each step has an address of its own: Back shows what was written there, and two referrals side by side do not mix.
func TestBackShowsWhatWasWritten(t *testing.T) {
	b, _ := surfing(t)
	first, one := b.begins("Dr " + needle)
	second, two := b.begins("Mme Autre")
	if first == second || one == two {
		t.Fatal("two referrals are one")
	}
	b.do("POST", "/fr/orienter", form("receipt", first, "draft", one, "step", "agreement", "agreed", "yes"))
	b.do("POST", "/fr/orienter", form("receipt", first, "draft", one, "step", "danger", "danger_words", needle)).
		want(200, `name="birth_year"`)
	b.do("GET", "/fr/orienter?draft="+one+"&page=3", nil).want(200, needle, `value="`+first+`"`)
	b.do("GET", "/fr/orienter?draft="+one+"&page=1", nil).want(200, needle)
	b.do("GET", "/fr/orienter?draft="+two+"&page=1", nil).want(200, "Mme Autre", `value="`+second+`"`)
	if strings.Contains(b.body, needle) {
		t.Error("one referral shows the other's words")
	}
	b.do("GET", "/fr/orienter?draft="+two+"&page=999", nil).want(200, "Relire et envoyer")
	b.do("GET", "/fr/orienter?draft="+one+"&page=3", nil)
	b.do("POST", "/en/refer", form("receipt", first, "draft", one, "step", "danger", "danger_words", "more "+needle,
		"go",
		// typed, and not sent before the language was changed
		"tongue", "base", base.FindStringSubmatch(b.body)[1])).want(200, "more "+needle)
	if !strings.HasPrefix(b.at, "/en/refer?draft="+one) {
		t.Errorf("another language leads to %s", b.at)
	}
	b.do("POST", "/fr/orienter", form("step", "who", "draft", "bbbbbbbb", "who_name", "Mme Tierce", "go",
		"tongue")).want(
		200, "Mme Tierce")
	if strings.Contains(b.body, `class="summary"`) || !strings.HasPrefix(b.at, "/fr/orienter?draft=bbbbbbbb") {
		t.Errorf("the first page in another language is at %s", b.at)
	}
	b.do("POST", "/fr/orienter", form("step", "who", "draft", "bbbbbbbb", "who_name", "Mme Tierce")).want(422,
		"Mme Tierce") // no telephone
	b.do("GET", b.at, nil).want(422, "Mme Tierce")
	b.do("POST", "/fr/orienter", form("receipt", first, "draft", one, "step", "person", "name", needle, "birth_year",
		"abc")).want(422, needle, `value="abc"`)
	b.do("GET", b.at, nil).want(422, needle, `value="abc"`)
	b.do("POST", "/fr/orienter", form("receipt", first, "draft", one, "step", "person", "name", needle, "birth_year",
		"1999")).want(200, `name="adults"`)
	b.do("GET", "/fr/orienter?draft="+one+"&page=4&wrong=1", nil).want(200, "1999")
	b.do("POST", "/fr/orienter", form("receipt", first, "draft", one, "step", "person", "birth_year", "environ 25",
		"go",
		"check", "base", base.FindStringSubmatch(b.body)[1]))
	b.do("GET", "/fr/orienter?draft="+one+"&page=9", nil).want(200, "environ 2001",
		"oui, d’après une estimation")
}

// Digits that open nothing lead on to an address, too: Back asks to send nothing again. Too many are told in words of
// their own, since nothing that is kept was sent.
func TestDigitsThatOpenNothingLeadToAnAddress(t *testing.T) {
	b, _ := surfing(t)
	for range 10 {
		b.do("GET", "/fr/recu", nil).want(200)
		b.do("POST", "/fr/recu", form("receipt", "1234")).want(422)
		if !strings.HasPrefix(b.at, "/fr/recu?draft=") || !strings.HasSuffix(b.at, "&wrong=1") {
			t.Fatalf("the mistake is at %s", b.at)
		}
		b.do("GET", b.at, nil).want(422, "Nous ne trouvons rien sous ces chiffres")
	}
	b.do("POST", "/fr/recu", form("receipt", "1234")).want(429, "n’ont rien ouvert")
	if strings.Contains(b.body, "Vos mots sont gardés") {
		t.Error("words are kept that nobody sent")
	}
}

// An address opens nothing without the word its browser keeps, under another mark, or after an hour; and nothing once
// the referral was sent, laid aside, or the page was left by the quick exit.
func TestAnAddressOpensNothingElsewhere(t *testing.T) {
	const closed = "n’est plus ouverte sur cet appareil"
	b, f := surfing(t)
	digits, draft := b.begins(needle)
	at := "/fr/orienter?draft=" + draft + "&page=1"
	shut := func() {
		t.Helper()
		b.do("GET", at, nil).want(200)
		if strings.Contains(b.body, needle) {
			t.Error("the first page is not a new one")
		}
		b.do("GET", strings.Replace(at, "page=1", "page=2", 1), nil).want(200, closed)
		if strings.Contains(b.body, needle) || strings.Contains(b.body, digits) {
			t.Error("a page that is closed tells")
		}
	}
	word := b.jar["havre_at_"+draft]
	for _, other := range []string{"", "x", word[:len(word)-2], word + "AA"} {
		b.jar["havre_at_"+draft] = other
		shut()
	}
	b.jar["havre_at_aaaaaaaa"] = word
	b.do("GET", "/fr/orienter?draft=aaaaaaaa&page=2", nil).want(200, closed)
	b.jar["havre_at_"+draft] = word
	f.Clock.Advance(59 * time.Minute)
	b.do("GET", at, nil).want(200, needle)
	f.Clock.Advance(59 * time.Minute) // a page that was shown renews it
	b.do("GET", at, nil).want(200, needle)
	word = b.jar["havre_at_"+draft]
	f.Clock.Advance(time.Hour)
	b.do("GET", at, nil)
	b.jar["havre_at_"+draft] = word
	shut()

	again := func() {
		t.Helper()
		b.do("POST", "/fr/recu", form("receipt", digits)).want(200, "agreed_on-day")
		draft = b.at[strings.Index(b.at, "draft=")+6:][:8]
		at = "/fr/orienter?draft=" + draft + "&page=1"
		b.do("GET", at, nil).want(200, needle)
	}
	again()
	b.do("GET", "/leave", nil)
	if b.status != http.StatusSeeOther || !strings.HasPrefix(b.to, "https://") || len(b.jar) > 0 {
		t.Errorf("the quick exit answers %d, leads to %q and leaves %d", b.status, b.to, len(b.jar))
	}
	shut()
	b.do("GET", "/fr/orienter", nil)
	again()
	b.do("POST", "/fr/orienter", form("receipt", digits, "draft", draft, "step", "agreement", "agreed", "yes", "go",
		"save")).want(200, digits[:4])
	shut()
	b.do("POST", "/fr/orienter/envoi", form("receipt", digits, "draft", draft)).want(200, "est bien arrivé")
	sent := b.at
	f.Clock.Advance(59 * time.Minute)
	b.do("GET", sent, nil).want(200, "est bien arrivé")
	f.Clock.Advance(time.Minute) // no look renews what was sent
	b.do("GET", sent, nil).want(200, closed)
	shut()
}

// Once a referral was sent, everything that Back may show leads to where it stands: each step, what it was sent by, and
// a first page that was opened before there was a receipt. None begins or sends another.
func TestBackAfterAReferralWasSent(t *testing.T) {
	const arrived = "est bien arrivé"
	b, f := surfing(t)
	first := form("step", "who", "draft", strings.Split(draftIn.FindString(b.body), `"`)[3], "who_name", needle,
		"who_telephone", "05 61 00 00 00")
	b.do("POST", "/fr/orienter", first).want(200, "agreed_on-day")
	digits, draft := receipt.FindStringSubmatch(b.body)[1], first.Get("draft")
	b.do("POST", "/fr/orienter", first).want(200, "agreed_on-day", digits) // pressed twice
	b.do("POST", "/fr/orienter", form("receipt", digits, "draft", draft, "step", "agreement", "agreed", "no"))
	const send = "/fr/orienter/envoi"
	press := form("receipt", digits, "draft", draft)
	f.Clock.Advance(5 * time.Second)
	b.do("POST", send, press).want(422, "Relire et envoyer", `class="summary"`)
	if !strings.HasPrefix(b.at, "/fr/orienter?draft="+draft+"&page=9") {
		t.Errorf("what keeps it from being sent is said at %s", b.at)
	}
	b.do("GET", send, nil).want(200, needle) // the draft, and no new one
	b.do("GET", "/fr/orienter?draft="+draft+"&page=2", nil)
	b.do("POST", "/fr/orienter", form("receipt", digits, "draft", draft, "step", "agreement", "agreed", "yes", "go",
		"save", "base", base.FindStringSubmatch(b.body)[1])).want(200, digits[:4])
	b.do("GET", "/fr/recu", nil) // and comes back with the digits
	back := strings.Split(draftIn.FindString(b.body), `"`)[3]
	b.do("POST", "/fr/recu", form("receipt", digits, "draft", back)).want(200, "danger_words")
	draft = back
	press.Set("draft", back)
	b.do("POST", "/fr/orienter", form("receipt", digits, "draft", draft, "step", "contact")).want(200, send)
	b.do("POST", send, press).want(200, arrived)
	if sent := b.at; sent != "/fr/recu?draft="+draft {
		t.Errorf("the referral was sent to %s", sent)
	}
	stands := func(method, path string, typed url.Values) {
		t.Helper()
		b.do(method, path, typed).want(200, arrived)
		if strings.Contains(b.body, needle) || strings.Contains(b.body, `name="step"`) {
			t.Errorf("%s %s shows the form of what was sent", method, path)
		}
	}
	for page := range 10 {
		stands("GET", "/fr/orienter?draft="+draft+"&page="+strconv.Itoa(page), nil)
	}
	for _, path := range []string{send, "/fr/recu/message"} {
		stands("GET", path, nil)
	}
	stands("POST", send, press)
	first.Set("draft", draft)
	stands("POST", "/fr/orienter", first)
	stands("POST", "/fr/recu/message", form("receipt", digits, "draft", draft, "message", "Merci."))
	stands("GET", "/fr/orienter?draft="+draft+"&page=1", nil)
	for table, want := range map[string]int{"referral_case": 1, "referral_draft": 0} {
		var n int
		if err := f.Raw().QueryRow("select count(*) from " + table).Scan(&n); err != nil || n != want {
			t.Errorf("%s has %d rows, not %d: %v", table, n, want, err)
		}
	}
}
