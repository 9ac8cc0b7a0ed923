//go:build unix

package round_test

import (
	"syscall"
	"time"
)

// spent is the computing time of this process so far: what a search takes of it does not depend on what else the
// machine does.
func spent() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		panic("round: the computing time is not known")
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
