// Package wire puts the portal's parts together, once for the command and once
// for every test that needs the whole.
package wire

import (
	"cmp"
	"context"
	"errors"
	"net/netip"
	"slices"
	"time"

	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/client"
	"providerportal/internal/mail"
	"providerportal/internal/retention"
	"providerportal/internal/signon"
	"providerportal/internal/webhook"
	"providerportal/matching"
	"providerportal/storage/documents"
)

// TermWorkdays is the norm for matching conversations (H §2).
const TermWorkdays = 5

// Parts are what differs between production, demo and tests.
type Parts struct {
	DB        *gorm.DB
	Now       func() time.Time
	BaseURL   string
	Store     documents.Store
	Scanner   documents.Scanner
	MaxUpload int64
	SpoolDir  string        // where uploads wait; empty is the system's directory
	Patience  time.Duration // of an upload with a store or scanner that is down
	Jobs      mail.Jobs
	SignOn    []signon.Settings // identity providers
	ActLevel  account.Level     // of eHerkenning for submitting and signing; empty is substantial
	Secret    []byte            // at least 32 bytes; secrets in the database are sealed with it

	// LocalHooks lets systems of municipalities be on this machine: for the demo
	// and for tests.
	LocalHooks bool

	HookNetworks []netip.Prefix // networks inside in which systems of municipalities may be called
}

// Domain is the business of the portal, ready to be called.
type Domain struct {
	Office     directory.Office
	Accounts   *account.Service
	SignOn     *signon.Service
	Directory  *directory.Service
	Enrollment *enrollment.Service
	Matching   *matching.Service
	Letters    *mail.Archive
	Documents  *documents.Vault
	Postbox    *mail.Postbox
	Retention  *retention.Service
	Clients    *client.Service
	Webhooks   *webhook.Service
}

// Build connects the parts. The database must be migrated.
func Build(ctx context.Context, p Parts) (*Domain, error) {
	seal, err := account.NewSeal(p.Secret)
	if err != nil {
		return nil, err
	}
	office, err := directory.OfficeOf(ctx, p.DB)
	if err != nil {
		return nil, err
	}
	postbox := &mail.Postbox{
		Now: p.Now, BaseURL: p.BaseURL, Jobs: p.Jobs,
		Region: mail.Region{Name: office.Name, Contact: office.ContactEmail},
	}
	vault := &documents.Vault{
		DB: p.DB, Store: p.Store, Scanner: p.Scanner, Now: p.Now, MaxBytes: p.MaxUpload,
		SpoolDir: p.SpoolDir, Patience: p.Patience,
	}
	accounts := &account.Service{DB: p.DB, Now: p.Now, Mail: postbox, Seal: seal}
	if err := accounts.OfferPasskeys(p.BaseURL, office.Name); err != nil {
		return nil, err
	}
	providers := &directory.Service{DB: p.DB, Now: p.Now, Accounts: accounts, Mail: postbox}
	signOn := &signon.Service{DB: p.DB, Now: p.Now, BaseURL: p.BaseURL, Accounts: accounts, Organisation: organisation, Arrive: enrollment.Arrive}
	signOn.Use(p.SignOn)
	hooks := &webhook.Service{DB: p.DB, Now: p.Now, Jobs: p.Jobs, Mail: postbox, Seal: seal, Local: p.LocalHooks, Networks: p.HookNetworks}
	domain := &Domain{
		Office: office, Accounts: accounts, SignOn: signOn, Directory: providers,
		Enrollment: &enrollment.Service{
			DB: p.DB, Now: p.Now, Mail: postbox, Accounts: accounts, Directory: providers, Documents: vault,
			ActLevel: cmp.Or(p.ActLevel, account.LevelSubstantial),
		},
		Matching: &matching.Service{
			DB: p.DB, Now: p.Now, Mail: postbox, Directory: providers, TermWorkdays: TermWorkdays, RemindFromHour: office.RemindFromHour,
			Outbox: outbox{hooks},
		},
		Letters: &mail.Archive{DB: p.DB}, Documents: vault, Postbox: postbox,
		Clients: &client.Service{DB: p.DB, Now: p.Now}, Webhooks: hooks,
	}
	domain.Retention = retaining(p.DB, p.Now, vault, domain.Matching, domain.Enrollment)
	return domain, nil
}

// Retention gives only what lists and destroys: for portal retention, which runs
// beside the portal. The store may be nil when nothing is destroyed.
func Retention(db *gorm.DB, store documents.Store) *retention.Service {
	vault := &documents.Vault{DB: db, Store: store}
	requests := &matching.Service{DB: db, Now: time.Now, Outbox: outbox{&webhook.Service{DB: db, Now: time.Now}}}
	return retaining(db, time.Now, vault, requests, &enrollment.Service{DB: db, Now: time.Now})
}

func retaining(db *gorm.DB, now func() time.Time, vault *documents.Vault, m *matching.Service, e *enrollment.Service) *retention.Service {
	return &retention.Service{
		DB: db, Now: now, Objects: vault,
		Classes: slices.Concat(m.RetentionClasses(), e.RetentionClasses(), []retention.Class{retention.Login()}),
	}
}

// organisation finds a business for whoever signs on for it.
func organisation(tx *gorm.DB, kvk string) (signon.Organisation, error) {
	found, err := directory.ProviderByKvK(tx, kvk)
	if err != nil {
		return signon.Organisation{}, err
	}
	return signon.Organisation{ID: found.ID, Name: found.Name}, nil
}

// Sweep repairs what a crash left behind and removes what is over: loose and
// half-stored documents, ended sessions, spent links, old
// requests to join, registrations nobody confirmed, who looked at an
// application; reminds who must act (T6), tells how a month went (T10), and
// destroys what is approved (T11). Running it twice, or on
// several instances at once, changes nothing.
//
// What is due for destruction is listed at night, by Nightly.
func (d *Domain) Sweep(ctx context.Context) error {
	return errors.Join(
		d.Accounts.SweepSessions(ctx),
		d.SignOn.Sweep(ctx),
		d.Directory.SweepJoinRequests(ctx),
		d.Directory.SweepProfiles(ctx),
		d.Directory.SweepIntakes(ctx),
		d.Directory.SweepLogos(ctx),
		d.Enrollment.SweepRegistrations(ctx),
		d.Enrollment.SweepImports(ctx),
		d.Enrollment.SweepPresence(ctx),
		d.Enrollment.SweepDrafts(ctx),
		d.Enrollment.SweepRulings(ctx),
		d.Enrollment.SweepEvidence(ctx),
		d.Matching.SweepReminders(ctx),
		d.Matching.SweepOverview(ctx),
		d.Matching.SweepDrafts(ctx),
		d.Clients.SweepCalls(ctx),
		d.Webhooks.Sweep(ctx),
		d.sweepObjects(ctx),
	)
}

// sweepObjects does what needs the object store, after all the rest: a store that
// does not answer may use up the time of the job.
func (d *Domain) sweepObjects(ctx context.Context) error {
	loose := d.Enrollment.SweepDocuments(ctx)
	_, erased := d.Documents.Sweep(ctx)
	return errors.Join(loose, erased, d.Enrollment.SweepCopies(ctx), d.Retention.Destroy(ctx))
}

// Nightly lists what is due for destruction (RET-1): once a night for the region,
// whichever instance does it.
func (d *Domain) Nightly(ctx context.Context) error { return d.Retention.List(ctx) }
