package enrollment

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/paper"
	"providerportal/internal/words"
)

// Side says which copy of the agreement it is; migrations/0022 repeats the list.
type Side string

// The agreement as the provider signed it, and as both did.
const (
	SideSigned        Side = "signed"
	SideCountersigned Side = "countersigned"
)

// ContractCopy is an agreement with signature, kept where nobody can change it.
type ContractCopy struct {
	ContractID uuid.UUID `gorm:"primaryKey"`
	Side       Side      `gorm:"primaryKey"`
	DocumentID uuid.UUID
	SHA256     string `gorm:"column:sha256"`
	KeptAt     time.Time
}

// AgreementPaper is the agreement as it stands now, to save or print.
func (s *Service) AgreementPaper(ctx context.Context, contract *Contract) (paper.Document, error) {
	side := Side("")
	if contract.SignedAt != nil {
		side = SideSigned
	}
	if contract.CountersignedAt != nil {
		side = SideCountersigned
	}
	return s.agreementPaper(ctx, contract, side)
}

// agreementPaper writes the agreement with the signatures up to this side. The
// same contract and side give the same bytes.
func (s *Service) agreementPaper(ctx context.Context, contract *Contract, side Side) (paper.Document, error) {
	w := words.For(words.Default)
	document := paper.Document{
		Title: w.T("agreement.paper.title", "Reference", contract.Reference), Language: words.Default,
		Producer: s.Mail.Region.Name, At: contract.OfferedAt,
		Blocks: []paper.Block{paper.Text(contract.AgreementText)},
	}
	signatures := paper.Facts{}
	if side != "" {
		document.At = *contract.SignedAt
		way := "agreement.paper.in-portal"
		if contract.SignedByScan {
			way = "agreement.paper.by-scan"
		}
		signatures = append(signatures, paper.Fact{Label: w.T("agreement.paper.provider"), Value: fmt.Sprintf("%s, %s\n%s\n%s",
			contract.SignatoryName, contract.SignatoryFunction, w.Moment(*contract.SignedAt), w.T(way))})
	}
	if side == SideCountersigned {
		document.At = *contract.CountersignedAt
		manager, err := account.ByID(s.DB.WithContext(ctx), *contract.CountersignedBy)
		if err != nil {
			return document, err
		}
		signatures = append(signatures,
			paper.Fact{Label: w.T("agreement.paper.region"), Value: manager.Name + "\n" + w.Moment(*contract.CountersignedAt)},
			paper.Fact{Label: w.T("agreement.active-from"), Value: w.Date(*contract.ActiveFrom)})
	}
	if len(signatures) > 0 {
		document.Blocks = append(document.Blocks, paper.Heading{Level: 1, Text: w.T("agreement.paper.signatures")}, signatures)
	}
	document.Blocks = append(document.Blocks, paper.Facts{{Label: w.T("agreement.paper.hash"), Value: contract.AgreementSHA256}})
	return document, nil
}
