package enrollment

import (
	"context"

	"gorm.io/gorm"

	"providerportal/internal/paging"
	"providerportal/internal/traderegister"
	"providerportal/internal/workday"
)

// Registered is one line of the public register of admitted providers (E16): what
// everybody may know of a contract that has started.
type Registered struct {
	Name       string
	Entry      traderegister.Entry `gorm:"embedded"`
	Segment    string              // code
	SegmentNL  string
	SegmentEN  string
	AdmittedOn workday.Date
	EndedOn    *workday.Date
}

// SegmentName is the name of the segment in the language.
func (r *Registered) SegmentName(lang string) string {
	if lang == "en" {
		return r.SegmentEN
	}
	return r.SegmentNL
}

// RegisterOrder sorts the register; with Down it is turned round.
type RegisterOrder string

// The columns to sort by.
const (
	RegisterByName     RegisterOrder = "name"
	RegisterByNumber   RegisterOrder = "number"
	RegisterByAdmitted RegisterOrder = "admitted"
	RegisterByEnded    RegisterOrder = "ended"
)

var registerColumns = map[RegisterOrder]string{
	RegisterByName: "lower(p.name)", RegisterByNumber: traderegister.Order, RegisterByAdmitted: "c.active_from", RegisterByEnded: "c.ended_on",
}

// RegisterAsked is which lines of the register are asked for: those whose name or
// number in the trade register has Search in it.
type RegisterAsked struct {
	Search string
	Order  RegisterOrder
	Down   bool
	Page   int
}

// PublicRegister gives one page of the register of admitted providers to everybody
// (E16, OH-14). A provider that was admitted again has a line for each time.
func (s *Service) PublicRegister(ctx context.Context, asked RegisterAsked) (paging.Page[Registered], error) {
	return paging.Find[Registered](s.register(ctx, asked), asked.Page)
}

// WholeRegister gives all lines of the register that answer to the question, for
// download.
func (s *Service) WholeRegister(ctx context.Context, asked RegisterAsked) ([]Registered, error) {
	var lines []Registered
	return lines, s.register(ctx, asked).Find(&lines).Error
}

func (s *Service) register(ctx context.Context, asked RegisterAsked) *gorm.DB {
	column, known := registerColumns[asked.Order]
	if !known {
		column = registerColumns[RegisterByName]
	}
	if asked.Down {
		column += " DESC"
	}
	query := s.DB.WithContext(ctx).Table("contracts c").
		Joins("JOIN providers p ON p.id = c.provider_id").Joins("JOIN segments s ON s.code = c.segment_code").
		Select("p.name, p.kvk, p.register_country, p.register_name, p.register_number, s.code AS segment, s.name_nl AS segment_nl, s.name_en AS segment_en, c.active_from AS admitted_on, c.ended_on").
		Where("c.active_from <= ? AND (c.ended_on IS NULL OR c.ended_on >= c.active_from)", s.today()).
		Order(column + " NULLS LAST, lower(p.name), c.active_from, c.id")
	if asked.Search != "" {
		query = query.Where("strpos(lower(unaccent(p.name)), lower(unaccent(@typed))) > 0 OR "+traderegister.NumberHas, map[string]any{"typed": asked.Search})
	}
	return query
}
