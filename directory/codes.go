package directory

import (
	"database/sql/driver"

	"github.com/jackc/pgx/v5/pgtype"
)

// Codes is a PostgreSQL text[] column.
type Codes []string

// Scan reads the column.
func (c *Codes) Scan(value any) error {
	var list []string
	if err := pgtype.NewMap().SQLScanner(&list).Scan(value); err != nil {
		return err
	}
	*c = list
	return nil
}

// Value writes the column; none is an empty list, never NULL.
func (c Codes) Value() (driver.Value, error) {
	list := append([]string{}, c...)
	text, err := pgtype.NewMap().Encode(pgtype.TextArrayOID, pgtype.TextFormatCode, list, nil)
	return string(text), err
}

// GormDataType tells GORM what the column is.
func (Codes) GormDataType() string { return "text[]" }
