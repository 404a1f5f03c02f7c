package portal

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/directory/finding"
	"providerportal/internal/traderegister"
	"providerportal/internal/words"
	"providerportal/internal/workday"
)

// hsdsWriter writes providers as HSDS.
type hsdsWriter struct {
	server  *Server
	region  *directory.Region
	words   *words.Words
	publics map[uuid.UUID]*directory.Public
}

// hsdsWriter reads these providers at once and gives a writer for them.
func (s *Server) hsdsWriter(ctx context.Context, snapshot *directory.Snapshot, ids []uuid.UUID) (*hsdsWriter, error) {
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	publics, err := s.Directory.Publics(ctx, slices.Compact(ids))
	w := &hsdsWriter{s, snapshot.Region(), words.For(words.Default), map[uuid.UUID]*directory.Public{}}
	for i := range publics {
		w.publics[publics[i].Provider.ID] = &publics[i]
	}
	return w, err
}

// organization writes the fields that a list has.
func (w *hsdsWriter) organization(public *directory.Public) *hsdsOrganization {
	provider, profile := &public.Provider, &public.Profile
	org := &hsdsOrganization{
		ID: provider.ID, Name: provider.Name, Description: profile.Mission, Website: profile.Website,
		URI: w.server.profileURL(provider.Slug),
	}
	if profile.LogoHash != "" {
		org.Logo = w.server.BaseURL + publicLogoPath(provider.Slug) + profile.LogoHash
	}
	return org
}

// wholeOrganization adds its numbers and locations.
func (w *hsdsWriter) wholeOrganization(public *directory.Public) *hsdsOrganization {
	org := w.organization(public)
	org.Identifiers = []hsdsIdentifier{hsdsIdentifierOf(org.ID, public.Provider.Entry)}
	for i := range public.Profile.Locations {
		org.Locations = append(org.Locations, *w.location(public, &public.Profile.Locations[i]))
	}
	return org
}

// hsdsIdentifierOf is the number in the trade register.
func hsdsIdentifierOf(organization uuid.UUID, entry traderegister.Entry) hsdsIdentifier {
	if entry.Abroad() {
		return hsdsIdentifier{
			ID: hsdsID(organization, "register"), OrganizationID: organization,
			Type: entry.Register + " (" + entry.Country + ")", Identifier: entry.Number,
		}
	}
	return hsdsIdentifier{ID: hsdsID(organization, "kvk"), OrganizationID: organization, Scheme: "NL-KVK", Type: "KvK", Identifier: entry.KvK}
}

// service writes the fields that a list has.
func (w *hsdsWriter) service(ref hsdsRef) *hsdsService {
	public := w.publics[ref.ID]
	if public == nil { // withdrawn a moment ago
		return nil
	}
	profile, product := &public.Profile, w.region.Product(ref.product)
	service := &hsdsService{
		ID: ref.id, OrganizationID: ref.ID, Name: product.NameNL, AlternateName: product.PlainNL, Description: profile.Offer,
		URL: w.server.profileURL(ref.Slug), Status: "active", Application: w.words.T("open.hsds.application"),
		Eligibility: profile.Audience, LastModified: ref.ChangedAt, Organization: w.organization(public),
	}
	if own := profile.Descriptions[ref.product]; own != "" {
		service.Description += "\n\n" + own
	}
	switch ref.CapacityOn(public.Today) {
	case finding.CapacityClosed:
		service.Status = "temporarily closed"
	case finding.CapacityWaiting:
		service.WaitTime = w.words.T("finder.capaciteit.waiting")
		if ref.CapacityWeeks > 0 {
			service.WaitTime = w.words.T("finder.waiting.weeks", "Count", ref.CapacityWeeks)
		}
	}
	if profile.ConfirmedAt != nil {
		service.AssuredDate = workday.On(*profile.ConfirmedAt).String()
		if public.Unconfirmed {
			service.Alert = w.words.T("public-profile.unconfirmed", "Since", w.words.Date(workday.On(*profile.ConfirmedAt)))
		}
	}
	return service
}

// wholeService adds where, for whom and in which languages.
func (w *hsdsWriter) wholeService(ref hsdsRef) *hsdsService {
	service := w.service(ref)
	if service == nil {
		return nil
	}
	public := w.publics[ref.ID]
	service.Organization = w.wholeOrganization(public)
	for _, code := range public.Profile.Municipalities {
		service.Areas = append(service.Areas, hsdsArea{
			hsdsID(ref.id, code), ref.id, w.region.Municipality(code).Name, w.words.T("open.hsds.area", "Code", code),
		})
	}
	languages := valuesOfRegion(w.region, words.Default)[finding.Language]
	for _, code := range public.Profile.Languages {
		service.Languages = append(service.Languages, hsdsLanguage{hsdsID(ref.id, "language:"+code), ref.id, languages.text(code), code})
	}
	for i := range public.Profile.Locations {
		service.AtLocations = append(service.AtLocations, w.atLocation(ref, public, &public.Profile.Locations[i]))
	}
	service.Attributes = w.attributes(ref)
	return service
}

func (w *hsdsWriter) attributes(ref hsdsRef) (list []hsdsAttribute) {
	add := func(taxonomy uuid.UUID, code string) {
		term := w.term(taxonomy, code)
		list = append(list, hsdsAttribute{hsdsID(ref.id, term.ID.String()), ref.id, term.ID, "service", &term})
	}
	add(productTaxonomy, ref.product)
	for _, group := range ref.Values[finding.TargetGroup] {
		add(groupTaxonomy, group)
	}
	return list
}

func (w *hsdsWriter) atLocation(ref hsdsRef, public *directory.Public, location *directory.Location) hsdsServiceAtPlace {
	place := w.location(public, location)
	return hsdsServiceAtPlace{ID: hsdsID(ref.id, place.ID.String()), ServiceID: ref.id, LocationID: place.ID, Location: place}
}

func (w *hsdsWriter) location(public *directory.Public, location *directory.Location) *hsdsLocation {
	id := locationID(location)
	place := &hsdsLocation{
		ID: id, Type: "physical", OrganizationID: location.ProviderID, Name: location.Name, Latitude: location.Lat, Longitude: location.Lon,
		Addresses: []hsdsAddress{{
			hsdsID(id, "address"), id, location.Street, location.Place, "Limburg", location.Postcode, "NL", "physical",
		}},
	}
	profile := &public.Profile
	if len(profile.Accessibility) == 0 && profile.AccessibilityNote == "" {
		return place
	}
	texts := make([]string, len(profile.Accessibility))
	for i, code := range profile.Accessibility {
		texts[i] = w.words.T("profile.accessibility." + code)
	}
	place.Accessibility = []hsdsAccessibility{{hsdsID(id, "accessibility"), id, strings.Join(texts, ", "), profile.AccessibilityNote}}
	return place
}
