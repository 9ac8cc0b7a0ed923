// Package browser plays journeys in Debian's Chromium: with a mouse, with a keyboard alone, without scripts, on a small
// phone, in French and English. Each window counts its page loads and its bytes, and notices what a person would not:
// refusals of the content security policy, errors of scripts, requests that leave for another host. Tests only.
//
// A journey opens a Stage over the network, and a Window for each person:
//
//	stage := browser.Network(t)
//	w := stage.As(cast.Claire)
//	w.Open("/").Shows("casefile.nav.home").Axe()
//	w.TabTo("helpdesk.new").Enter()
//
// HAVRE_SHOTS=DIR keeps the pictures that journeys take.
package browser
