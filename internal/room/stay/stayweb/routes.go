// Package stayweb is the pages of the stay, made for a telephone first.
package stayweb

import (
	"embed"

	"github.com/a-h/templ"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/web"
)

// Texts are the room's words.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Routes are the room's pages and acts.
func Routes(d *stay.Desk) []web.Route {
	return []web.Route{
		web.Get("/cases/{case}/stay", stay.Read, show(d, "stay.title", overviewView)),
		web.Get("/cases/{case}/stay/notes", stay.Read, show(d, "stay.notes.title", notesView)),
		web.Post("/cases/{case}/stay/notes", stay.WriteNote, take(d, "stay.notes.title", notesView, note, "/notes",
			"stay.notes.said")),
		web.Get("/cases/{case}/stay/services", stay.Read, show(d, "stay.services.title", servicesView)),
		web.Post("/cases/{case}/stay/services", stay.GiveService, take(d, "stay.services.title", servicesView, service,
			"", "stay.services.said")),
		web.Get("/cases/{case}/stay/aid", stay.Read, show(d, "stay.aid.title", aidView)),
		web.Post("/cases/{case}/stay/aid", stay.PayAid, take(d, "stay.aid.title", aidView, aid, "/aid",
			"stay.aid.said")),
		web.Get("/cases/{case}/stay/legal", stay.Read, show(d, "stay.legal.title", legalView)),
		web.Post("/cases/{case}/stay/legal", stay.RecordLegal, take(d, "stay.legal.title", legalView, legal, "/legal",
			"stay.legal.said")),
		web.Get("/cases/{case}/stay/justice", stay.Read, show(d, "stay.justice.title", justiceView)),
		web.Post("/cases/{case}/stay/justice", stay.StateJustice, take(d, "stay.justice.title", justiceView, justice,
			"/legal", "stay.legal.said")),
		web.Get("/cases/{case}/stay/clocks/{clock}", stay.Read, showClock(d)),
		web.Post("/cases/{case}/stay/clocks/{clock}", stay.CloseClock, closeClock(d)),
		web.Post("/cases/{case}/stay/ongoing", stay.Settle, take(d, "stay.title", overviewView, settle, "",
			"stay.said")),
		web.Get("/cases/{case}/stay/exit", stay.Read, show(d, "stay.exit.title", exitView)),
		web.Post("/cases/{case}/stay/exit", stay.PlanExit, take(d, "stay.exit.title", exitView, exit, "", "stay.said")),
		web.Get("/cases/{case}/stay/transfer", stay.Read, show(d, "stay.transfer.title", transferView)),
		web.Post("/cases/{case}/stay/transfer", stay.AskTransfer, take(d, "stay.transfer.title", transferView, transfer,
			"", "stay.transfer.said")),
		web.Post("/cases/{case}/stay/breach", stay.ReportBreach, take(d, "stay.title", overviewView, breach, "",
			"stay.breach.said")),
		web.Post("/cases/{case}/stay/safety", stay.MakeSafe,
			take(d, "stay.title", overviewView, safe, "", "stay.breach.safe_said")),
		web.Get("/cases/{case}/stay/end", stay.Read, show(d, "stay.end.title", endView)),
		web.Post("/cases/{case}/stay/end", stay.End, take(d, "stay.end.title", endView, end, "", "stay.end.said")),
		web.Get("/aid-amounts", stay.ReadAmounts, amounts(d)),
		web.Post("/aid-amounts", stay.SetAmount, setAmount(d)),
	}
}

// Panels is the stay on the case page.
func Panels(d *stay.Desk) []casefile.CasePanel {
	return []casefile.CasePanel{casefile.Panel("stay", 60, d.OnCase,
		func(s stay.Shown) templ.Component { return panelView(s) })}
}
