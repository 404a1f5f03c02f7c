package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/jobs"
	"providerportal/internal/mail"
	"providerportal/internal/sheet"
	"providerportal/internal/words"
	"providerportal/storage/database"
)

// ImportCommands is `portal import …`.
type ImportCommands struct {
	Contracts ImportContractsCommand `cmd:"" help:"Take over existing contracts and profiles from a spreadsheet (XLSX or CSV)."`
	Providers ImportProvidersCommand `cmd:"" help:"Take over providers from another portal, one JSON object a line."`
	Template  ImportTemplateCommand  `cmd:"" help:"Write the empty spreadsheet for import contracts."`
}

// ImportContractsCommand is `portal import contracts FILE [--dry-run]`.
type ImportContractsCommand struct {
	File    string `arg:"" help:"The spreadsheet; docs/import.md lists its columns."`
	DryRun  bool   `help:"Change nothing; say what would happen, row by row."`
	Invite  bool   `help:"Mail a set-up link to the administrator of each organisation without accounts."`
	BaseURL string `env:"PORTAL_BASE_URL" placeholder:"URL" help:"Address under which people reach the portal; required with --invite."`
	DatabaseSettings
}

// Run imports all of the file or nothing, and says what it did.
func (i *ImportContractsCommand) Run(ctx context.Context, c console) error {
	var found mistakes
	i.DatabaseSettings.check(&found)
	if i.Invite {
		found.baseURL(&i.BaseURL)
	}
	if err := found.err(); err != nil {
		return err
	}
	content, err := readAtMost(i.File, sheet.MaxBytes+1)
	if err != nil {
		return err
	}
	db, err := database.Open(ctx, i.DatabaseURL)
	if err != nil {
		return err
	}
	defer db.Close()
	service, err := importService(ctx, db, i.BaseURL)
	if err != nil {
		return err
	}
	plan, err := service.RunImport(ctx, account.System(), filepath.Base(i.File), content, i.Invite, i.DryRun)
	if refusal := fault.Of(err); refusal != nil {
		return refused(refusal)
	}
	if err != nil {
		return err
	}
	return report(c, plan, i.DryRun)
}

// readAtMost reads a file up to the limit; what is beyond is the importer's to
// refuse.
func readAtMost(path string, limit int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return io.ReadAll(io.LimitReader(file, limit))
}

// importService is enough of the domain to import with.
func importService(ctx context.Context, db *database.DB, baseURL string) (*enrollment.Service, error) {
	office, err := directory.OfficeOf(ctx, db.Gorm)
	if err != nil {
		return nil, err
	}
	inserter, err := jobs.Insert()
	if err != nil {
		return nil, err
	}
	postbox := &mail.Postbox{
		Now: time.Now, BaseURL: baseURL, Jobs: inserter, Region: mail.Region{Name: office.Name, Contact: office.ContactEmail},
	}
	accounts := &account.Service{DB: db.Gorm, Now: time.Now, Mail: postbox}
	providers := &directory.Service{DB: db.Gorm, Now: time.Now, Accounts: accounts, Mail: postbox}
	return &enrollment.Service{DB: db.Gorm, Now: time.Now, Mail: postbox, Accounts: accounts, Directory: providers}, nil
}

// refused says in English why the file as a whole is not read.
func refused(refusal *fault.Error) error {
	w := words.For("en")
	for _, field := range refusal.Fields {
		return fmt.Errorf("%s", w.T(field.Key, field.Args...))
	}
	return fmt.Errorf("%s", w.T(refusal.Key))
}

// report prints what is wrong, or what happened, row by row. Values stay out of
// it: a terminal's output is easily kept.
func report(c console, plan *enrollment.ImportPlan, dry bool) error {
	w := words.For("en")
	for _, problem := range plan.Problems {
		place := fmt.Sprintf("row %d", problem.Row)
		if problem.Column != "" {
			place += ", " + columnName(problem.Column)
		}
		fmt.Fprintf(c.err, "portal: %s: %s\n", place, w.T(problem.Key, problem.Args...))
	}
	if len(plan.Problems) > 0 {
		return fmt.Errorf("nothing is imported: %d problems", len(plan.Problems))
	}
	for _, line := range plan.Lines {
		if line.Kind != enrollment.ImportSame || line.Invites || len(line.Kept) > 0 {
			fmt.Fprintf(c.out, "row %d, %s, segment %s: %s\n", line.Row, line.Entry.Text(w), line.Segment, whatHappens(line))
		}
	}
	done := "imported"
	if dry {
		done = "dry run, nothing is imported"
	}
	_, err := fmt.Fprintf(c.out, "%s: %d new, %d changed, %d the same\n", done,
		plan.Count(enrollment.ImportNew), plan.Count(enrollment.ImportChanged), plan.Count(enrollment.ImportSame))
	return err
}

func whatHappens(line enrollment.ImportLine) string {
	parts := []string{string(line.Kind)}
	if line.Kind == enrollment.ImportChanged {
		var columns []string
		for _, change := range line.Changes {
			columns = append(columns, columnName(change.Column))
		}
		parts[0] += " (" + strings.Join(columns, ", ") + ")"
	}
	if line.Publishes {
		parts = append(parts, "profile becomes public")
	}
	if line.Invites {
		parts = append(parts, "administrator invited")
	}
	for _, column := range line.Kept {
		parts = append(parts, columnName(column)+" stays as it is in the portal")
	}
	return strings.Join(parts, "; ")
}

func columnName(code string) string {
	for _, column := range enrollment.ImportColumns {
		if column.Code == code {
			return column.Header
		}
	}
	return fmt.Sprintf("%q", code)
}

// ImportTemplateCommand is `portal import template [FILE]`.
type ImportTemplateCommand struct {
	File string `arg:"" optional:"" default:"contracten.xlsx" help:"Where to write it; never over a file that is there."`
}

// Run writes the template.
func (i *ImportTemplateCommand) Run(c console) error {
	var content bytes.Buffer
	if err := enrollment.WriteImportTemplate(&content, words.For(words.Default)); err != nil {
		return err
	}
	file, err := os.OpenFile(i.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if _, err := content.WriteTo(file); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.out, i.File)
	return err
}
