package main

import (
	"encoding/json"
	"io"
	"time"

	"havre.example/havre/internal/calc/round"
	"havre.example/havre/internal/kernel/date"
)

type jsonTier struct {
	Tier   string `json:"tier"`
	Code   string `json:"code"`
	Value  int64  `json:"value"`
	Bound  *int64 `json:"bound,omitempty"` // not in a solution: its proof has them
	Higher bool   `json:"higher"`
	Proved bool   `json:"proved"`
}

type jsonBlocked struct {
	Rule   string `json:"rule"`
	Places int    `json:"places"`
	Alone  int    `json:"alone"`
}

type jsonAsk struct {
	Rule string `json:"rule"`
	Code string `json:"code,omitempty"`
	Fix  string `json:"fix,omitempty"`
}

type jsonGiven struct {
	Case     string         `json:"case"`
	State    string         `json:"state"`
	Place    string         `json:"place,omitempty"`
	From     date.Date      `json:"from,omitzero"`
	To       date.Date      `json:"to,omitzero"`
	Flat     string         `json:"flat,omitempty"`
	FlatFrom date.Date      `json:"flat_from,omitzero"`
	FlatTo   date.Date      `json:"flat_to,omitzero"`
	Renew    date.Date      `json:"renew,omitzero"`
	Locked   bool           `json:"locked,omitempty"`
	Choices  int            `json:"choices"`
	Criteria map[string]int `json:"criteria,omitempty"`
	Asks     []jsonAsk      `json:"asks,omitempty"`
	Blocked  []jsonBlocked  `json:"blocked,omitempty"`
	Unseen   bool           `json:"unseen,omitempty"`
	Aside    bool           `json:"aside,omitempty"`
}

// jsonSolution is an answer with nothing in it but what havre solve check works out again.
type jsonSolution struct {
	Status string      `json:"status"` // proved, feasible
	Cases  []jsonGiven `json:"cases"`
	Tiers  []jsonTier  `json:"tiers"`
	Proof  []string    `json:"proof,omitempty"`
}

// jsonOutcome is an answer with all that the search says of it.
type jsonOutcome struct {
	jsonSolution
	Proves  string  `json:"proves"` // what is proved, in words
	Nodes   int     `json:"nodes"`
	Seconds float64 `json:"seconds"`
}

// printRoundJSON writes the answer with bounds, reasons and what the search took.
func printRoundJSON(w io.Writer, o round.Outcome, took time.Duration) error {
	out := jsonOutcome{jsonSolution: solution(o), Proves: standing(o), Nodes: o.Nodes, Seconds: took.Seconds()}
	for i := range out.Tiers {
		out.Tiers[i].Bound = &o.Tiers[i].Bound
	}
	for i, g := range o.Given {
		x := &out.Cases[i]
		for k, a := range g.Asks {
			x.Asks[k].Code, x.Asks[k].Fix = a.Datum.Code, string(a.Fix)
		}
		for _, b := range g.Blocked {
			x.Blocked = append(x.Blocked, jsonBlocked{string(b.Rule), b.Places, b.Alone})
		}
	}
	return indented(w, out)
}

// printSolution writes the answer for havre solve check.
func printSolution(w io.Writer, o round.Outcome, proof []string) error {
	out := solution(o)
	out.Proof = proof
	return indented(w, out)
}

func solution(o round.Outcome) jsonSolution {
	out := jsonSolution{Status: "feasible", Cases: []jsonGiven{}}
	if o.Proved {
		out.Status = "proved"
	}
	for _, t := range o.Tiers {
		out.Tiers = append(out.Tiers, jsonTier{Tier: t.Tier, Code: t.Code, Value: t.Value, Higher: t.Higher,
			Proved: t.Proved})
	}
	for _, g := range o.Given {
		x := jsonGiven{Case: g.Case, State: string(g.State), Place: g.Place, From: g.From, To: g.To, Flat: g.Flat,
			FlatFrom: g.FlatFrom, FlatTo: g.FlatTo,
			Renew: g.Renew, Locked: g.Locked, Choices: g.Choices, Unseen: g.Unseen, Aside: g.Aside}
		for _, t := range g.Criteria {
			if x.Criteria == nil {
				x.Criteria = map[string]int{}
			}
			x.Criteria[string(t.Criterion)] = t.Value
		}
		for _, a := range g.Asks {
			x.Asks = append(x.Asks, jsonAsk{Rule: string(a.Rule)})
		}
		out.Cases = append(out.Cases, x)
	}
	return out
}

func indented(w io.Writer, answer any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	return enc.Encode(answer)
}
