package signon

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// Organisation is what the portal knows of a business.
type Organisation struct {
	ID   uuid.UUID
	Name string
}

// Service signs people on through the identity providers of the settings.
type Service struct {
	DB       *gorm.DB
	Now      func() time.Time
	BaseURL  string
	Accounts *account.Service
	// Organisation finds a business by its KvK number; fault.Missing when it is
	// not registered.
	Organisation func(tx *gorm.DB, kvk string) (Organisation, error)
	// Arrive makes a business ready for a new person, and tells whether it is
	// engaged: it applied or has a contract.
	Arrive func(tx *gorm.DB, organisation uuid.UUID) (engaged bool, err error)

	providers []*provider
}

// Use takes the identity providers of the settings. None of them is asked yet.
func (s *Service) Use(all []Settings) {
	s.providers = nil
	for _, settings := range all {
		s.providers = append(s.providers, &provider{Settings: settings, now: s.Now})
	}
}

// Providers gives the settings of the identity providers, in their order.
func (s *Service) Providers() []Settings {
	var all []Settings
	for _, p := range s.providers {
		all = append(all, p.Settings)
	}
	return all
}

func (s *Service) provider(name string) (*provider, error) {
	for _, p := range s.providers {
		if p.Name == name {
			return p, nil
		}
	}
	return nil, fault.Missing()
}

// ProviderOf names the identity provider through which the account signs on;
// empty when there is none.
func (s *Service) ProviderOf(ctx context.Context, userID uuid.UUID) (string, error) {
	var names []string
	err := s.DB.WithContext(ctx).Model(&known{}).Where("user_id = ?", userID).Order("last_seen_at DESC").Pluck("provider", &names).Error
	for _, name := range names {
		if _, missing := s.provider(name); missing == nil {
			return name, err
		}
	}
	return "", err
}
