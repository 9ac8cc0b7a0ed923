package web

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"github.com/a-h/templ"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/trust/access"
)

//go:embed texts.fr.toml texts.en.toml
var ownTexts embed.FS

// OwnTexts are the shell's own texts, for translators and tests; LoadTexts always reads them.
func OwnTexts() fs.FS { return ownTexts }

// Sessions finds who a session token belongs to.
type Sessions interface {
	// Resolve returns the owner of a live session; fault.NotFound when there is none or it has ended.
	Resolve(ctx context.Context, token string) (access.Actor, error)
}

// looking may be had of Sessions: Resolve for a page that renews itself, which does not keep a session alive.
type looking interface {
	Look(ctx context.Context, token string) (access.Actor, error)
}

// looks is the header by which a page in the browser says that it renews itself, and that nobody pressed anything.
const looks = "Havre-Looks"

// Keeper keeps what somebody typed when their session ended under their hands, sealed to their own key.
type Keeper interface {
	// Keep seals the form for the owner of a session, live or ended; fault.NotFound when nobody knows the token any
	// more. Path is the page the form stood on.
	Keep(ctx context.Context, token, path string, form url.Values) error
	// Waiting returns the page on which the newest kept words of the actor belong; false when there are none.
	Waiting(ctx context.Context, who access.Actor) (path string, found bool, err error)
	// Take returns the words kept for that page and forgets them.
	Take(ctx context.Context, who access.Actor, path string) (form url.Values, found bool, err error)
}

// NavItem is one entry of the navigation.
type NavItem struct {
	Group string // text key of the heading it stands under, with its neighbours of the same; empty for none
	Label string // text key
	URL   string
	Key   string // one letter that opens it when no field has the focus; empty for none
	Count int    // how many things wait there; 0 shows nothing
}

// Options is what the shell is made of. Only Routes, Texts, Country and Sessions are indispensable.
type Options struct {
	Routes    []Route
	Texts     *Texts
	Country   func() *country.Pack
	Sessions  Sessions
	Keeper    Keeper
	Nav       func(context.Context, access.Actor) []NavItem
	Clock     clock.Clock
	Log       *slog.Logger
	Secure    bool                              // TLS ends in front of us: cookies and headers as if it ended here
	Home      string                            // staff home; "/" when empty
	SignIn    string                            // where a person without a session goes; "/sign-in" when empty
	SignOut   string                            // where the sign-out button posts; "/sign-out" when empty
	StepUp    string                            // where a person confirms who they are again; "/step-up" when empty
	Find      string                            // where the code field posts ("code"); no field when empty
	Help      func(access.Actor, string) string // what of the guide tells somebody of a page, by its route
	Exit      func() string                     // neutral site of the quick exit at present; the country's when empty
	Telephone func() string                     // shown when the network cannot answer; may be empty
	Banner    templ.Component                   // above every page: the demo's notice; nil for none
	Proxies   []netip.Prefix                    // whose word on whose request it is is believed; none when empty
	Limits    Limits                            // none when zero, which is for tests: a room says what they are
}

// shell is the handler of all pages.
type shell struct {
	o      Options
	routes []Route
	mux    *http.ServeMux
	limits *limits
	asking map[string]Route // by their pattern, those whose answer has an address of its own
	// followers are the pages that are told of changes at present
	followers chan struct{}
	alarm     sync.Once // of a damaged database: told once
}

