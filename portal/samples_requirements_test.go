package portal

import (
	"time"

	"github.com/google/uuid"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/paging"
)

// sampleEdition is a version of the sample requirements; the one before it knew
// no insurance and a longer age.
func sampleEdition(state enrollment.SetState) *enrollment.Edition {
	edition := &enrollment.Edition{
		SetVersion:   enrollment.SetVersion{RequirementSet: sampleHouse.Set, State: state},
		Requirements: sampleHouse.Requirements,
	}
	switch state {
	case enrollment.SetDraft:
		edition.Version, edition.InForceAt = 3, time.Time{}
	case enrollment.SetPlanned:
		edition.Version, edition.InForceAt, edition.Example = 2, time.Date(2026, 6, 30, 22, 0, 0, 0, time.UTC), false
	}
	if state != enrollment.SetInForce {
		edition.PreviousOf = edition.Version - 1
		older := sampleHouse.Requirements[0]
		older.MaxAgeMonths, older.EquivalentAccepted = new(12), false
		older.ExplanationNL = "Het uittreksel laat zien wie u bent."
		edition.Previous = []enrollment.Requirement{sampleHouse.Requirements[2], older, {
			Code: "TAR", Kind: enrollment.KindDeclaration, TitleNL: "Akkoord met de tarieven", TitleEN: "Acceptance of the tariffs",
		}}
	}
	return edition
}

func sampleVersions() []enrollment.SetVersion {
	return []enrollment.SetVersion{
		sampleEdition(enrollment.SetDraft).SetVersion, sampleEdition(enrollment.SetPlanned).SetVersion,
		{RequirementSet: sampleHouse.Set, State: enrollment.SetInForce, Until: time.Date(2026, 6, 30, 22, 0, 0, 0, time.UTC)},
	}
}

func sampleQuestions() paging.Page[enrollment.Question] {
	answered := time.Date(2026, 3, 20, 9, 0, 0, 0, time.UTC)
	return paging.Page[enrollment.Question]{Total: 2, Number: 1, Pages: 1, Lines: []enrollment.Question{
		{ID: uuid.New(), Number: 2, Status: enrollment.QuestionAnswered, AskedAt: answered.AddDate(0, 0, -4), AnsweredAt: &answered,
			QuestionNL: "Mag het uittreksel van de Kamer van Koophandel digitaal zijn?", AnswerNL: "Ja. Een digitaal gewaarmerkt uittreksel is goed.",
			QuestionEN: "May the extract of the trade register be digital?", AnswerEN: "Yes. A digitally certified extract is fine."},
		{ID: uuid.New(), Number: 1, Status: enrollment.QuestionAnswered, AskedAt: answered.AddDate(0, 0, -9), AnsweredAt: &answered, ChangedAt: &answered,
			QuestionNL: "Moeten wij van elke medewerker een VOG sturen?", AnswerNL: "Nee. U verklaart dat u ze hebt.\nStuur geen kopie."},
	}}
}

var _ = sample("requirements-planned", func(frame Frame) page {
	frame.Title = frame.T("requirements.title")
	p := newRequirementsPage(visitorFrame(frame), sampleEdition(enrollment.SetInForce))
	p.announce(sampleVersions(), 1)
	return p
})

var _ = sample("requirement-versions", func(frame Frame) page {
	frame.Title = frame.T("versions.title")
	return newVersionsPage(visitorFrame(frame), sampleVersions()[1:])
})

var _ = sample("requirement-version", func(frame Frame) page {
	frame.Title = frame.T("versions.number", "Version", "2")
	return newVersionPage(visitorFrame(frame), sampleEdition(enrollment.SetPlanned))
})

var _ = sample("precheck", func(frame Frame) page {
	frame.Title = frame.T("precheck.title")
	return newPrecheckPage(visitorFrame(frame), sampleHouse, account.Actor{}, &precheckForm{})
})

var _ = sample("precheck-yes", func(frame Frame) page {
	frame.Title = frame.T("precheck.title")
	return newPrecheckPage(visitorFrame(frame), sampleHouse, account.Actor{},
		&precheckForm{Work: "individueel", Company: "buitenland", Kind: "zelf", Contract: "nee"})
})

var _ = sample("precheck-errors", func(frame Frame) page {
	frame.Title = frame.T("precheck.title")
	return newPrecheckPage(visitorFrame(frame), sampleHouse, account.Actor{}, &precheckForm{Work: "individueel"})
})

var _ = sample("questions", func(frame Frame) page {
	frame.Title = frame.T("questions.title")
	return newQuestionsPage(visitorFrame(frame), &questionsQuery{}, sampleQuestions())
})

var _ = sample("question-ask", func(frame Frame) page {
	frame.Title = frame.T("ask.title")
	return newAskPage(visitorFrame(frame), &askForm{})
})

var _ = sample("question-asked", func(frame Frame) page {
	frame.Title = frame.T("asked.title")
	p := newAskPage(visitorFrame(frame), &askForm{})
	p.Done = newPanel(p.Words(), p.Title, p.T("asked.text"), "")
	return p
})

