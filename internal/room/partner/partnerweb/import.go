package partnerweb

import (
	"bytes"
	"net/url"
	"strings"

	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/web"
)

func importForm() web.Handler {
	return func(r *web.Request) (web.Response, error) {
		return web.View("partner.import.title", importView(r.Form(), nil)).Wide(), nil
	}
}

// importFile takes a chosen file or pasted text. A check stores nothing and shows the text again, ready to be imported.
func importFile(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f := r.Form()
		raw := f.File("file")
		if len(raw) == 0 {
			raw = []byte(f.Text("text", web.Max(partner.MaxFile), web.Lines))
		}
		if len(raw) == 0 {
			f.Fail("text", "partner.import.nothing")
		}
		if !f.OK() {
			return web.Invalid("partner.import.title", importView(f, nil)).Wide(), nil
		}
		var report partner.Report
		var err error
		check := f.Value("do") == "check"
		if check {
			report, err = d.Check(r.Context(), r.Actor(), bytes.NewReader(raw))
		} else {
			report, err = d.Import(r.Context(), r.Actor(), bytes.NewReader(raw), f.Bool("partial"))
		}
		if err != nil {
			if !refused(f, err) {
				return web.Response{}, err
			}
			return web.Invalid("partner.import.title", importView(f, nil)).Wide(), nil
		}
		f = web.NewForm(nil)
		if !report.Done {
			f = web.NewForm(url.Values{"text": {strings.ToValidUTF8(string(raw), "")}})
		}
		if len(report.Mistakes) > 0 && !report.Done && !check {
			return web.Invalid("partner.import.title", importView(f, &report)).Wide(), nil
		}
		return web.View("partner.import.title", importView(f, &report)).Wide(), nil
	}
}
