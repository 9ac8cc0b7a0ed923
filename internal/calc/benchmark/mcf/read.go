package mcf

import (
	"io"

	"havre.example/havre/internal/calc/solve"
)

// Read reads a network in the DIMACS format for minimum-cost flow (DIMACS, "The first DIMACS international algorithm
// implementation challenge: problem definitions and specifications", 1990): comments "c ...", one line "p min NODES
// ARCS", lines "n NODE SUPPLY", then lines "a FROM TO LOW CAPACITY COST", in that order. Errors are
// *solve.SyntaxError, or those of the reader.
func Read(r io.Reader) (*Problem, error) {
	f := &file{s: solve.NewScanner(r)}
	for {
		var err error
		switch f.s.Word() {
		case "c":
			f.s.Rest()
			continue
		case "p":
			err = f.size()
		case "n":
			err = f.node()
		case "a":
			err = f.arc()
		case "":
			return f.end()
		default:
			err = f.s.Refuse("a line that starts with c, p, n or a")
		}
		if err == nil {
			err = f.s.EndLine()
		}
		if err != nil {
			return nil, err
		}
	}
}

type file struct {
	s    *solve.Scanner
	p    *Problem
	arcs int
	said map[int]bool // nodes whose supply was given
}

func (f *file) size() error {
	if f.p != nil {
		return f.s.Refuse("one problem line only")
	}
	if f.s.Field() != "min" {
		return f.s.Refuse("the word min")
	}
	n, err := f.s.FieldInt("the number of nodes", 1, MostNodes)
	if err != nil {
		return err
	}
	m, err := f.s.FieldInt("the number of arcs", 0, MostArcs)
	if err != nil {
		return err
	}
	f.p, f.arcs, f.said = &Problem{Supply: make([]int64, n)}, int(m), map[int]bool{}
	return nil
}

func (f *file) node() error {
	if f.p == nil || len(f.p.Arcs) > 0 {
		return f.s.Refuse("node lines between the problem line and the first arc")
	}
	v, err := f.s.FieldInt("a node", 1, int64(len(f.p.Supply)))
	if err != nil {
		return err
	}
	if f.said[int(v)] {
		return f.s.Refuse("each node once")
	}
	f.said[int(v)] = true
	f.p.Supply[v-1], err = f.s.FieldInt("a supply", -MostCapacity, MostCapacity)
	return err
}

func (f *file) arc() error {
	if f.p == nil {
		return f.s.Refuse("the problem line first")
	}
	if len(f.p.Arcs) == f.arcs {
		return f.s.Refuse("no more arcs than the problem line says")
	}
	nodes := int64(len(f.p.Supply))
	var a Arc
	from, err := f.s.FieldInt("the node an arc leaves", 1, nodes)
	if err != nil {
		return err
	}
	to, err := f.s.FieldInt("the node an arc enters", 1, nodes)
	if err != nil {
		return err
	}
	a.From, a.To = int(from-1), int(to-1)
	if a.Low, err = f.s.FieldInt("a lower bound", 0, MostCapacity); err != nil {
		return err
	}
	if a.Cap, err = f.s.FieldInt("a capacity not below the lower bound", a.Low, MostCapacity); err != nil {
		return err
	}
	if a.Cost, err = f.s.FieldInt("a cost", -MostCost, MostCost); err != nil {
		return err
	}
	f.p.Arcs = append(f.p.Arcs, a)
	return nil
}

func (f *file) end() (*Problem, error) {
	switch {
	case f.p == nil:
		return nil, f.s.Refuse("the problem line")
	case len(f.p.Arcs) < f.arcs:
		return nil, f.s.Refuse("as many arcs as the problem line says")
	}
	return f.p, f.s.End()
}
