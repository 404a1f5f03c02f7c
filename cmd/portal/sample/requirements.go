package sample

import (
	"context"
	"fmt"
	"slices"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/workday"
)

// requirements plans a second version of the requirements and lets people ask
// about them: four questions are answered, one waits.
func (s Story) requirements(ctx context.Context, desk Desk) error {
	admins, err := account.WithRole(s.DB.WithContext(ctx), account.RoleAdministrator)
	if err != nil || len(admins) == 0 {
		return err
	}
	admin, err := s.Accounts.Find(ctx, admins[0].ID)
	if err != nil {
		return err
	}
	s.Clock.Moment = s.End.AddDate(0, 0, -30)
	if err := s.nextVersion(ctx, admin.Actor("sample")); err != nil {
		return fmt.Errorf("next version of the requirements: %w", err)
	}
	for i, asked := range askedAboutRequirements {
		if err := s.question(ctx, desk.Reviewer, i, asked); err != nil {
			return fmt.Errorf("question %d: %w", i+1, err)
		}
	}
	return nil
}

// nextVersion asks a younger extract and one thing more, from six weeks after the
// end of the story.
func (s Story) nextVersion(ctx context.Context, admin account.Actor) error {
	number, err := s.Enrollment.Draft(ctx, admin, 1)
	if err != nil {
		return err
	}
	edition, err := s.Enrollment.Edition(ctx, admin, number)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(edition.Requirements, func(r enrollment.Requirement) bool { return r.Code == "KVK" })
	extract := edition.Requirements[at]
	extract.MaxAgeMonths = new(3)
	extract.ExplanationNL = "Het uittreksel van de Kamer van Koophandel is niet ouder dan 3 maanden op de dag dat u uw aanmelding verstuurt. Komt u uit een ander land? Dan mag u een uittreksel van dat land sturen."
	extract.ExplanationEN = "The extract of the trade register is no older than 3 months on the day you send your application. Are you from another country? Then you may send an extract of that country."
	if err := s.Enrollment.ChangeRequirement(ctx, admin, number, "KVK", extract); err != nil {
		return err
	}
	err = s.Enrollment.AddRequirement(ctx, admin, number, enrollment.Requirement{
		Code: "TAAL", Kind: enrollment.KindText, TitleNL: "Hulp bij taal", TitleEN: "Help with language",
		ExplanationNL: "Vertel hoe u inwoners helpt die nog weinig Nederlands spreken of lezen.",
		ExplanationEN: "Tell how you help residents who speak or read little Dutch.",
	})
	if err != nil {
		return err
	}
	if edition, err = s.Enrollment.Edition(ctx, admin, number); err != nil {
		return err
	}
	return s.Enrollment.Publish(ctx, admin, number, workday.On(s.End).AddDays(42), edition.Fingerprint())
}

// publicQuestion is a question with the answer for all; without an answer it
// still waits.
type publicQuestion struct {
	asked string
	reply enrollment.Reply
}

var askedAboutRequirements = []publicQuestion{
	{"Mag het uittreksel van de KvK digitaal zijn?", enrollment.Reply{
		QuestionNL: "Mag het uittreksel van de Kamer van Koophandel digitaal zijn?",
		AnswerNL:   "Ja. Een digitaal gewaarmerkt uittreksel is goed. Let op de datum: die staat op het uittreksel zelf.",
		QuestionEN: "May the extract of the trade register be digital?",
		AnswerEN:   "Yes. A digitally certified extract is fine. Mind the date: it stands on the extract itself.",
	}},
	{"Onze GVA is nog niet binnen. Kunnen wij ons toch aanmelden?", enrollment.Reply{
		QuestionNL: "De GVA is nog niet binnen. Kunnen wij ons toch aanmelden?",
		AnswerNL:   "Ja. Stuur het bewijs mee dat u de GVA hebt aangevraagd bij Justis.",
		QuestionEN: "We do not have the GVA yet. Can we apply all the same?",
		AnswerEN:   "Yes. Send the proof that you asked Justis for the GVA.",
	}},
	{"Moeten wij de VOG’s van al onze mensen sturen?", enrollment.Reply{
		QuestionNL: "Moeten wij van elke medewerker een VOG sturen?",
		AnswerNL:   "Nee. U verklaart dat elke medewerker die inwoners begeleidt een VOG heeft. Stuur geen kopie.",
	}},
	{"Wij hebben ISO 9001. Is dat genoeg als keurmerk?", enrollment.Reply{
		QuestionNL: "Is ISO 9001 genoeg als keurmerk?",
		AnswerNL:   "Ja, als het certificaat geldig is op de dag dat u verstuurt. Een ander bewijs dat gelijkwaardig is, is ook goed.",
	}},
	{"Wij starten in mei en hebben nog geen jaarcijfers. Is dat een probleem voor de betalingsverklaring?", enrollment.Reply{}},
}

func (s Story) question(ctx context.Context, answerer account.Actor, i int, asked publicQuestion) error {
	visitor := account.Actor{Origin: fmt.Sprintf("192.0.2.%d", i+1)}
	s.Clock.Moment = s.End.AddDate(0, 0, 5*i-22)
	if err := s.Enrollment.Ask(ctx, visitor, enrollment.Asking{Text: asked.asked, Lang: "nl"}); err != nil {
		return err
	}
	if asked.reply.AnswerNL == "" {
		return nil
	}
	open, err := s.Enrollment.Questions(ctx, answerer, enrollment.QuestionOpen, 1)
	if err != nil || len(open.Lines) == 0 {
		return err
	}
	s.Clock.Moment = s.Clock.Moment.AddDate(0, 0, 2)
	asked.reply.Revision = open.Lines[0].Revision
	return s.Enrollment.Answer(ctx, answerer, open.Lines[0].ID, asked.reply)
}
