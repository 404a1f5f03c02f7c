package sample

import (
	"context"
	"fmt"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/workday"
)

// contracts leaves one contract suspended and one ended, and lets the insurance of
// a running one expire in 25 days.
func (s Story) contracts(ctx context.Context, desk Desk, findable []account.Actor, others []Organisation) error {
	s.Clock.Moment = s.End.AddDate(0, 0, -5)
	for i, ruling := range []enrollment.Ruling{
		{Kind: enrollment.RulingSuspend, Cause: "agreements-broken", MayFinish: true,
			Reasons: "U hebt vier verzoeken achter elkaar niet beantwoord. Wij maken eerst nieuwe afspraken met u."},
		{Kind: enrollment.RulingEnd, Cause: "own-request", MayFinish: true,
			Reasons: "U stopt met begeleiding naar werk. Wij bedanken u voor de samenwerking."},
	} {
		stopped, err := s.Findable(ctx, desk, others[i])
		if err != nil {
			return fmt.Errorf("%s: %w", others[i].Name, err)
		}
		contract, err := s.Enrollment.OwnContract(ctx, stopped)
		if err != nil {
			return err
		}
		ruling.On = workday.On(s.Clock.Moment)
		if err := s.Enrollment.Rule(ctx, desk.Manager, contract.ID, ruling); err != nil {
			return err
		}
	}
	if len(findable) == 0 {
		return nil
	}
	return s.DB.WithContext(ctx).Exec(`UPDATE contract_evidence SET valid_until = ? WHERE code = 'AVB'
		AND contract_id IN (SELECT id FROM contracts WHERE provider_id = ?)`,
		workday.On(s.End).AddDays(25), findable[len(findable)-1].ProviderID).Error
}
