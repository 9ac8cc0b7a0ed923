package access

// Memberships in SQL, for whoever asks for them: each in force, since nobody has ended it.
const (
	// Members joins as m the memberships in force of everybody who has not left, and as u whose they are.
	Members = `access_membership m join access_user u on u.id = m.user_id and m.left_at = 0 and u.left_at = 0`
	// MembershipsOf joins as m the memberships in force of the person in $1, and as t their teams, which go on.
	MembershipsOf = `access_membership m join access_team t on t.id = m.team_id and m.left_at = 0 and t.ended_at = 0
		and m.user_id = $1`
)
