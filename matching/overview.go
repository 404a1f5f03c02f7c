package matching

import (
	"context"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/mail"
	"providerportal/internal/words"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// overview is a row of figure_overviews: that the figures of a month were sent.
type overview struct {
	Month  workday.Date
	Role   account.Role
	SentAt time.Time
	Late   bool
}

// TableName is where the overviews live.
func (overview) TableName() string { return "figure_overviews" }

// SweepOverview mails the figures of last month to the contract managers on the
// first working day of the month (T10). Each month goes out once, whichever
// instance runs this; after a time without any it goes out later, marked late.
func (s *Service) SweepOverview(ctx context.Context) error {
	now := s.Now().In(workday.Amsterdam)
	first, _ := MonthOf(now)
	db := s.DB.WithContext(ctx)
	calendar, err := workday.Stored(ctx, db)
	if err != nil {
		return err
	}
	day := calendar.DueFrom(first.AddDays(-1), 1)
	if s.today().Before(day) || now.Hour() < s.RemindFromHour {
		return nil
	}
	from, until := MonthOf(first.AddDays(-1).Start())
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		row := overview{Month: from, Role: account.RoleContractManager, SentAt: s.Now().UTC(), Late: s.today().After(day)}
		made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		if made.Error != nil || made.RowsAffected == 0 {
			return made.Error
		}
		return s.tellOverview(ctx, tx, from, until, row.Late)
	})
}

// tellOverview says nothing about a month without requests.
func (s *Service) tellOverview(ctx context.Context, tx *gorm.DB, from, until workday.Date, late bool) error {
	filter := Filter{From: from, Until: until}
	report, err := s.report(ctx, tx, filter.of(tx.Table("requests r"), account.System()))
	if err != nil || report.Total.All() == 0 {
		return err
	}
	total := report.Total
	managers, err := account.WithRole(tx, account.RoleContractManager)
	if err != nil {
		return err
	}
	percentage, counted := total.Percentage()
	for _, manager := range managers {
		err := s.Mail.Queue(tx, manager.Recipient(), mail.MonthlyFigures{
			Matter: mail.Matter{Object: "figures", ID: from.String()}, Month: words.For(manager.Lang).Month(from),
			All: total.All(), OnTime: total.OnTime, HeldLate: total.HeldLate, Overdue: total.Late, Waiting: total.Waiting,
			Declined: total.Declined, Withdrawn: total.Withdrawn, Percentage: percentage, Counted: counted,
			Held: total.DaysHeld.Known, DaysHeld: total.DaysHeld.Text(manager.Lang), Late: late,
			URL: s.Mail.BaseURL + "/beheer/termijnen?van=" + from.String() + "&tot=" + until.String(),
		})
		if err != nil {
			return err
		}
	}
	return audit.Record(tx, account.System(), "figures.sent", "figures", from.String())
}

var commas = strings.NewReplacer(".", ",")

// Text writes the days with the comma or point of the language; a dash stands for
// none.
func (m Median) Text(lang string) string {
	if !m.Known {
		return "–"
	}
	text := strconv.FormatFloat(m.Days, 'f', -1, 64)
	if lang == "nl" {
		return commas.Replace(text)
	}
	return text
}
