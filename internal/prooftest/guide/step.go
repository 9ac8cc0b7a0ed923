package guide

import (
	"fmt"
	"strings"
)

// Step is one thing a document tells a newcomer to do: a change, or a command of a block of kind sh. Where the command
// is followed by "# fails: WORDS", it is refused and says these words.
type Step struct {
	Change  Change // zero for a command
	Command string
	Fails   string
}

// Steps reads changes and commands of one section, in the order they stand there.
func Steps(doc, section string) ([]Step, error) {
	var out []Step
	at, commands := "", false
	var block []string // of a change, its fence included
	for n, line := range strings.Split(doc, "\n") {
		switch {
		case block != nil:
			block = append(block, line)
			if line != "```" {
				continue
			}
			list, err := Changes(strings.Join(block, "\n"), "")
			if err != nil || len(list) != 1 {
				return nil, fmt.Errorf("the change that ends at line %d: %w", n+1, err)
			}
			out, block = append(out, Step{Change: list[0]}), nil
		case commands && line == "```":
			commands = false
		case commands:
			command, fails, _ := strings.Cut(line, " # fails: ")
			out = append(out, Step{Command: command, Fails: fails})
		case strings.HasPrefix(line, "## "):
			at = strings.TrimPrefix(line, "## ")
		case at == section && line == "```sh":
			commands = true
		case at == section && strings.HasPrefix(line, "```diff "):
			block = []string{line}
		}
	}
	return out, nil
}
