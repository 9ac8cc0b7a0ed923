package main

// solveCmd lets anyone check the solvers on files.
type solveCmd struct {
	Round solveRoundCmd `cmd:"" help:"A whole placement round from its JSON file (docs/round.md): who is given which place, and why."`
}
