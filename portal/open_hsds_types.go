package portal

import (
	"time"

	"github.com/google/uuid"
)

// The objects of HSDS 3.0, with the fields that the portal fills.

type hsdsOrganization struct {
	ID          uuid.UUID        `json:"id"`
	Name        string           `json:"name"`
	Description string           `json:"description"`
	Website     string           `json:"website,omitempty"`
	Logo        string           `json:"logo,omitempty"`
	URI         string           `json:"uri"`
	Identifiers []hsdsIdentifier `json:"organization_identifiers,omitempty"`
	Locations   []hsdsLocation   `json:"locations,omitempty"`
	Services    []hsdsService    `json:"services,omitempty"` // only with full_service
}

type hsdsIdentifier struct {
	ID             uuid.UUID `json:"id"`
	OrganizationID uuid.UUID `json:"organization_id"`
	Scheme         string    `json:"identifier_scheme,omitempty"` // of org-id.guide
	Type           string    `json:"identifier_type"`
	Identifier     string    `json:"identifier"`
}

type hsdsService struct {
	ID             uuid.UUID            `json:"id"`
	OrganizationID uuid.UUID            `json:"organization_id"`
	Name           string               `json:"name"`
	AlternateName  string               `json:"alternate_name,omitempty"`
	Description    string               `json:"description"`
	URL            string               `json:"url"`
	Status         string               `json:"status"`
	Application    string               `json:"application_process"`
	WaitTime       string               `json:"wait_time,omitempty"`
	Eligibility    string               `json:"eligibility_description,omitempty"`
	AssuredDate    string               `json:"assured_date,omitempty"` // when the provider last confirmed it (D4)
	Alert          string               `json:"alert,omitempty"`
	LastModified   time.Time            `json:"last_modified"`
	Areas          []hsdsArea           `json:"service_areas,omitempty"`
	AtLocations    []hsdsServiceAtPlace `json:"service_at_locations,omitempty"`
	Languages      []hsdsLanguage       `json:"languages,omitempty"`
	Organization   *hsdsOrganization    `json:"organization,omitempty"`
	Attributes     []hsdsAttribute      `json:"attributes,omitempty"`
}

type hsdsArea struct {
	ID          uuid.UUID `json:"id"`
	ServiceID   uuid.UUID `json:"service_id"`
	Name        string    `json:"name"`
	Description string    `json:"description"`
}

type hsdsLanguage struct {
	ID        uuid.UUID `json:"id"`
	ServiceID uuid.UUID `json:"service_id"`
	Name      string    `json:"name"`
	Code      string    `json:"code"`
}

type hsdsAttribute struct {
	ID         uuid.UUID `json:"id"`
	LinkID     uuid.UUID `json:"link_id"`
	TermID     uuid.UUID `json:"taxonomy_term_id"`
	LinkEntity string    `json:"link_entity"`
	Term       *hsdsTerm `json:"taxonomy_term"`
}

type hsdsTerm struct {
	ID          uuid.UUID `json:"id"`
	Code        string    `json:"code"`
	Name        string    `json:"name"`
	Description string    `json:"description"`
	Taxonomy    string    `json:"taxonomy"`
	TaxonomyID  uuid.UUID `json:"taxonomy_id"`
	Language    string    `json:"language"`
}

type hsdsTaxonomy struct {
	ID          uuid.UUID `json:"id"`
	Name        string    `json:"name"`
	Description string    `json:"description"`
	URI         string    `json:"uri"`
	Version     string    `json:"version"`
}

type hsdsServiceAtPlace struct {
	ID         uuid.UUID     `json:"id"`
	ServiceID  uuid.UUID     `json:"service_id"`
	LocationID uuid.UUID     `json:"location_id"`
	Location   *hsdsLocation `json:"location,omitempty"`
	Service    *hsdsService  `json:"service,omitempty"`
}

type hsdsLocation struct {
	ID             uuid.UUID           `json:"id"`
	Type           string              `json:"location_type"`
	OrganizationID uuid.UUID           `json:"organization_id"`
	Name           string              `json:"name,omitempty"`
	Latitude       *float64            `json:"latitude,omitempty"`
	Longitude      *float64            `json:"longitude,omitempty"`
	Addresses      []hsdsAddress       `json:"addresses,omitempty"`
	Accessibility  []hsdsAccessibility `json:"accessibility,omitempty"`
}

type hsdsAddress struct {
	ID         uuid.UUID `json:"id"`
	LocationID uuid.UUID `json:"location_id"`
	Line       string    `json:"address_1"`
	City       string    `json:"city"`
	Province   string    `json:"state_province"`
	Postcode   string    `json:"postal_code"`
	Country    string    `json:"country"`
	Type       string    `json:"address_type"`
}

type hsdsAccessibility struct {
	ID          uuid.UUID `json:"id"`
	LocationID  uuid.UUID `json:"location_id"`
	Description string    `json:"description"`
	Details     string    `json:"details,omitempty"`
}
