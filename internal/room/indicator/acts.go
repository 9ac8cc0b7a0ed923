package indicator

import "havre.example/havre/internal/trust/access"

// The acts of the room. Figures hold no key: nothing here opens a compartment.
var (
	// Years lists the years that can be reported on.
	Years = access.Define(access.Act{Name: "indicator.years", Door: access.FiguresDoor, By: access.ByReporter})
	// Read opens the report of a year.
	Read = access.Define(access.Act{Name: "indicator.report", Door: access.FiguresDoor, By: access.ByReporter})
	// Export takes the protected tables of a year away as a file.
	Export = access.Define(access.Act{Name: "indicator.export", Door: access.FiguresDoor, By: access.ByReporter})
	// Print makes the protected report by command, beside a running server.
	Print = access.Define(access.Act{Name: "indicator.print", Door: access.FiguresDoor, By: access.ByMachine})
	// Import brings past cases in as frozen coded rows.
	Import = access.Define(access.Act{Name: "indicator.import", Door: access.OfficeDoor, By: access.ByAdministrator})
	// Undo takes an import back as a whole.
	Undo = access.Define(access.Act{Name: "indicator.undo", Door: access.OfficeDoor, By: access.ByAdministrator})
	// Unload is Undo by command.
	Unload = access.Define(access.Act{Name: "indicator.unload", Door: access.OfficeDoor, By: access.ByMachine})
	// Load is Import by command, by whoever holds the machine's key.
	Load = access.Define(access.Act{Name: "indicator.load", Door: access.OfficeDoor, By: access.ByMachine})
)
