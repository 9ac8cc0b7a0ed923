package web

import (
	"context"

	"havre.example/havre/internal/trust/access"
)

// actFront shows where the public site begins; it opens nothing.
var actFront = access.Define(access.Act{Name: "web.front", Door: access.PublicDoor, By: access.Anyone})

// frontPath stands for the path on which the public site begins: the language's own segment alone.
const frontPath = "{$}"

// FrontEntry is one page that the front of the public site leads to.
type FrontEntry struct {
	Title, Words string // text keys: what it is called, and one sentence on it
	Path         string // key of its path
}

// Front is the page on which the public site begins, in each language: the network's telephone and what the rooms offer
// there.
func Front(entries []FrontEntry) Route {
	return newPublic("GET", frontPath, actFront, func(*Request) (Response, error) {
		return View("web.front.title", front(entries)), nil
	}, []RouteOption{Still})
}

// Still tells that a page is the same for everybody who reads it in one language, and holds no form: what stands in
// front of the network may keep it for five minutes and answer in its stead. The browser keeps nothing all the same: on
// a telephone that others hold too, no copy tells what was read.
func Still(r *Route) { r.still = true }

// sharedFor is how long a cache in front of the network may keep a still page (RFC 9213).
const sharedFor = "public, max-age=300"

// Telephone is the network's number for the public, as the settings have it at present; "" where there is none.
func Telephone(ctx context.Context) string { return pageOf(ctx).telephone() }
