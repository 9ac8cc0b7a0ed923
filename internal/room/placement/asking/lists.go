package asking

// Questions and replies that pass between host and head office are of closed lists: free text could carry what a host
// may not know yet.
var replies = []string{"yes", "no", "not_known", "we_call"}

// Replies lists the answers to a host's question.
func Replies() []string { return append([]string(nil), replies...) }

// Ways lists how an interview takes place.
func Ways() []string { return []string{"video", "telephone", "visit"} }

// Attendants lists who may take part besides the person, the host and the head office.
func Attendants() []string { return []string{"referrer", "interpreter", "lawyer", "relative"} }

// AgainReasons lists why the search goes on.
func AgainReasons() []string {
	return []string{"person_declined", "host_declined", "another_place", "danger_changed", "calendar", "other"}
}
