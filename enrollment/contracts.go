package enrollment

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/paging"
)

// Signed is one line of the contract managers' list.
type Signed struct {
	Contract
	Provider directory.Provider
}

func maySeeContracts(actor account.Actor) error {
	if !actor.Has(account.RoleContractManager, account.RoleDecider, account.RoleReviewer) {
		return fault.Forbidden()
	}
	return nil
}

// Contracts gives staff one page of the contracts with this status, or of all
// when it is empty, those that wait for MGR first; without their texts.
func (s *Service) Contracts(ctx context.Context, actor account.Actor, status ContractStatus, page int) (paging.Page[Signed], error) {
	if err := maySeeContracts(actor); err != nil {
		return paging.Page[Signed]{}, err
	}
	db := s.DB.WithContext(ctx)
	query := db.Model(&Contract{}).Omit("AgreementText").Order("status <> 'signed', offered_at DESC, id")
	if status != "" {
		query = query.Where("status = ?", status)
	}
	found, err := paging.Find[Contract](query, page)
	if err != nil {
		return paging.Page[Signed]{}, err
	}
	providers, err := providersOf(db, found.Lines, func(c Contract) uuid.UUID { return c.ProviderID })
	lines := make([]Signed, len(found.Lines))
	for i, contract := range found.Lines {
		lines[i] = Signed{contract, providers[contract.ProviderID]}
	}
	return paging.Map(found, lines), err
}

// ContractCounts gives how many contracts stand in each status.
func (s *Service) ContractCounts(ctx context.Context, actor account.Actor) (map[ContractStatus]int, error) {
	if err := maySeeContracts(actor); err != nil {
		return nil, err
	}
	var rows []struct {
		Status ContractStatus
		Count  int
	}
	err := s.DB.WithContext(ctx).Model(&Contract{}).Select("status, count(*) AS count").Group("status").Scan(&rows).Error
	counts := make(map[ContractStatus]int, len(rows))
	for _, row := range rows {
		counts[row.Status] = row.Count
	}
	return counts, err
}

// providersOf gives the providers of the lines, by id.
func providersOf[T any](db *gorm.DB, lines []T, of func(T) uuid.UUID) (map[uuid.UUID]directory.Provider, error) {
	ids := make([]uuid.UUID, len(lines))
	for i, line := range lines {
		ids[i] = of(line)
	}
	return directory.Providers(db, ids)
}
