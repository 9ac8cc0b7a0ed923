package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/kernel/sheet"
)

// Response is what a handler wants shown. The shell writes it; a handler cannot write headers.
type Response struct {
	status    int
	title     string
	titleArgs []any
	body      templ.Component
	wide      bool
	headed    bool   // the title stands above the body
	back      string // where the link below the body leads; empty for none
	backLabel string // its text key
	location  string
	said      string
	undo      Link     // what takes the act back by one press; none where its address is empty
	startWith string   // session token to set
	endsHere  bool     // session cookie to remove
	holds     []held   // what the browser keeps until the next page
	speaks    lang.Tag // the language this browser is switched to; empty for none
	file      *file
	counted   bool
	follows   func() (int64, error)
	again     bool   // changed nothing: its form is answered at an address of its own
	given     bool   // the form as it was sent: its page gives the words back
	carries   string // public pages: the key of the path to which other languages take the page's form
}

type held struct{ name, word string }

type file struct {
	name      string
	mediaType string
	content   []byte
}

// View shows a page. Title is a text key; args are pairs for its placeholders.
func View(title string, body templ.Component, args ...any) Response {
	return Response{status: http.StatusOK, title: title, titleArgs: args, body: body}
}

// Invalid shows the form again with what is to be corrected (422).
func Invalid(title string, body templ.Component, args ...any) Response {
	return Response{status: http.StatusUnprocessableEntity, title: title, titleArgs: args, body: body}
}

// Waiting shows a page again because its limit is reached (429), with the words kept and how long to wait.
func Waiting(r *Request, title string, body templ.Component, args ...any) Response {
	return WaitingAs(r, "web.wait.text", title, body, args...)
}

// Waiting is the page with how long to wait, by text key, above it (429).
func (r Response) Waiting(on *Request, words string) Response {
	r.status, r.body = http.StatusTooManyRequests, templ.Join(waitNotice(words, on.wait), r.body)
	return r
}

// WaitingAs is Waiting in words of its own, where nothing that is kept was sent.
func WaitingAs(r *Request, words, title string, body templ.Component, args ...any) Response {
	return Response{status: http.StatusTooManyRequests, title: title, titleArgs: args,
		body: templ.Join(waitNotice(words, r.wait), body)}
}

// Conflicted shows the form again because somebody was faster (409): what changed, and the words kept.
func Conflicted(title string, body templ.Component, args ...any) Response {
	return Response{status: http.StatusConflict, title: title, titleArgs: args, body: body}
}

// Wide lets the page use the full width: worklists, boards, reports.
func (r Response) Wide() Response { r.wide = true; return r }

// Headed draws the title above the body.
func (r Response) Headed() Response { r.headed = true; return r }

// Back is Headed with a link below the body, to the page one came from. Label is a text key.
func (r Response) Back(label, path string) Response {
	r.headed, r.backLabel, r.back = true, label, path
	return r
}

// Carrying lets the links to other languages of a public page post its form (CarriedTo), to the path of this key, with
// Tongue as what was pressed: nothing typed is lost, and no address says whose page it is.
func (r Response) Carrying(path string) Response { r.carries = path; return r }

// Tongue is the value of "go" where somebody wants the page in another language, and nothing else.
const Tongue = "tongue"

// Holding has a browser of the public site keep a sealed word for at most an hour, under a name of small letters and
// digits; an empty word is let go of. No script and no other site reads it, and the quick exit takes it away.
func (r Response) Holding(name, word string) Response {
	r.holds = append(slices.Clip(r.holds), held{name, word})
	return r
}

// Counted says that what a DonePerHour bounds was done.
func (r Response) Counted() Response { r.counted = true; return r }

// SeeOther goes on to a page of the network after an act (303). The path is local.
func SeeOther(path string) Response {
	return Response{status: http.StatusSeeOther, location: path}
}

// Saying shows one sentence on top of the next page, by text key without placeholders: "Proposal sent."
func (r Response) Saying(key string) Response { r.said = key; return r }

// Undoing is Undone for a handler that knows by itself whether what it did can be taken back, and where.
func (r Response) Undoing(label, path string) Response {
	r.undo = Link{Label: label, URL: path}
	return r
}

// Undone offers, beside the sentence that a handler's act is followed by, to take it back by one press: label says what
// that is, undo is the pattern of the route it goes to, with the same wildcards as the handler's.
func Undone(h Handler, label, undo string) Handler {
	return UndoneTo(h, label, func(*Request) string { return undo })
}

// UndoneTo is Undone for an act of which the form says what takes it back.
func UndoneTo(h Handler, label string, undo func(*Request) string) Handler {
	return func(r *Request) (Response, error) {
		res, err := h(r)
		return res.Undoing(label, fillPath(undo(r), r.raw)), err
	}
}

// SignedIn starts a session with its token and goes on to path, or to where kept words wait.
func SignedIn(token, path string) Response {
	r := SeeOther(path)
	r.startWith = token
	return r
}

// Speaking switches this browser to the language that the person has chosen, signed in or not, from this page on.
func (r Response) Speaking(tag lang.Tag) Response { r.speaks = tag; return r }

// SignedOut forgets the session in the browser, and all the browser kept, and goes on to path. Closing the session
// itself is the account room's act.
func SignedOut(path string) Response {
	r := SeeOther(path)
	r.endsHere = true
	return r
}

// File gives a file to keep: name is neutral ASCII, without a personal word.
func File(name, mediaType string, content []byte) Response {
	return Response{status: http.StatusOK, file: &file{name, mediaType, content}}
}

// Download is the handler of a file whose content is what is opened.
func Download(open func(*Request) ([]byte, error), name, mediaType string) Handler {
	return func(r *Request) (Response, error) {
		content, err := open(r)
		if err != nil {
			return Response{}, err
		}
		return File(name, mediaType, content), nil
	}
}

// Spreadsheet is the handler of a file of rows, which spreadsheets read: name and rows are those of what is opened.
func Spreadsheet[T any](open func(*Request) (T, error), name func(T) string,
	rows func(context.Context, T) [][]string) Handler {
	return func(r *Request) (Response, error) {
		t, err := open(r)
		if err != nil {
			return Response{}, err
		}
		content, err := sheet.Write(rows(r.ctx, t))
		return File(name(t), "text/csv; charset=utf-8", content), err
	}
}
