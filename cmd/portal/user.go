package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/jobs"
	"providerportal/internal/mail"
	"providerportal/internal/words"
	"providerportal/storage/database"
)

// UserCommands is `portal user …`.
type UserCommands struct {
	Add UserAddCommand `cmd:"" help:"Make a staff account and print its one-time set-up link."`
}

// UserAddCommand is `portal user add`.
type UserAddCommand struct {
	Email        string `required:"" help:"Mail address."`
	Name         string `required:"" help:"Name."`
	Role         string `required:"" enum:"consultant,reviewer,decider,contract_manager,administrator" help:"One of ${enum}."`
	Municipality string `placeholder:"CODE" help:"Municipality of a consultant, such as GM0984."`
	BaseURL      string `env:"PORTAL_BASE_URL" placeholder:"URL" help:"Address under which people reach the portal; required."`
	DatabaseSettings
}

// Run makes the account, mails its link through the running portal and prints it.
func (u *UserAddCommand) Run(ctx context.Context, c console) error {
	if err := u.check(); err != nil {
		return err
	}
	db, err := database.Open(ctx, u.DatabaseURL)
	if err != nil {
		return err
	}
	defer db.Close()
	link, err := u.add(ctx, db.Gorm)
	if errors.Is(err, account.ErrEmailTaken) {
		return fmt.Errorf("%s has an account already", u.Email)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.out, link)
	return err
}

func (u *UserAddCommand) check() error {
	var found mistakes
	u.DatabaseSettings.check(&found)
	found.baseURL(&u.BaseURL)
	if !directory.IsEmail(u.Email) {
		found.add("--email", "is not a mail address")
	}
	if (u.Role == string(account.RoleConsultant)) != (u.Municipality != "") {
		found.add("--municipality", "belongs to a consultant, and to nobody else")
	}
	return found.err()
}

func (u *UserAddCommand) add(ctx context.Context, db *gorm.DB) (link string, err error) {
	office, err := directory.OfficeOf(ctx, db)
	if err != nil {
		return "", err
	}
	inserter, err := jobs.Insert()
	if err != nil {
		return "", err
	}
	accounts := &account.Service{DB: db, Now: time.Now, Mail: &mail.Postbox{
		Now: time.Now, BaseURL: u.BaseURL, Jobs: inserter, Region: mail.Region{Name: office.Name, Contact: office.ContactEmail},
	}}
	role := account.Role(u.Role)
	err = database.Write(ctx, db, func(tx *gorm.DB) error {
		user, err := accounts.Create(tx, account.NewUser{
			Email: u.Email, Name: u.Name, Roles: []account.Role{role}, Municipality: u.Municipality,
		})
		if err != nil {
			return err
		}
		link, err = accounts.SendSetUp(tx, user, words.For(user.Lang).T("role."+u.Role))
		if err != nil {
			return err
		}
		err = accounts.TellPrivilegedChange(tx, account.System(), user, false, user.Has(account.RoleAdministrator))
		if err != nil {
			return err
		}
		return audit.Record(tx, account.System(), "account.created", "user", user.ID.String())
	})
	return link, err
}
