package main

import (
	"context"
	"fmt"

	"providerportal/cmd/portal/wire"
	"providerportal/internal/fault"
	"providerportal/internal/retention"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// RetentionCommand is `portal retention [--dry-run]`.
type RetentionCommand struct {
	DryRun  bool   `help:"Change nothing; say what is due."`
	Approve string `placeholder:"EMAIL" help:"Approve everything that is due and not held, as the administrator with this address; the declaration names that account."`
	DatabaseSettings
	ObjectSettings
}

// Run lists what is due and destroys what is approved, on the pages or here.
// Without an approval nothing goes (RET-1).
func (r *RetentionCommand) Run(ctx context.Context, c console) error {
	if r.DryRun && r.Approve != "" {
		return usageError{fmt.Errorf("--dry-run and --approve do not go together")}
	}
	store, err := r.checked()
	if err != nil {
		return err
	}
	db, err := database.Open(ctx, r.DatabaseURL)
	if err != nil {
		return err
	}
	defer db.Close()
	service := wire.Retention(db.Gorm, store)
	if !r.DryRun {
		if err := r.destroy(ctx, c, service); err != nil {
			return err
		}
	}
	return due(ctx, c, service)
}

// checked asks for a store only when something may be destroyed.
func (r *RetentionCommand) checked() (documents.Store, error) {
	var found mistakes
	r.DatabaseSettings.check(&found)
	if r.DryRun {
		return nil, found.err()
	}
	r.ObjectSettings.check(&found)
	if err := found.err(); err != nil {
		return nil, err
	}
	return r.objectStore()
}

func (r *RetentionCommand) destroy(ctx context.Context, c console, service *retention.Service) error {
	if err := service.List(ctx); err != nil {
		return err
	}
	if r.Approve != "" {
		approved, err := service.ApproveAll(ctx, r.Approve)
		if fault.Is(err, fault.KindForbidden) {
			return fmt.Errorf("--approve: nobody with this address is an administrator")
		}
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(c.out, "approved: %d\n", approved); err != nil {
			return err
		}
	}
	return service.Run(ctx)
}

// due prints one line for each class.
func due(ctx context.Context, c console, service *retention.Service) error {
	lines, err := service.Preview(ctx)
	if err != nil {
		return err
	}
	for _, line := range lines {
		if _, err := fmt.Fprintf(c.out, "%s: %d due, %d of them held; kept %d %s(s)\n", line.Code, line.Due, line.Held, line.Term, line.Unit); err != nil {
			return err
		}
	}
	return nil
}
