// Package asking leads one person and one host to their two yeses.
//
// propose.go asks one to three hosts and holds their places, letter.go is all that a host is told, decide.go writes
// down what was seen and chosen; answer.go is the host's side; telephone.go writes its answer down where it gave it by
// telephone, said.go is how it reads that and says that it is not so; interview.go plans the meeting and hands over the
// needs; admit.go opens the name to the one host that receives, and takes it back when she does not come; repair.go
// searches again after a no; job.go ends holds at their instant and lets go what has lost its reason; board.go and
// worklist.go are what case page and home show; times.go and lists.go are how long is waited, and the closed lists of
// what may be said.
//
// Each act runs alone on its case, and what a host may do, it may do to its own proposal only. Before the interview is
// planned a host holds no key (I13); a refusal leaves nothing behind (I3); hold and answer-by are one instant (I7).
package asking
