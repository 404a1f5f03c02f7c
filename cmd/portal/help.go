package main

// HelpCommand is `portal help [COMMAND]`, the same as `portal COMMAND --help`.
type HelpCommand struct {
	Command []string `arg:"" optional:"" help:"The command, such as serve."`
}

// Run prints the explanation.
func (h *HelpCommand) Run(c console) error {
	parser, err := newParser(c)
	if err != nil {
		return err
	}
	_, err = parser.Parse(append(h.Command, "--help"))
	if err != nil {
		return usageError{err}
	}
	return nil
}
