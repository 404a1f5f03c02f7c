package main

import (
	"context"
	"fmt"
	"strings"

	"providerportal/storage/database"
)

// MigrateCommand is `portal migrate [--check]`.
type MigrateCommand struct {
	Check bool `help:"Change nothing; fail when a migration is pending."`
	DatabaseSettings
}

// Run applies what is pending; instances that start together wait for each other.
func (m *MigrateCommand) Run(ctx context.Context, c console) error {
	var found mistakes
	m.DatabaseSettings.check(&found)
	if err := found.err(); err != nil {
		return err
	}
	pending, err := database.Pending(ctx, m.DatabaseURL)
	if err != nil {
		return err
	}
	if m.Check && len(pending) > 0 {
		return fmt.Errorf("%d migrations are pending: %s", len(pending), strings.Join(pending, ", "))
	}
	if !m.Check {
		if err := database.Migrate(ctx, m.DatabaseURL); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(c.out, "%s\n", migrated(m.Check, len(pending)))
	return err
}

func migrated(checked bool, count int) string {
	switch {
	case checked || count == 0:
		return "nothing is pending"
	case count == 1:
		return "1 migration applied"
	default:
		return fmt.Sprintf("%d migrations applied", count)
	}
}
