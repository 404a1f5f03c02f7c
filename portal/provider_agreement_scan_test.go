package portal

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"testing"

	demodata "providerportal/cmd/portal/sample"
	"providerportal/cmd/portal/wire"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/storage/documents"
)

// countingScanner counts the files that came as far as the scanner.
type countingScanner struct {
	documents.NoScanner
	seen int
}

func (c *countingScanner) Scan(ctx context.Context, r io.Reader) error {
	c.seen++
	return c.NoScanner.Scan(ctx, r)
}

// TestScanIsRefusedBeforeItIsRead pins that whoever may not sign for the
// organisation, or has nothing to sign, is told so before anything of the file is
// taken in, scanned or written down.
func TestScanIsRefusedBeforeItIsRead(t *testing.T) {
	scanner := &countingScanner{}
	s := newSite(t, func(parts *wire.Parts) { parts.Scanner = scanner })
	b := s.applicant(t)
	send := func() *seen {
		token := b.get(t, "/mijn").doc.Find("input[name="+csrfField+"]").AttrOr("value", "")
		fields := url.Values{csrfField: {token}, "name": {"Anja"}, "function": {"Directeur"}}
		return b.upload(t, "/mijn/overeenkomst/scan", fields, "getekend.pdf", demodata.PDF("x"))
	}
	wantStatus(t, send(), http.StatusNotFound)
	must(t, s.make.Offered(t.Context(), s.people(t), b.actor))
	must(t, s.db.Gorm.Exec("UPDATE users SET provider_admin = false WHERE id = ?", b.actor.UserID).Error)
	seen := scanner.seen
	wantStatus(t, send(), http.StatusForbidden)
	var kept int64
	must(t, s.db.Gorm.Table("documents").Where("name = 'getekend.pdf'").Count(&kept).Error)
	if scanner.seen != seen || kept != 0 {
		t.Errorf("%d scanned, %d rows for a file that nobody may send", scanner.seen-seen, kept)
	}
}

// TestScanNobodyNeedsLeavesTheList pins that an agreement that was declined, or
// signed in the portal after all, has no scan to judge any more.
func TestScanNobodyNeedsLeavesTheList(t *testing.T) {
	s := newSite(t)
	people := s.people(t)
	manager := s.as(t, people.Manager)
	for title, ending := range map[string]func(account.Actor, *enrollment.Contract) error{
		"declined": func(actor account.Actor, contract *enrollment.Contract) error {
			return s.Domain.Enrollment.Decline(t.Context(), actor, contract.ID, "Het tarief past niet.")
		},
		"signed": func(actor account.Actor, contract *enrollment.Contract) error {
			return s.Domain.Enrollment.Sign(t.Context(), actor, contract.ID, enrollment.Signature{
				Name: "Anja", Function: "Directeur", Agreed: true, SHA256: contract.AgreementSHA256,
			})
		},
	} {
		t.Run(title, func(t *testing.T) {
			b := s.applicant(t)
			must(t, s.make.Offered(t.Context(), people, b.actor))
			fields := filled(b.get(t, "/mijn/overeenkomst/scan").doc.Find("main form"))
			fields.Set("name", "Anja")
			fields.Set("function", "Directeur")
			b.upload(t, "/mijn/overeenkomst/scan", fields, "getekend.pdf", demodata.PDF("x"))
			contract, err := s.Domain.Enrollment.OwnContract(t.Context(), b.actor)
			must(t, err)
			toJudge := func() (forms, listed int) {
				counts, err := s.Domain.Enrollment.ContractCounts(t.Context(), people.Manager, "")
				must(t, err)
				return manager.get(t, contractPath(contract)).doc.Find("form[action$='/scan']").Length(), counts[enrollment.ContractsScanned]
			}
			if forms, listed := toJudge(); forms != 1 || listed != 1 {
				t.Fatalf("%d forms, %d listed while the scan waits", forms, listed)
			}
			must(t, ending(b.actor, contract))
			if forms, listed := toJudge(); forms != 0 || listed != 0 {
				t.Errorf("%d forms, %d listed for a scan that nobody needs", forms, listed)
			}
		})
	}
}
