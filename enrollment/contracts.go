package enrollment

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/paging"
	"providerportal/internal/traderegister"
	"providerportal/internal/workday"
)

// Signed is one line of the contract managers' list. Expires is the first day on
// which proof in use ends, when that is near or past (E13).
type Signed struct {
	Contract
	Provider directory.Provider
	Expires  *workday.Date
	Planned  *ContractDecision // a decision that still has to take effect
}

// ContractList is a list of contracts: those with a status, or one of these.
type ContractList string

// The lists besides the statuses.
const (
	ContractsAll      ContractList = ""
	ContractsExpiring ContractList = "expiring" // proof ends within 60 days, or has
	ContractsRenewed  ContractList = "renewed"  // a renewal of proof waits for staff
	ContractsScanned  ContractList = "scanned"  // a scan of a signature waits for staff
	ContractsLate     ContractList = "late"     // MGR should have countersigned
)

// ContractOrder sorts a list of contracts.
type ContractOrder string

// The orders; the empty one puts first what waits for MGR, then the newest.
const (
	ContractsByName  ContractOrder = "name"
	ContractsByOffer ContractOrder = "offered"
	ContractsByStart ContractOrder = "from"
)

var contractOrders = map[ContractOrder]string{
	"":               "c.status <> 'signed', c.offered_at DESC, c.id",
	ContractsByName:  "lower(p.name), c.offered_at DESC, c.id",
	ContractsByOffer: "c.offered_at, c.id",
	ContractsByStart: "c.active_from NULLS LAST, c.id",
}

// ContractsAsked is which contracts a list shows: those whose provider's name,
// number in the trade register or reference has Search in it.
type ContractsAsked struct {
	List   ContractList
	Search string
	Order  ContractOrder
	Page   int
}

func maySeeContracts(actor account.Actor) error {
	if !actor.Has(account.RoleContractManager, account.RoleDecider, account.RoleReviewer) {
		return fault.Forbidden()
	}
	return nil
}

const (
	runningContract = "c.status IN ('active', 'suspended')"
	expiringProof   = "SELECT min(e.valid_until) FROM contract_evidence e WHERE e.contract_id = c.id AND e.state = 'current' AND e.valid_until <= ?"
)

// contracts gives the contracts that a list asks for, without page and order.
func (s *Service) contracts(ctx context.Context, asked ContractsAsked) *gorm.DB {
	query := s.DB.WithContext(ctx).Table("contracts c").Joins("JOIN providers p ON p.id = c.provider_id")
	if asked.Search != "" {
		query = query.Where("strpos(lower(p.name), lower(@typed)) > 0 OR strpos(lower(c.reference), lower(@typed)) > 0 OR "+traderegister.NumberHas,
			map[string]any{"typed": asked.Search})
	}
	switch asked.List {
	case ContractsAll:
		return query
	case ContractsExpiring:
		return query.Where(runningContract+" AND ("+expiringProof+") IS NOT NULL", s.today().AddDays(evidenceSteps[0]))
	case ContractsRenewed:
		return query.Where(runningContract + " AND EXISTS (SELECT 1 FROM contract_evidence e WHERE e.contract_id = c.id AND e.state = 'offered')")
	case ContractsScanned:
		return query.Where("c.status = 'offered' AND EXISTS (SELECT 1 FROM contract_scans x WHERE x.contract_id = c.id AND x.outcome = '')")
	case ContractsLate:
		return query.Where("c.status = 'signed' AND c.countersign_by_on < ?", s.today())
	}
	return query.Where("c.status = ?", string(asked.List))
}

// Contracts gives staff one page of contracts, without their texts.
func (s *Service) Contracts(ctx context.Context, actor account.Actor, asked ContractsAsked) (paging.Page[Signed], error) {
	if err := maySeeContracts(actor); err != nil {
		return paging.Page[Signed]{}, err
	}
	order, known := contractOrders[asked.Order]
	if !known {
		order = contractOrders[""]
	}
	query := s.contracts(ctx, asked).Select(contractColumns).Order(order)
	found, err := paging.Find[Contract](query, asked.Page)
	if err != nil {
		return paging.Page[Signed]{}, err
	}
	lines, err := s.signedLines(ctx, found.Lines)
	return paging.Map(found, lines), err
}

