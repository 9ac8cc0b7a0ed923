// Package story plays what people do with Havre, over HTTP and in their words: each has a browser of their own without
// scripts, opens pages, fills fields by their labels and presses buttons by what is written on them. Every page on the
// way is read by htmlcheck. Tests only.
//
//	story.Each(t, func(s *story.Story) {
//		s.As(cast.Claire).Get("/cases").Shows("Tilleul 3").Hides(cast.Awa.Name)
//		s.As(cast.Claire).Fill("referral.name", cast.Awa.Name).Press("referral.send")
//		s.As(cast.Brieuc).Get(page).NotFound()
//	})
//
// Labels, buttons and words are given as text keys or as they stand on the page.
package story