var _ = sample("staff-open-house", func(frame Frame) page {
	frame.Title = frame.T("house-desk.title")
	p := newHouseDeskPage(frame, sampleHouse, sampleVersions()[1:], true)
	p.Questions = []Stat{p.stat("desk.question-open", 1, staffQuestionPath, false)}
	return p
})

var _ = sample("staff-procedure", func(frame Frame) page {
	frame.Title = frame.T("procedure.title")
	procedure := sampleHouse.Procedure
	procedure.SegmentCode, procedure.FourEyes, procedure.ObjectionNL, procedure.ObjectionEN = "individueel", true, "Vraag ons om uitleg.", "Ask us to explain."
	changes := []enrollment.ProcedureChange{
		{At: sampleNow, Actor: "Ada Beheer", Field: "decision_workdays", OldValue: "30", NewValue: "20"},
		{At: sampleNow, Actor: "Ada Beheer", Field: "objection_nl", OldValue: "Bel ons.", NewValue: "Vraag ons om uitleg."},
		{At: sampleNow, Actor: "Ada Beheer", Field: "four_eyes", OldValue: "false", NewValue: "true"},
		{At: sampleNow, Actor: "Ada Beheer", Field: "opens_at", OldValue: "2022-04-30T22:00:00Z", NewValue: "2022-03-31T22:00:00Z"},
	}
	p := newProcedurePage(frame, &procedure, changes, procedureFormOf(&procedure))
	p.ProveAgain = true
	return p
})

var _ = sample("staff-requirement-draft", func(frame Frame) page {
	edition := sampleEdition(enrollment.SetDraft)
	p := newRequirementSetPage(frame, edition, &publishForm{})
	p.compareWith(sampleVersions(), 3)
	return p
})

var _ = sample("staff-requirement-draft-gaps", func(frame Frame) page {
	edition := sampleEdition(enrollment.SetDraft)
	edition.Requirements = append(edition.Requirements[:2:2], enrollment.Requirement{Code: "NIE", Kind: enrollment.KindChoice, TitleNL: "Nieuw"})
	return newRequirementSetPage(frame, edition, &publishForm{})
})

var _ = sample("staff-requirement-set-planned", func(frame Frame) page {
	p := newRequirementSetPage(frame, sampleEdition(enrollment.SetPlanned), &publishForm{})
	p.compareWith(sampleVersions()[1:], 2)
	return p
})

var _ = sample("staff-requirement-difference", func(frame Frame) page {
	frame.Title = frame.T("difference.title")
	before, after := sampleEdition(enrollment.SetInForce), sampleEdition(enrollment.SetPlanned)
	before.Requirements = after.Previous
	return newDifferencePage(frame, before, after)
})

var _ = sample("staff-requirement", func(frame Frame) page {
	frame.Title = frame.T("requirement.change", "Code", "AVG")
	p := newRequirementPage(frame, 3, requirementFormOf(&sampleHouse.Requirements[2]))
	p.Action = p.Address + "/eis/AVG"
	return p
})

var _ = sample("staff-requirement-other-saved", func(frame Frame) page {
	frame.Title = frame.T("requirement.change", "Code", "KVK")
	edition := sampleEdition(enrollment.SetPlanned)
	p := newRequirementPage(frame, 3, requirementFormOf(&sampleHouse.Requirements[0]))
	p.Action = p.Address + "/eis/KVK"
	p.Other = p.differencePart(p.T("requirement.other"), edition.Previous[1:2], sampleHouse.Requirements[:1], "nl", "en")
	return p
})

var _ = sample("staff-requirement-new", func(frame Frame) page {
	frame.Title = frame.T("requirement.new")
	p := newRequirementPage(frame, 3, &requirementForm{Rule: ruleNone})
	p.New, p.Action = true, p.Address+"/nieuw"
	return p
})

var _ = sample("staff-questions", func(frame Frame) page {
	frame.Title = frame.T("staff-questions.title")
	counts := map[enrollment.QuestionStatus]int{enrollment.QuestionOpen: 1, enrollment.QuestionAnswered: 2}
	return newStaffQuestionsPage(frame, listAnswered, counts, sampleQuestions())
})

var _ = sample("staff-question", func(frame Frame) page {
	question := &enrollment.Question{ID: uuid.New(), Number: 3, Status: enrollment.QuestionOpen, Lang: "nl", AskedAt: sampleNow, Revision: 1,
		Asked: "Ik ben Jan van Zorg & Zo. Wij hebben ISO 9001. Is dat genoeg?", Email: new("jan@zorgenzo.example")}
	return newStaffQuestionPage(frame, question, replyFormOf(question))
})

var _ = sample("staff-question-answered", func(frame Frame) page {
	question := sampleQuestions().Lines[0]
	return newStaffQuestionPage(frame, &question, replyFormOf(&question))
})
