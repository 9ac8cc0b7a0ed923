package proof

import (
	"regexp"
	"testing"
	"time"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/packs"
)

// wondering is how a question begins that yes and no do not answer.
var wondering = regexp.MustCompile(`^(?i:(?:de |à |avec |depuis |pour )?` +
	`(?:combien|quand|où|qui|quel(?:le)?s?|pourquoi|comment|que)[\s\x{202f}\x{a0}].*\?|` +
	`(?:for |about |since |with |of ){0,2}(?:how|when|where|who|what|which|why) .*\?)$`)

// A question that is answered by yes and no asks for nothing else.
func TestWhatYesAnswersIsAsked(t *testing.T) {
	texts, n := source(t).texts(t), 0
	asks := func(where, words string) {
		if n++; wondering.MatchString(words) {
			t.Errorf("%s: yes and no do not answer %q", where, words)
		}
	}
	for _, l := range []lang.Tag{"fr", "en"} {
		for _, q := range ask.All() {
			if q.Kind == ask.ThreeWay || q.Kind == ask.Ticked {
				asks(q.Room+" "+q.Name, texts.In(l, time.Time{}).T(q.Label()))
			}
		}
		for _, c := range packs.France().List(codelist.ProposalQuestion).All() {
			asks("a host", c.Label(l))
		}
	}
	if n < 60 {
		t.Fatalf("only %d questions: the test looks past them", n)
	}
	for words, want := range map[string]bool{"Combien de temps environ ?": true, "For about how long?": true,
		"De quel lieu ?": true, "Est-ce pour longtemps ?": false, "Is it known who?": false, "Where": false} {
		if got := wondering.MatchString(words); got != want {
			t.Errorf("%q: %v", words, got)
		}
	}
}
