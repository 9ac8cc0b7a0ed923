package web

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
)

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// features turns off what no page needs; only names that today's browsers know, since others are errors on their
// console.
const features = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), " +
	"display-capture=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), magnetometer=(), " +
	"microphone=(), midi=(), payment=(), publickey-credentials-get=(self), screen-wake-lock=(), serial=(), usb=(), " +
	"xr-spatial-tracking=()"

const (
	pageLimit   = 1 << 20
	uploadLimit = 20 << 20
)

// exchange is what one request leaves in the log: never its path, its query or its content.
type exchange struct {
	id   string
	act  string
	kind string
}

type exchangeKey struct{}

func exchangeOf(r *http.Request) *exchange {
	if x, ok := r.Context().Value(exchangeKey{}).(*exchange); ok {
		return x
	}
	return &exchange{}
}

// recorder remembers the status, and whether anything was written yet.
type recorder struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements http.ResponseWriter; a second status is left out.
func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
		w.ResponseWriter.WriteHeader(status)
	}
}

// Unwrap is for http.ResponseController.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Write implements http.ResponseWriter.
func (w *recorder) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.ResponseWriter.Write(b)
}

// guard puts every response behind the same protections and every request into the log.
func (s *shell) guard(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		began := s.o.Clock.Now()
		x := &exchange{id: strings.ToLower(rand.Text()[:12])}
		r = r.WithContext(context.WithValue(r.Context(), exchangeKey{}, x))
		w := &recorder{ResponseWriter: rw}
		s.headers(w.Header(), r, x)
		defer func() {
			if v := recover(); v != nil {
				s.panicked(w, r, x, v)
			}
			s.o.Log.Info("request", "id", x.id, "act", x.act, "method", r.Method, "status", w.status, "kind", x.kind,
				"ms", s.o.Clock.Now().Sub(began).Milliseconds())
		}()
		if err := cross.Check(r); err != nil || unproven(r) {
			p := s.newPage(r, Route{public: s.publicPath(r.URL.Path)})
			s.fail(w, p, errCrossOrigin)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// unproven tells an unsafe request that carries a cookie but neither Origin nor Sec-Fetch-Site: no browser of this
// century sends that, and the standard protection lets it pass.
func unproven(r *http.Request) bool {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return false
	}
	return r.Header.Get("Cookie") != "" && r.Header.Get("Origin") == "" && r.Header.Get("Sec-Fetch-Site") == ""
}

func (s *shell) headers(h http.Header, r *http.Request, x *exchange) {
	h.Set("Content-Security-Policy", policy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", features)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	// Not no-referrer: under it browsers send "Origin: null" with our own forms, and old phones would lose them.
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Request-Id", x.id)
	if !s.publicPath(r.URL.Path) {
		h.Set("X-Robots-Tag", "noindex, nofollow")
	}
	if s.secure(r) {
		h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	}
}

func (s *shell) secure(r *http.Request) bool { return s.o.Secure || r.TLS != nil }

// panicked logs where it happened, never what: a panic's value may hold a person's words.
func (s *shell) panicked(w *recorder, r *http.Request, x *exchange, v any) {
	if v == http.ErrAbortHandler {
		panic(v)
	}
	x.kind = "panic"
	s.o.Log.Error("panic", "id", x.id, "act", x.act, "type", fmt.Sprintf("%T", v), "at", whereabouts())
	if w.status != 0 {
		return
	}
	defer func() {
		if recover() != nil && w.status == 0 { // the error page itself is broken
			w.WriteHeader(http.StatusInternalServerError)
		}
	}()
	p := s.newPage(r, Route{public: s.publicPath(r.URL.Path)})
	s.fail(w, p, errPanic)
	x.kind = "panic"
}

// whereabouts lists the functions of our own that were running, without arguments.
func whereabouts() string {
	pc := make([]uintptr, 40)
	frames := runtime.CallersFrames(pc[:runtime.Callers(3, pc)])
	var b bytes.Buffer
	for {
		f, more := frames.Next()
		if strings.HasPrefix(f.Function, "havre.example/") {
			fmt.Fprintf(&b, "%s:%d ", strings.TrimPrefix(f.Function, "havre.example/havre/internal/"), f.Line)
		}
		if !more {
			return strings.TrimSpace(b.String())
		}
	}
}

// readForm decodes the body within its limits. Files stay in memory: nothing of a person touches a temporary folder.
func (s *shell) readForm(raw *http.Request, route Route) (*Form, error) {
	if raw.Method != http.MethodPost {
		return NewForm(nil), nil
	}
	limit := int64(pageLimit)
	if route.upload {
		limit = uploadLimit
	}
	raw.Body = http.MaxBytesReader(nil, raw.Body, limit)
	kind, _, _ := mime.ParseMediaType(raw.Header.Get("Content-Type"))
	var err error
	switch {
	case kind == "application/x-www-form-urlencoded":
		err = raw.ParseForm()
	case kind == "multipart/form-data" && route.upload:
		err = raw.ParseMultipartForm(2 * uploadLimit)
	default:
		return nil, errBadBody
	}
	if err != nil {
		if tooBig := (*http.MaxBytesError)(nil); errors.As(err, &tooBig) {
			return nil, errTooBig
		}
		return nil, errBadBody
	}
	f := posted(raw.PostForm)
	if raw.MultipartForm != nil {
		f.d.files = raw.MultipartForm.File
	}
	return f, nil
}

// posted is a form as it was sent.
func posted(values url.Values) *Form {
	f := NewForm(values)
	f.d.sent = true
	f.d.once, f.d.from = f.Value("_once"), localPath(f.Value("_from"), "")
	if len(f.d.once) > 64 {
		f.d.once = ""
	}
	f.d.values.Del("_once")
	f.d.values.Del("_from")
	f.d.drafted = f.d.values.Has(drafted)
	f.d.values.Del(drafted)
	f.d.touched = f.d.values[touched]
	f.d.values.Del(touched)
	return f
}

// answer is an error of the shell's own, with its page.
type answer struct {
	status int
	key    string
	wait   time.Duration // before the same is answered; 0: nobody knows
}

// Error is the text key, for logs.
func (a *answer) Error() string { return "web: " + a.key }

var (
	errNowhere     = &answer{status: http.StatusNotFound, key: "web.error.not_found"}
	errCrossOrigin = &answer{status: http.StatusForbidden, key: "web.error.cross_origin"}
	errTooBig      = &answer{status: http.StatusRequestEntityTooLarge, key: "web.error.too_big"}
	errBadBody     = &answer{status: http.StatusBadRequest, key: "web.error.bad_body"}
	errNotYet      = &answer{status: http.StatusConflict, key: "web.error.not_yet"} // a look alone changes nothing
	errPanic       = &answer{status: http.StatusInternalServerError, key: "web.error.internal"}
)

var byKind = map[fault.Kind]*answer{
	fault.Internal:  errPanic,
	fault.Invalid:   {status: http.StatusUnprocessableEntity, key: "web.error.invalid"},
	fault.NotFound:  errNowhere,
	fault.Forbidden: errNowhere, // absent and forbidden look alike
	fault.Conflict:  {status: http.StatusConflict, key: "web.error.conflict"},
	fault.Busy:      {status: http.StatusServiceUnavailable, key: "web.error.busy"},
}

// errFull and errDamaged are what no second try mends: whoever runs the network has to know.
var (
	errFull    = &answer{status: http.StatusServiceUnavailable, key: "web.error.full"}
	errDamaged = &answer{status: http.StatusServiceUnavailable, key: "web.error.damaged"}
)

// answered is how a fault is answered: by what befell the storage, else by its kind.
func answered(err error) *answer {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return errFull
	case errors.Is(err, fault.ErrDamaged):
		return errDamaged
	}
	return byKind[fault.KindOf(err)]
}

// tooMany says how long to wait: some seconds, or by the minute.
func tooMany(wait time.Duration) error {
	return &answer{status: http.StatusTooManyRequests, key: "web.error.too_many", wait: wait}
}

func seconds(d time.Duration) string { return strconv.Itoa(int((d + time.Second - 1) / time.Second)) }

// fail answers an error with its page, and logs its cause by kind; the text shown names no detail.
func (s *shell) fail(w http.ResponseWriter, p *page, err error) {
	a, detail := (*answer)(nil), ""
	if !errors.As(err, &a) {
		kind := fault.KindOf(err)
		a = answered(err)
		if key := fault.Key(err); (kind == fault.Invalid || kind == fault.Conflict) && p.printer.Has(key) {
			detail = key
			if kind == fault.Conflict && p.raw != nil && p.raw.Method == http.MethodGet {
				a = errNotYet
			}
		}
		if kind == fault.Internal || kind == fault.Busy {
			s.o.Log.Error("fault", "id", p.id, "kind", kind.String(), "key", fault.Key(err), "cause", err.Error())
		}
		if a == errDamaged {
			s.alarm.Do(func() {
				s.o.Log.Error(
					"ALARM: the database is damaged: stop the server, put the last copy back (docs/operator.md)")
			})
		}
	}
	if rec, ok := w.(*recorder); ok {
		rec.Header().Del("Content-Disposition")
	}
	if a.status == http.StatusServiceUnavailable || a.status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", seconds(cmp.Or(a.wait, 5*time.Second)))
	}
	s.render(w, p, a.status, View(a.key+".title", errorPage(p, a, detail)))
}

func isGone(err error) bool {
	return fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden)
}
func isRepeated(err error) bool { return errors.Is(err, access.ErrRepeated) }
func isStepUp(err error) bool   { return errors.Is(err, access.ErrStepUp) }
