package portal

import (
	"slices"
	"strconv"

	"providerportal/directory"
	"providerportal/internal/fault"
)

const locationsPath = profilePath + "/locaties"

// LocationsPage lists the places where people can go.
type LocationsPage struct {
	Frame
	List SummaryList
	Full bool
}

func (p *LocationsPage) template() string { return "provider/profile_locations" }

func newLocationsPage(frame Frame, profile *directory.Profile) *LocationsPage {
	p := &LocationsPage{Frame: frame, Full: len(profile.Locations) >= directory.LocationsMax}
	p.withinProfile()
	for i, location := range profile.Locations {
		name := location.Name
		if name == "" {
			name = p.T("location.number", "Number", i+1)
		}
		lines := []string{location.Street, location.Postcode + " " + location.Place}
		if location.Lat == nil {
			lines = append(lines, p.T("location.outside"))
		}
		p.List.Rows = append(p.List.Rows, row(p.Words(), name, locationsPath+"/"+strconv.Itoa(i+1), lines...))
	}
	return p
}

// LocationPage asks for one place.
type LocationPage struct {
	Frame
	Form
	Action string
	Mark   string // of all locations as they were shown
	Remove string // address that takes this one away; empty for a new one
}

func (p *LocationPage) template() string { return "provider/profile_location" }

type locationForm struct {
	Mark     string `form:"mark"`
	Name     string `form:"locationName"`
	Street   string `form:"street" clean:"line"`
	Postcode string `form:"postcode"`
	Place    string `form:"place"`
}

func newLocationPage(frame Frame, code string, profile *directory.Profile, form *locationForm) *LocationPage {
	p := &LocationPage{Frame: frame, Form: newForm(frame.Words(), "location", form), Action: locationsPath + "/" + code}
	p.withinProfile()
	p.Breadcrumbs = append(p.Breadcrumbs, Link{p.T("profile.task.locations"), locationsPath})
	p.Mark = profile.Part(directory.SectionLocations).Mark()
	if code != newLocation {
		p.Remove = p.Action + "/verwijderen"
	}
	return p
}

func (s *Server) showLocations(v *visit) error {
	profile, err := s.Directory.Profile(v.ctx, v.actor)
	if err != nil {
		return err
	}
	return v.show(newLocationsPage(v.frame("profile.task.locations"), profile))
}

// newLocation stands in the address for a place that is not on the list yet.
const newLocation = "nieuw"

// locationAt gives the place of the list that the address names; the length of
// the list for a new one.
func locationAt(v *visit, profile *directory.Profile) (int, error) {
	if v.param("code") == newLocation {
		return len(profile.Locations), nil
	}
	number, err := strconv.Atoi(v.param("code"))
	if err != nil || number < 1 || number > len(profile.Locations) {
		return 0, fault.Missing()
	}
	return number - 1, nil
}

func (s *Server) showLocation(v *visit) error {
	profile, err := s.Directory.Profile(v.ctx, v.actor)
	if err != nil {
		return err
	}
	at, err := locationAt(v, profile)
	if err != nil {
		return err
	}
	form := &locationForm{}
	if at < len(profile.Locations) {
		kept := profile.Locations[at]
		form = &locationForm{Name: kept.Name, Street: kept.Street, Postcode: kept.Postcode, Place: kept.Place}
	}
	return v.show(newLocationPage(v.frame("location.title"), v.param("code"), profile, form))
}

// saveLocation adds or changes one place; the postcode gives its point.
func (s *Server) saveLocation(v *visit) error {
	var form locationForm
	if err := v.read(&form); err != nil {
		return err
	}
	profile, err := s.Directory.Profile(v.ctx, v.actor)
	if err != nil {
		return err
	}
	at, err := locationAt(v, profile)
	if err != nil {
		return err
	}
	typed := directory.Location{Name: form.Name, Street: form.Street, Postcode: form.Postcode, Place: form.Place}.Located()
	list := slices.Clone(profile.Locations)
	if at == len(list) {
		list = append(list, typed)
	} else {
		list[at] = typed
	}
	err = s.Directory.SaveSection(v.ctx, v.actor, directory.SectionLocations, form.Mark, directory.Profile{Locations: list})
	if err == nil {
		return v.done(locationsPath, "profile-saved")
	}
	p := newLocationPage(v.frame("location.title"), v.param("code"), profile, &form)
	return v.refuse(&p.Form, p, err)
}

func (s *Server) removeLocation(v *visit) error {
	var form locationForm
	if err := v.read(&form); err != nil {
		return err
	}
	profile, err := s.Directory.Profile(v.ctx, v.actor)
	if err != nil {
		return err
	}
	at, err := locationAt(v, profile)
	if err != nil {
		return err
	}
	if at == len(profile.Locations) {
		return fault.Missing()
	}
	list := slices.Delete(slices.Clone(profile.Locations), at, at+1)
	err = s.Directory.SaveSection(v.ctx, v.actor, directory.SectionLocations, form.Mark, directory.Profile{Locations: list})
	if err != nil {
		return err
	}
	return v.done(locationsPath, "location-removed")
}
