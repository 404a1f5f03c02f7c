package portal

import (
	"time"

	"github.com/google/uuid"

	"providerportal/internal/paging"
	"providerportal/internal/retention"
	"providerportal/internal/workday"
)

var sampleRule = retention.Rule{Code: "request-text", Term: 42, Unit: retention.Day, Basis: "Selectielijst 2020, 8 – afgebroken (voorziening sociaal domein)"}

var sampleRejected = retention.Rule{
	Code: "application-rejected", Term: 1, Unit: retention.Year, Basis: "Selectielijst 2020, 16 – niet doorgegaan (inkoopovereenkomst)",
	LeastTerm: 1, LeastUnit: retention.Year, MostTerm: 5, MostUnit: retention.Year, Revision: 2,
}

func sampleDeclaration() retention.Declaration {
	at := time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	return retention.Declaration{
		ID: uuid.New(), Number: 3, Class: "application-rejected", Basis: "Selectielijst 2020, 16 – niet doorgegaan (inkoopovereenkomst)", Term: 1, Unit: retention.Year,
		Records: 4, Objects: 27, FirstOn: workday.Day(2025, 3, 2), LastOn: workday.Day(2025, 3, 30), ApprovedAt: at, CompletedAt: at.Add(7 * time.Minute), Approver: "Bea Beheer",
	}
}

var _ = []struct{}{
	sample("staff-retention", func(frame Frame) page {
		p := &RetentionPage{Frame: frame, Form: newForm(frame.Words(), "retention", &holdForm{})}
		until := workday.Day(2027, 1, 1)
		p.fill([]retention.Line{
			{Rule: sampleRule, Due: 12, Held: 1, Approved: 3},
			{Rule: retention.Rule{Code: "contract-ended", Term: 10, Unit: retention.Year}},
			{Rule: retention.Rule{Code: "login", Term: 6, Unit: retention.Month}, Due: 1},
		}, []retention.Hold{{ID: uuid.New(), Reference: "MV-7K3P-9X", Reason: "Er loopt een klacht.", UntilOn: &until, PlacedByName: "Bea Beheer", PlacedAt: sampleDeclaration().ApprovedAt}},
			paging.Page[retention.Declaration]{Lines: []retention.Declaration{sampleDeclaration()}, Number: 1, Pages: 1, Total: 1})
		return p
	}),
	sample("staff-retention-term", func(frame Frame) page {
		rule := sampleRejected
		changes := []retention.TermChange{{
			At: sampleDeclaration().ApprovedAt, Actor: "Bea Beheer", Reason: "De archivaris heeft dit bevestigd.",
			OldTerm: 2, OldUnit: retention.Year, OldBasis: "Besluit van het bestuur", NewTerm: 1, NewUnit: retention.Year, NewBasis: rule.Basis,
		}}
		p := newRetentionTermPage(frame, rule, changes, &termForm{Term: "12", Unit: "month", Basis: rule.Basis, Reason: "Zo staat het in de lijst.", Revision: 2})
		p.preview(rule, retention.NewTerm{Term: 12, Unit: retention.Month}, []retention.Record{{Reference: "OH-7K3P-9X", StartedOn: workday.Day(2025, 3, 3)}})
		return p
	}),
	sample("staff-retention-term-fixed", func(frame Frame) page {
		rule := sampleRule
		rule.LeastTerm, rule.LeastUnit, rule.MostTerm, rule.MostUnit = 42, retention.Day, 42, retention.Day
		p := newRetentionTermPage(frame, rule, nil, &termForm{Term: "1", Unit: "month", Basis: rule.Basis, Revision: 1})
		p.ProveAgain = true
		return p
	}),
	sample("staff-retention-empty", func(frame Frame) page {
		p := &RetentionPage{Frame: frame, Form: newForm(frame.Words(), "retention", &holdForm{})}
		p.fill([]retention.Line{{Rule: sampleRule}}, nil, paging.Page[retention.Declaration]{Number: 1, Pages: 1})
		return p
	}),
	sample("staff-retention-class", func(frame Frame) page {
		p := &RetentionClassPage{Frame: frame}
		due := func(reference string, held bool, blocked retention.Blocked) retention.DueLine {
			return retention.DueLine{Held: held, Item: retention.Item{
				Reference: reference, StartedOn: workday.Day(2026, 2, 18), DueOn: workday.Day(2026, 4, 1), Blocked: blocked,
			}}
		}
		p.fill(sampleRule, paging.Page[retention.DueLine]{Number: 1, Pages: 1, Total: 3, Lines: []retention.DueLine{
			due("MV-7K3P-9X", true, retention.BlockedHeld), due("MV-2D4F-6H", false, ""), due("MV-8K9M-2P", false, retention.BlockedLocked),
		}})
		p.offer(retention.Line{Rule: sampleRule, Due: 3, Held: 1}, sampleDeclaration().ApprovedAt)
		return p
	}),
	sample("staff-retention-class-empty", func(frame Frame) page {
		p := &RetentionClassPage{Frame: frame}
		p.fill(sampleRule, paging.Page[retention.DueLine]{Number: 1, Pages: 1})
		return p
	}),
	sample("staff-declaration", func(frame Frame) page {
		p, declaration := &DeclarationPage{Frame: frame}, sampleDeclaration()
		p.fill(&declaration)
		return p
	}),
}
