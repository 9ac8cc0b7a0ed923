package indicator

import "havre.example/havre/internal/room/casefile"

var _ = casefile.Declare(casefile.Part{Room: "indicator", Waits: []casefile.Reading{
	{Kind: "referred", For: "counts from when a person asked"},
	{Kind: "admitted", For: "counts decisions, and how long they took"},
	{Kind: "not_admitted", For: "counts decisions, with their reasons"},
	{Kind: "interview_held", For: "counts interviews"},
	{Kind: "arrived", For: "counts arrivals by the day"},
	{Kind: "ended", For: "counts who is there on a day"},
	{Kind: "reopened", For: "an end that was taken back is none"},
	{Kind: "deceased", For: "counts who is there on a day"},
}})
