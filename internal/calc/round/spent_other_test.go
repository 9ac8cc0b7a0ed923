//go:build !unix

package round_test

import "time"

var begun = time.Now()

// spent is the time since the tests began, where nobody tells the computing time of a process.
func spent() time.Duration { return time.Since(begun) }
