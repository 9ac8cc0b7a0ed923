package clock

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Stored reads an instant from a column of microseconds, and writes it there.
type Stored struct{ T *time.Time }

// Scan implements sql.Scanner.
func (s Stored) Scan(src any) error {
	us, ok := src.(int64)
	if !ok {
		return fmt.Errorf("clock: an instant is kept as a whole number, not as %T", src)
	}
	*s.T = FromMicros(us)
	return nil
}

// Value implements driver.Valuer.
func (s Stored) Value() (driver.Value, error) { return Micros(*s.T), nil }