// New returns the handler of the whole network: every response passes through its guards. It panics on routes that
// contradict one another, so a program with such routes does not start.
func New(o Options) http.Handler {
	orElse := func(s *string, v string) {
		if *s == "" {
			*s = v
		}
	}
	orElse(&o.Home, "/")
	orElse(&o.SignIn, "/sign-in")
	orElse(&o.SignOut, "/sign-out")
	orElse(&o.StepUp, "/step-up")
	if o.Exit == nil {
		o.Exit = func() string { return "" }
	}
	if o.Telephone == nil {
		o.Telephone = func() string { return "" }
	}
	if o.Clock == nil {
		o.Clock = clock.Real{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.Texts.log = o.Log
	if o.Country == nil {
		panic("web: no country")
	}
	o.Texts = o.Texts.Within(o.Country)
	s := &shell{o: o, routes: o.Texts.Routes(o.Routes), limits: newLimits(o.Clock),
		asking: map[string]Route{}, followers: make(chan struct{}, mostFollowers)}
	mux := http.NewServeMux()
	s.mux = mux
	shown := map[string]bool{}
	for _, r := range s.routes {
		mux.Handle(r.method+" "+r.pattern, s.serve(r))
		if shown[r.pattern] = shown[r.pattern] || r.method == http.MethodGet; r.retold {
			s.asking[r.pattern] = r
		}
	}
	for pattern, r := range s.asking {
		if !shown[pattern] {
			mux.Handle("GET "+pattern, s.serve(r))
		}
	}
	mux.Handle("GET /assets/", http.HandlerFunc(serveAsset))
	mux.Handle("POST "+forgetPath, http.HandlerFunc(s.letGo))
	mux.Handle("POST /language", http.HandlerFunc(s.switchLanguage))
	mux.Handle("GET "+leavePath, http.HandlerFunc(s.leave))
	mux.Handle("/", http.HandlerFunc(s.nowhere))
	return s.guard(mux)
}

// Server wraps the handler with the network's limits of time and size.
func Server(h http.Handler) *http.Server {
	closing, stop := context.WithCancel(context.Background())
	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       60 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), // its lines carry addresses
		BaseContext: func(net.Listener) context.Context {
			return context.WithValue(context.Background(), closingKey{}, closing.Done())
		},
	}
	srv.RegisterOnShutdown(stop) // what would go on for minutes
	return srv
}

// serve runs one route: who asks, in which language, within which limits; then the handler; then the page.
func (s *shell) serve(route Route) http.Handler {
	of := route
	return http.HandlerFunc(func(w http.ResponseWriter, raw *http.Request) {
		x, route := exchangeOf(raw), s.repeats(of, raw)
		x.act = route.act.Name
		r := &Request{raw: raw, actor: access.Nobody()}
		p := s.newPage(raw, route)
		r.page = p
		if !route.public {
			if done := s.identify(w, r, route); done {
				return
			}
			p.setLang(s, raw, r.actor)
		}
		p.actor = r.actor
		if wait := s.admit(raw, r.token); wait > 0 {
			s.fail(w, p, tooMany(wait))
			return
		}
		f, err := s.formOf(r, route)
		if err != nil {
			s.fail(w, p, err)
			return
		}
		r.form = f.In(p.printer.Country())
		p.from = f.d.from
		if s.draft(w, r) {
			return
		}
		form, said := f.press()
		r.ctx = access.WithPress(WithPrinter(withPage(raw.Context(), p), p.printer), form, said)
		r.trying()
		s.giveBack(r)
		wait, back := s.hourly(raw, route)
		if r.wait = wait; wait > 0 && !route.saysWait {
			s.fail(w, p, tooMany(wait))
			return
		}
		res, err := route.handle(r)
		if wait == 0 && !route.counted(res, err) {
			back()
		}
		if r.wait > 0 {
			w.Header().Set("Retry-After", seconds(r.wait))
		}
		if err != nil {
			s.refuse(w, r, res, err)
			return
		}
		s.sent(r, res)
		res = s.led(r, route, res)
		if route.still && res.status == http.StatusOK {
			w.Header().Set("CDN-Cache-Control", sharedFor)
		}
		s.send(w, r, res)
	})
}

// identify finds the actor of a staff page. It reports true when it has answered itself: nobody is signed in, and the
// page needs somebody.
func (s *shell) identify(w http.ResponseWriter, r *Request, route Route) bool {
	r.token = s.sessionToken(r.raw)
	if r.token != "" && s.o.Sessions != nil {
		resolve := s.o.Sessions.Resolve
		if l, can := s.o.Sessions.(looking); can && r.raw.Method == http.MethodGet &&
			(route.follows || r.raw.Header.Get(looks) != "") {
			resolve = l.Look
		}
		who, err := resolve(r.raw.Context(), r.token)
		switch {
		case err == nil:
			r.actor = who
		case !isGone(err):
			r.page.setLang(s, r.raw, r.actor)
			s.fail(w, r.page, err)
			return true
		}
	}
	if route.open() {
		return false
	}
	if !r.actor.SignedIn() {
		said := ""
		if r.token != "" {
			said = "web.session.ended"
			if r.raw.Method == http.MethodPost && s.keepPosted(r, route) {
				said = "web.session.kept"
			}
			s.clearSession(w)
		}
		s.redirect(w, r.raw, s.o.SignIn, said)
		return true
	}
	if r.raw.Method != http.MethodPost && r.raw.Header.Get("Sec-Fetch-Site") == "cross-site" {
		// Another site opened this page: show a neutral door first, so that it learns and triggers nothing.
		r.page.setLang(s, r.raw, r.actor)
		s.render(w, r.page, http.StatusOK, View("web.crossing.title", crossing(r.raw.URL.Path)))
		return true
	}
	return false
}

