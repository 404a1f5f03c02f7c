package portal

import (
	"net/url"
	"slices"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
	"providerportal/matching"
)

// figuresForm narrows figures and lists of requests, as it stands in the address.
type figuresForm struct {
	From         string `form:"van" validate:"omitempty,date"`
	Until        string `form:"tot" validate:"omitempty,date"`
	Municipality string `form:"gemeente"`
	Provider     string `form:"aanbieder"`
	Segment      string `form:"segment"`
}

func (v *visit) figuresForm() figuresForm {
	return figuresForm{
		From: v.query("van"), Until: v.query("tot"), Municipality: v.query("gemeente"),
		Provider: v.query("aanbieder"), Segment: v.query("segment"),
	}
}

// filter reads the form; both days count in full. What does not exist is taken
// off the form and leaves everything in.
func (f *figuresForm) filter(region *directory.Region, providers []matching.Asked) (filter matching.Filter, err error) {
	if filter.Municipality = region.MunicipalityBySlug(f.Municipality).Code; filter.Municipality == "" {
		f.Municipality = ""
	}
	if filter.Segment = region.Segment(f.Segment).Code; filter.Segment == "" {
		f.Segment = ""
	}
	if filter.ProviderID = providerOf(providers, f.Provider); filter.ProviderID == uuid.Nil {
		f.Provider = ""
	}
	if err := validate(f); err != nil {
		return filter, err
	}
	if day, err := workday.Parse(f.From); err == nil {
		filter.From = day
	}
	if day, err := workday.Parse(f.Until); err == nil {
		filter.Until = day
	}
	if !filter.From.IsZero() && !filter.Until.IsZero() && filter.Until.Before(filter.From) {
		return filter, fault.Invalid(fault.At("tot", "audit.until-before-from"))
	}
	return filter, nil
}

func providerOf(providers []matching.Asked, slug string) uuid.UUID {
	found := slices.IndexFunc(providers, func(p matching.Asked) bool { return p.Slug == slug })
	if found < 0 {
		return uuid.Nil
	}
	return providers[found].ID
}

// address writes the form as a query behind a path.
func (f *figuresForm) address(path string) string {
	query := url.Values{}
	for name, values := range valuesOf(f) {
		if values[0] != "" {
			query.Set(name, values[0])
		}
	}
	return (&url.URL{Path: path, RawQuery: query.Encode()}).String()
}

// period is a period that people often ask for.
type period struct {
	key         string
	from, until workday.Date
}

func periods(today workday.Date) []period {
	quarter := (today.Month()-1)/3*3 + 1
	between := func(key string, year int, months [2]int) period {
		return period{key, monthDay(year, months[0]), monthDay(year, months[1]).AddDays(-1)}
	}
	month, first := int(today.Month()), int(quarter)
	return []period{
		{key: "all"}, between("month", today.Year(), [2]int{month, month + 1}),
		between("last-month", today.Year(), [2]int{month - 1, month}),
		between("quarter", today.Year(), [2]int{first, first + 3}), between("year", today.Year(), [2]int{1, 13}),
	}
}
