package retention

import (
	"database/sql/driver"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"
)

// Texts is a PostgreSQL text[] or uuid[] column; nil is stored as an empty list.
type Texts []string

// Scan reads the column.
func (t *Texts) Scan(value any) error {
	var list []string
	err := pgtype.NewMap().SQLScanner(&list).Scan(value)
	*t = list
	return err
}

// Value writes the column.
func (t Texts) Value() (driver.Value, error) {
	list := append([]string{}, t...)
	text, err := pgtype.NewMap().Encode(pgtype.TextArrayOID, pgtype.TextFormatCode, list, nil)
	return string(text), err
}

// GormDataType names the type for GORM.
func (Texts) GormDataType() string { return "text[]" }

// ids reads the list as ids; what is none is left out.
func (t Texts) ids() []uuid.UUID {
	var ids []uuid.UUID
	for _, text := range t {
		if id, err := uuid.Parse(text); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

func textsOf(ids []uuid.UUID) Texts {
	list := make(Texts, len(ids))
	for i, id := range ids {
		list[i] = id.String()
	}
	return list
}
