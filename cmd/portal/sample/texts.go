package sample

import (
	"context"

	"providerportal/enrollment"
)

// standardTexts are reasons that the reviewers of the story share.
var standardTexts = []enrollment.ReasonText{
	{RequirementCode: "KVK", Outcome: enrollment.OutcomeSupplementNeeded, Title: "Te oud", Body: "Het uittreksel is ouder dan 6 maanden. Stuur ons een nieuw uittreksel."},
	{RequirementCode: "UEA", Outcome: enrollment.OutcomeSupplementNeeded, Title: "Niet getekend", Body: "De verklaring is niet getekend. Teken haar en stuur haar opnieuw."},
	{RequirementCode: "AVB", Outcome: enrollment.OutcomeNotMet, Title: "Andere verzekerde", Body: "De polis staat op naam van een andere organisatie."},
}

func (s Story) texts(ctx context.Context, desk Desk) error {
	for _, text := range standardTexts {
		if err := s.Enrollment.SaveReasonText(ctx, desk.Reviewer, text); err != nil {
			return err
		}
	}
	return nil
}
