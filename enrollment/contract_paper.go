package enrollment

import (
	"context"
	"fmt"
	"io"
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

// side says how far the agreement is signed.
func (c *Contract) side() Side {
	switch {
	case c.CountersignedAt != nil:
		return SideCountersigned
	case c.SignedAt != nil:
		return SideSigned
	}
	return ""
}

// AgreementPDF gives the agreement as it stands now, to who may see the contract:
// the copy that is kept, byte for byte, and else the paper as it would be drawn.
// The caller closes it.
func (s *Service) AgreementPDF(ctx context.Context, actor account.Actor, contract *Contract) (io.ReadCloser, error) {
	var kept []ContractCopy
	err := s.DB.WithContext(ctx).Where("contract_id = ? AND side = ?", contract.ID, contract.side()).Find(&kept).Error
	if err != nil {
		return nil, err
	}
	if len(kept) == 0 {
		return s.copyContent(ctx, contract, contract.side())
	}
	_, content, err := s.OpenDocument(ctx, actor, kept[0].DocumentID)
	return content, err
}

// agreementPaper writes the agreement with the signatures up to this side. The
// same contract and side give the same bytes.
func (s *Service) agreementPaper(contract *Contract, side Side) paper.Document {
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
		signatures = append(signatures,
			paper.Fact{Label: w.T("agreement.paper.region"), Value: contract.CountersignatoryName + "\n" + w.Moment(*contract.CountersignedAt)},
			paper.Fact{Label: w.T("agreement.active-from"), Value: w.Date(*contract.ActiveFrom)})
	}
	if len(signatures) > 0 {
		document.Blocks = append(document.Blocks, paper.Heading{Level: 1, Text: w.T("agreement.paper.signatures")}, signatures)
	}
	document.Blocks = append(document.Blocks, paper.Facts{{Label: w.T("agreement.paper.hash"), Value: contract.AgreementSHA256}})
	return document
}