// refuse answers a handler's error. What was recorded before leads where it led then.
func (s *shell) refuse(w http.ResponseWriter, r *Request, res Response, err error) {
	switch {
	case isRepeated(err):
		s.redirect(w, r.raw, cmp.Or(res.location, localPath(r.form.d.from, s.o.Home)), "web.repeated")
	case errors.Is(err, access.ErrAnswered):
		s.redirect(w, r.raw, s.o.Home, "web.answered")
	case isStepUp(err):
		if r.raw.Method == http.MethodPost {
			s.keep(r.raw.Context(), r.token, r.form)
		}
		back := r.page.here
		if r.raw.Method == http.MethodPost {
			back = localPath(r.form.d.from, s.o.Home)
		}
		s.redirect(w, r.raw, s.o.StepUp+"?back="+url.QueryEscape(back), "")
	case s.flash(w, r, err):
	default:
		s.fail(w, r.page, err)
	}
}

// send writes what a handler returned.
func (s *shell) send(w http.ResponseWriter, r *Request, res Response) {
	if s.switchTo(w, r.raw, res.speaks); s.o.Texts.set.Has(res.speaks) {
		r.page.printer = s.o.Texts.In(res.speaks, r.page.printer.now)
	}
	for _, h := range res.holds {
		s.hold(w, r.raw, h.name, h.word)
	}
	switch {
	case res.startWith != "":
		s.setSession(w, r.raw, res.startWith)
		to, said := res.location, res.said
		if path, ok := s.waiting(r.raw.Context(), res.startWith); ok {
			to, said = withKept(path), "web.session.given_back"
		}
		s.redirect(w, r.raw, to, said)
	case res.endsHere:
		s.clearSession(w)
		w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
		s.goOn(w, r.raw, res)
	case res.location != "":
		s.goOn(w, r.raw, res)
	case res.file != nil:
		h := w.Header()
		h.Set("Content-Type", res.file.mediaType)
		h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", fileName(res.file.name)))
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
		w.WriteHeader(http.StatusOK)
		_, _ = w.Write(res.file.content)
	case res.follows != nil:
		if err := s.follow(w, r.raw, res.follows); err != nil {
			s.refuse(w, r, Response{}, err)
		}
	case res.body != nil:
		s.render(w, r.page, res.status, res)
	default:
		s.fail(w, r.page, fmt.Errorf("web: %s returned an empty response", exchangeOf(r.raw).act))
	}
}

// goOn goes on to where an answer leads.
func (s *shell) goOn(w http.ResponseWriter, r *http.Request, res Response) {
	if res.said != "" {
		s.setSaid(w, r, res.said, res.undo)
	}
	s.redirect(w, r, res.location, "")
}

// redirect goes on with 303, saying one sentence there.
func (s *shell) redirect(w http.ResponseWriter, r *http.Request, to, said string) {
	if said != "" {
		s.setSaid(w, r, said, Link{})
	}
	w.Header().Set("Location", localPath(to, s.o.Home))
	w.WriteHeader(http.StatusSeeOther)
}

func (s *shell) switchLanguage(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
	_ = r.ParseForm()
	s.switchTo(w, r, lang.Tag(r.PostForm.Get("lang")))
	s.redirect(w, r, r.PostForm.Get("back"), "")
}

// switchTo has this browser read a language of the network from here on.
func (s *shell) switchTo(w http.ResponseWriter, r *http.Request, tag lang.Tag) {
	if s.o.Texts.set.Has(tag) {
		s.cookie(w, r, "havre_lang", string(tag), 365*24*time.Hour, http.SameSiteLaxMode)
	}
}

// nowhere answers what no route does.
func (s *shell) nowhere(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, Route{pattern: r.URL.Path, public: s.publicPath(r.URL.Path)})
	p.setLang(s, r, access.Nobody())
	s.fail(w, p, errNowhere)
}

func readFull(r io.Reader, b []byte) (int, error) { return io.ReadFull(r, b) }
