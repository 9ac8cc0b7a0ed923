package app_test

import (
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// Words on health are open to the host where she agreed to two things: the page where they are written says so, and the
// admission says what stays closed for want of which.
func TestWhatStaysClosedToTheHostIsSaid(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("agreed")
		const place, told = "« Informer le lieu d’accueil »", "« Noter des éléments de santé »"
		closed := "la santé, faute d’accord : "
		s.StepUp(cast.Claire).Get(w.office+"/assessment").OK().Shows("par le lieu d’accueil, après l’admission, si la "+
			"personne a donné son accord d’ici là : "+place+", "+told, "assessment.field.health")
		s.As(cast.Claire).Get(w.offer+"/admission").OK().Shows("placement.admit.wait", closed+place+", "+told)
		w.to("final")
		p := s.StepUp(cast.Claire).Get(w.offer+"/admission").OK().Shows("placement.shut.lead", closed+place+", "+told,
			"les documents, faute d’accord : "+place)
		agrees := func(kind string) {
			p.Follow("placement.shut.note").OK().IsAt(w.office+"/agreements").Choose("kind", kind).Choose("answer",
				"yes").Press("consent.record").OK()
			p.Get(w.offer + "/admission").OK()
		}
		agrees("share_with_place")
		if p.Shows(closed + told).Hides("les documents, faute d’accord"); strings.Contains(p.Words(), place) {
			t.Error("what she agreed to is said to be missing")
		}
		agrees("health_data")
		p.Hides("placement.shut.lead", "placement.shut.note").Press("placement.admit.do").OK()
	})
}
