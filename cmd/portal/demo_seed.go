package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"gorm.io/gorm"

	"providerportal/cmd/portal/sample"
	"providerportal/cmd/portal/wire"
	"providerportal/internal/account"
	"providerportal/portal"
)

// cast are the people of the demo, in the order in which /demo shows them.
var cast = []struct {
	name, role, start string
	roles             []account.Role
	municipality      string
}{
	{"Rik Toetser", "reviewer", "/beheer", []account.Role{account.RoleReviewer}, ""},
	{"Bo Besluit", "decider", "/beheer", []account.Role{account.RoleDecider}, ""},
	{"Carla Contract", "contract-manager", "/beheer", []account.Role{account.RoleContractManager}, ""},
	{"Ad Beheer", "administrator", "/beheer", []account.Role{account.RoleAdministrator}, ""},
	{"Vera Venray", "consultant", "/consulent", nil, "GM0984"},
	{"Lou Venlo", "consultant", "/consulent", nil, "GM0983"},
}

// errHalfSeeded says that an earlier start was cut off while it made the sample
// data.
var errHalfSeeded = errors.New("the database holds half of the sample data: remove the demo's data and start again")

// seed makes the sample data once and gives the people to sign in as. Its letters
// count as sent long ago, so that the mailbox starts empty.
func seed(ctx context.Context, parts wire.Parts, providers int) ([]portal.DemoPerson, error) {
	people, err := castOf(ctx, parts.DB)
	if err != nil || len(people) > 0 {
		return people, err
	}
	clock := &sample.Clock{Moment: time.Now().AddDate(0, -4, 0)}
	parts.Now, parts.Jobs = clock.Now, noJobs{}
	domain, err := wire.Build(ctx, parts)
	if err != nil {
		return nil, err
	}
	story := sample.Story{Maker: sample.Maker{Domain: domain, DB: parts.DB}, Clock: clock, End: time.Now(), HookURL: hookURL(parts.BaseURL)}
	for _, person := range cast {
		if person.municipality != "" {
			_, err = story.Consultant(ctx, person.name, person.municipality)
		} else {
			_, err = story.Staff(ctx, person.name, person.roles...)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := story.Tell(ctx, providers); err != nil {
		return nil, err
	}
	err = parts.DB.WithContext(ctx).Exec("UPDATE letters SET sent_at = queued_at, links = NULL, attempts = 1").Error
	if err != nil {
		return nil, err
	}
	return castOf(ctx, parts.DB)
}

// castOf finds the people of the demo, and one sample provider, in a database
// that was seeded before; none in an empty one.
func castOf(ctx context.Context, db *gorm.DB) ([]portal.DemoPerson, error) {
	var marks, users int64
	err := errors.Join(
		db.WithContext(ctx).Table("audit_entries").Where("action = ?", sample.Told).Count(&marks).Error,
		db.WithContext(ctx).Table("users").Count(&users).Error,
	)
	switch {
	case err != nil:
		return nil, err
	case marks == 0 && users > 0:
		return nil, errHalfSeeded
	case marks == 0:
		return nil, nil
	}
	var people []portal.DemoPerson
	first := sample.Organisations(1)[0]
	user, err := account.ByEmail(db.WithContext(ctx), first.Email())
	if err != nil {
		return nil, fmt.Errorf("the sample provider: %w", err)
	}
	people = append(people, portal.DemoPerson{
		UserID: user.ID, Name: user.Name + " (" + first.Name + ")", Role: "provider", Start: "/mijn",
	})
	for _, person := range cast {
		user, err := account.ByEmail(db.WithContext(ctx), sample.Address(person.name, person.municipality))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", person.name, err)
		}
		people = append(people, portal.DemoPerson{UserID: user.ID, Name: user.Name, Role: person.role, Start: person.start})
	}
	return people, nil
}

// noJobs keeps the letters of the sample data from being delivered.
type noJobs struct{}

// Insert does nothing.
func (noJobs) Insert(*gorm.DB, river.JobArgs) error { return nil }
