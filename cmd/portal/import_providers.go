package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"providerportal/internal/account"
	"providerportal/internal/words"
	"providerportal/storage/database"
)

// ImportProvidersCommand is `portal import providers FILE.jsonl`.
type ImportProvidersCommand struct {
	File            string `arg:"" help:"One JSON object a line; docs/import.md lists the fields."`
	AddTargetGroups bool   `help:"Add target groups that the region does not have. Without it they are kept as words, and a provider with only such groups is not published."`
	DatabaseSettings
}

// Run takes over all of the file or nothing.
func (i *ImportProvidersCommand) Run(ctx context.Context, c console) error {
	var found mistakes
	i.DatabaseSettings.check(&found)
	if err := found.err(); err != nil {
		return err
	}
	file, err := os.Open(i.File)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	db, err := database.Open(ctx, i.DatabaseURL)
	if err != nil {
		return err
	}
	defer db.Close()
	service, err := importService(ctx, db, "")
	if err != nil {
		return err
	}
	begun := time.Now()
	outcome, err := service.ImportProviders(ctx, account.System(), file, i.AddTargetGroups)
	if err != nil {
		return err
	}
	w := words.For("en")
	for _, problem := range outcome.Problems {
		field := ""
		if problem.Column != "" {
			field = ", " + problem.Column
		}
		fmt.Fprintf(c.err, "portal: line %d%s: %s\n", problem.Row, field, w.T(problem.Key, problem.Args...))
	}
	if len(outcome.Problems) > 0 {
		return fmt.Errorf("nothing is imported: %d problems", len(outcome.Problems))
	}
	_, err = fmt.Fprintf(c.out, "imported: %d new, %d of them published, %d known already, in %s\n",
		outcome.New, outcome.Published, outcome.Known, time.Since(begun).Round(100*time.Millisecond))
	return err
}