// contractColumns leave out the text of the agreement.
const contractColumns = "c.id, c.reference, c.provider_id, c.segment_code, c.application_id, c.status, c.agreement_sha256, " +
	"c.offered_at, c.signed_at, c.signed_by, c.signatory_name, c.signatory_function, c.countersigned_at, c.countersigned_by, " +
	"c.active_from, c.ended_on, c.origin, c.template_id, c.signed_by_scan, c.countersign_by_on, c.suspended_on"

// signedLines adds to the contracts what their lines show besides.
func (s *Service) signedLines(ctx context.Context, contracts []Contract) ([]Signed, error) {
	db := s.DB.WithContext(ctx)
	providers, err := providersOf(db, contracts, func(c Contract) uuid.UUID { return c.ProviderID })
	if err != nil {
		return nil, err
	}
	ids := make([]uuid.UUID, len(contracts))
	for i := range contracts {
		ids[i] = contracts[i].ID
	}
	var proof []Evidence
	var planned []ContractDecision
	if err := db.Where("contract_id IN ? AND state = 'current' AND valid_until <= ?", ids, s.today().AddDays(evidenceSteps[0])).
		Order("valid_until DESC").Find(&proof).Error; err != nil {
		return nil, err
	}
	if err := db.Where("contract_id IN ? AND "+plannedDecision, ids).Find(&planned).Error; err != nil {
		return nil, err
	}
	expires, plans := map[uuid.UUID]*workday.Date{}, map[uuid.UUID]*ContractDecision{}
	for i := range proof {
		expires[proof[i].ContractID] = &proof[i].ValidUntil
	}
	for i := range planned {
		plans[planned[i].ContractID] = &planned[i]
	}
	lines := make([]Signed, len(contracts))
	for i, contract := range contracts {
		lines[i] = Signed{contract, providers[contract.ProviderID], nil, plans[contract.ID]}
		if contract.Running() {
			lines[i].Expires = expires[contract.ID]
		}
	}
	return lines, nil
}

// Running reports whether the contract is active or suspended.
func (c *Contract) Running() bool {
	return c.Status == ContractActive || c.Status == ContractSuspended
}

// ContractCounts gives how many contracts each list has that answer to the search.
func (s *Service) ContractCounts(ctx context.Context, actor account.Actor, search string) (map[ContractList]int, error) {
	if err := maySeeContracts(actor); err != nil {
		return nil, err
	}
	var rows []struct {
		Status ContractList
		Count  int
	}
	err := s.contracts(ctx, ContractsAsked{Search: search}).Select("c.status, count(*) AS count").Group("c.status").Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	counts := make(map[ContractList]int, len(rows))
	for _, row := range rows {
		counts[row.Status] = row.Count
		counts[ContractsAll] += row.Count
	}
	for _, list := range []ContractList{ContractsExpiring, ContractsRenewed, ContractsScanned, ContractsLate} {
		var count int64
		if err := s.contracts(ctx, ContractsAsked{List: list, Search: search}).Count(&count).Error; err != nil {
			return nil, err
		}
		counts[list] = int(count)
	}
	return counts, nil
}

// ExportContracts gives all contracts, by name of the provider, without their texts.
func (s *Service) ExportContracts(ctx context.Context, actor account.Actor) ([]Signed, error) {
	if err := maySeeContracts(actor); err != nil {
		return nil, err
	}
	var contracts []Contract
	err := s.contracts(ctx, ContractsAsked{}).Select(contractColumns).Order(contractOrders[ContractsByName]).Find(&contracts).Error
	if err != nil {
		return nil, err
	}
	return s.signedLines(ctx, contracts)
}

// providersOf gives the providers of the lines, by id.
func providersOf[T any](db *gorm.DB, lines []T, of func(T) uuid.UUID) (map[uuid.UUID]directory.Provider, error) {
	ids := make([]uuid.UUID, len(lines))
	for i, line := range lines {
		ids[i] = of(line)
	}
	return directory.Providers(db, ids)
}
