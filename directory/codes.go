package directory

import "github.com/jackc/pgx/v5/pgtype"

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

// GormDataType tells GORM what the column is.
func (Codes) GormDataType() string { return "text[]" }
