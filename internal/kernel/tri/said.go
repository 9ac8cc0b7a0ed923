package tri

import (
	"database/sql/driver"

	"havre.example/havre/internal/kernel/column"
)

// Said is what people say of one thing: one may say yes and another no (I11). The zero Said is that nobody says.
type Said struct{ Yes, No bool }

// Answered is what one answer says; not known says nothing.
func Answered(answer Value) Said { return Said{Yes: answer == Yes, No: answer == No} }

// Tri is what is said in one word: unknown where nobody says, or where they differ.
func (s Said) Tri() Value {
	if s.Yes == s.No {
		return Unknown
	}
	return Of(s.Yes)
}

const differing = "differing"

// Value stores the code: yes, no, differing or unknown.
func (s Said) Value() (driver.Value, error) {
	if s.Yes && s.No {
		return differing, nil
	}
	return s.Tri().Value()
}

// Scan reads the code.
func (s *Said) Scan(src any) error {
	return column.Text(s, src, func(code string) (Said, error) {
		if code == differing {
			return Said{Yes: true, No: true}, nil
		}
		answer, err := Parse(code)
		return Answered(answer), err
	})
}
