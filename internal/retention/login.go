package retention

import (
	"time"

	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/workday"
)

// Login is the class of login data in the audit trail, month by month: a single
// sign-in is nothing that anybody could judge. Sessions themselves are gone hours
// after they end.
func Login() Class {
	return Class{Code: "login", Due: dueLogins, Erase: func(tx *gorm.DB, record Record) error {
		month, err := monthOf(record.ID)
		if err != nil {
			return err
		}
		return audit.ForgetSignins(tx, month)
	}}
}

// dueLogins gives the months; the term of the last sign-in of a month begins on
// the first day of the next.
func dueLogins(db *gorm.DB, began workday.Date, only string) ([]Record, error) {
	months, err := audit.SigninMonths(db, began.End())
	var records []Record
	for _, month := range months {
		id := month.Start().In(workday.Amsterdam).Format(monthLayout)
		if only == "" || only == id {
			records = append(records, Record{ID: id, Reference: id, StartedOn: month.AddMonths(1)})
		}
	}
	return records, err
}

const monthLayout = "2006-01"

func monthOf(id string) (workday.Date, error) {
	first, err := time.ParseInLocation(monthLayout, id, workday.Amsterdam)
	return workday.On(first), err
}
