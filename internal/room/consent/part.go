package consent

import "havre.example/havre/internal/room/casefile"

var _ = casefile.Declare(casefile.Part{Room: "consent",
	Tells: []casefile.Telling{
		{Fact: casefile.Agreed{Agreement: First}, At: []casefile.Stage{"", casefile.Asked, casefile.Evaluating},
			Says: "what the person answered before her referral is sent (I2)"},
		{Fact: casefile.Agreed{Agreement: Second}, At: []casefile.Stage{casefile.Meeting},
			Says: "what she answered after the pre-admission interview (I2)"},
	},
	Shares: []casefile.Reading{
		{Kind: "withdrawn", For: "she takes the first agreement back (I3)"},
		{Kind: "search_again", For: "she takes the second agreement back"},
	},
	Waits: []casefile.Reading{
		{Kind: "host_accepted", For: "another host is asked: the second agreement is asked anew"},
		{Kind: "interview_planned", For: "the day of the second agreement is not before the interview"},
		{Kind: "interview_held", For: "the second agreement may be asked from then on"},
		{Kind: "no_show", For: "she did not come: the agreement to that place is over"},
		{Kind: "placed", For: "she is placed: nothing is left to ask"},
	},
	Reopens: giveBack,
})
