package clock

import "testing"

func TestAnHourIsReadAsPeopleWriteIt(t *testing.T) {
	for typed, want := range map[string]string{"14:10": "14:10", "14h10": "14:10", "14H": "14:00", "7:05": "07:05",
		"00:00": "00:00", "23:59": "23:59", "24:00": "", "25h": "", "14": "", "14:1": "", "14:60": "", "": "", "h": "",
		"14::10": "", "14 h 10": ""} {
		got := ""
		if at, err := OfDay(typed); err == nil {
			got = at.Format("15:04")
		}
		if got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}
