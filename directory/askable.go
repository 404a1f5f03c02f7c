package directory

import (
	"context"
	"strings"

	"providerportal/internal/workday"
)

// likeEscaper takes the meaning from the signs that LIKE reads as patterns.
var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// AskableByName gives the providers that may get a request now (E10, D2) and whose
// name holds the text, whatever its accents and capitals; by name, at most so many.
func (s *Service) AskableByName(ctx context.Context, text string, limit int) ([]Provider, error) {
	var found []Provider
	err := s.DB.WithContext(ctx).
		Joins("JOIN profiles ON profiles.provider_id = providers.id AND profiles.published_at IS NOT NULL AND profiles.offline_at IS NULL").
		Where("unaccent(providers.name) ILIKE unaccent(?)", "%"+likeEscaper.Replace(text)+"%").
		Where("EXISTS (SELECT 1 FROM admissions WHERE provider_id = providers.id AND active AND admitted_on <= ?)", workday.On(s.Now())).
		Order("providers.name, providers.id").Limit(limit).Find(&found).Error
	return found, err
}
