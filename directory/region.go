package directory

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// Municipality is one of the municipalities of the region, by its CBS code.
type Municipality struct {
	Code string `gorm:"primaryKey"`
	Slug string
	Name string
}

// Segment is a part of what the region contracts (H §3).
type Segment struct {
	Code      string `gorm:"primaryKey"`
	Number    int
	NameNL    string `gorm:"column:name_nl"`
	NameEN    string `gorm:"column:name_en"`
	OpenHouse bool
}

// Product is what a provider may offer within a segment. The plain names are in
// residents' words.
type Product struct {
	Code        string `gorm:"primaryKey"`
	SegmentCode string
	Position    int
	NameNL      string `gorm:"column:name_nl"`
	NameEN      string `gorm:"column:name_en"`
	PlainNL     string `gorm:"column:plain_nl"`
	PlainEN     string `gorm:"column:plain_en"`
}

// TargetGroup is a group of residents that a provider says it is for. Staff keep
// the list; who chose a group before it was retired keeps it.
type TargetGroup struct {
	Code      string `gorm:"primaryKey"`
	Position  int
	NameNL    string `gorm:"column:name_nl"`
	NameEN    string `gorm:"column:name_en"`
	RetiredAt *time.Time
}

// Retired reports whether nobody can choose the group anew.
func (g TargetGroup) Retired() bool { return g.RetiredAt != nil }

// Name gives the product's official name in the language.
func (p Product) Name(lang string) string { return in(lang, p.NameNL, p.NameEN) }

// Plain gives the product in residents' words.
func (p Product) Plain(lang string) string { return in(lang, p.PlainNL, p.PlainEN) }

// Name gives the target group's name in the language.
func (g TargetGroup) Name(lang string) string { return in(lang, g.NameNL, g.NameEN) }

// Name gives the segment's name in the language.
func (s Segment) Name(lang string) string { return in(lang, s.NameNL, s.NameEN) }

func in(lang, nl, en string) string {
	if lang == "en" {
		return en
	}
	return nl
}

// Office is who runs the portal.
type Office struct {
	Name           string
	ContactEmail   string
	RemindFromHour int // hour of the day before which nobody is reminded (T6)
}

// TableName is where the one office stands.
func (Office) TableName() string { return "regions" }

// OfficeOf reads who runs the portal.
func OfficeOf(ctx context.Context, db *gorm.DB) (Office, error) {
	var office Office
	return office, db.WithContext(ctx).Take(&office).Error
}

// Region is the data that makes the portal this region's.
type Region struct {
	Municipalities []Municipality
	Segments       []Segment
	Products       []Product
	TargetGroups   []TargetGroup
}

// Region reads the region's data, each list in the order in which it is shown.
// It is shared: nobody changes it.
func (s *Service) Region(ctx context.Context) (*Region, error) {
	if !s.finder.watched.Load() {
		return regionOf(s.DB.WithContext(ctx))
	}
	view, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	return view.region, nil
}

func regionOf(db *gorm.DB) (*Region, error) {
	var region Region
	for _, err := range []error{
		db.Order("name").Find(&region.Municipalities).Error,
		db.Order("number").Find(&region.Segments).Error,
		db.Order("position").Find(&region.Products).Error,
		db.Order("position").Find(&region.TargetGroups).Error,
	} {
		if err != nil {
			return nil, err
		}
	}
	return &region, nil
}

// Municipality gives the municipality with this code, or a zero one.
func (r *Region) Municipality(code string) Municipality {
	return byCode(r.Municipalities, code, func(m Municipality) string { return m.Code })
}

// MunicipalityBySlug gives the municipality with this slug, or a zero one.
func (r *Region) MunicipalityBySlug(slug string) Municipality {
	return byCode(r.Municipalities, slug, func(m Municipality) string { return m.Slug })
}

// Product gives the product with this code, or a zero one.
func (r *Region) Product(code string) Product {
	return byCode(r.Products, code, func(p Product) string { return p.Code })
}

// TargetGroup gives the target group with this code, or a zero one.
func (r *Region) TargetGroup(code string) TargetGroup {
	return byCode(r.TargetGroups, code, func(g TargetGroup) string { return g.Code })
}

// Segment gives the segment with this code, or a zero one.
func (r *Region) Segment(code string) Segment {
	return byCode(r.Segments, code, func(s Segment) string { return s.Code })
}

func byCode[T any](list []T, code string, codeOf func(T) string) (none T) {
	for _, item := range list {
		if codeOf(item) == code {
			return item
		}
	}
	return none
}
