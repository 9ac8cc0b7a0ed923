// Package web is the shell around every page: routes that name their act, sessions, forms, texts, layout and
// components. A room gives it handlers that read a Request and return a Response; headers, cookies, languages, limits
// and error pages are the shell's alone, so that no room can forget them.
//
// It knows who asks (access.Actor) and nothing about cases: it never imports a room or the gate. Words about a person
// pass through it only as form values and as views, both of which live no longer than the request.
package web
