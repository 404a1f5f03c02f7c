package main

import (
	"context"
	"fmt"

	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// longestTerm keeps a typing error from counting for minutes.
const longestTerm = 1000

// WorkdaysCommand is `portal workdays DATE [--days 5]`.
type WorkdaysCommand struct {
	Date        string `arg:"" help:"Day of receipt, YYYY-MM-DD."`
	Days        int    `default:"5" help:"Working days of the term, 1 to 1000."`
	DatabaseURL string `env:"DATABASE_URL" placeholder:"URL" help:"Count with the closures stored there, too; without it the built-in calendar counts."`
}

// Run prints the last day of the term as YYYY-MM-DD (T5).
func (w *WorkdaysCommand) Run(ctx context.Context, c console) error {
	received, err := workday.Parse(w.Date)
	if err != nil {
		return usageError{err}
	}
	if w.Days < 1 || w.Days > longestTerm {
		return usageError{fmt.Errorf("--days: must be 1 to %d, and is %d", longestTerm, w.Days)}
	}
	calendar, err := w.calendar(ctx)
	if err != nil {
		return err
	}
	due := calendar.DueFrom(received, w.Days)
	if due.Year() > calendar.Covered() {
		fmt.Fprintf(c.err, "portal: the royal decrees after %d are not known yet: a day more may become a holiday\n", calendar.Covered())
	}
	_, err = fmt.Fprintln(c.out, due)
	return err
}

func (w *WorkdaysCommand) calendar(ctx context.Context) (*workday.Calendar, error) {
	var found mistakes
	found.secret("DATABASE_URL", &w.DatabaseURL)
	if err := found.err(); err != nil {
		return nil, err
	}
	if w.DatabaseURL == "" {
		return workday.Default(), nil
	}
	db, err := database.Open(ctx, w.DatabaseURL)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return workday.Stored(ctx, db.Gorm)
}
