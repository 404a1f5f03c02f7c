package enrollment

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/internal/paging"
	"providerportal/storage/database"
)

// QuestionStatus is where a question stands (E15).
type QuestionStatus string

// The statuses of a question. An answer is published and may be corrected.
const (
	QuestionOpen     QuestionStatus = "open"
	QuestionAnswered QuestionStatus = "answered"
	QuestionSetAside QuestionStatus = "set-aside" // no answer is published
)

// Question is a question about the requirements. Who asked is nowhere: Asked and
// Email are erased as soon as it is dealt with, and the public reads QuestionNL,
// from which staff took what tells who asked (E15, OH-12).
type Question struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Number      int64     `gorm:"->"`
	ProcedureID uuid.UUID
	Status      QuestionStatus
	Asked       string
	Lang        string
	Email       *string
	AskedAt     time.Time
	QuestionNL  string `gorm:"column:question_nl"`
	QuestionEN  string `gorm:"column:question_en"`
	AnswerNL    string `gorm:"column:answer_nl"`
	AnswerEN    string `gorm:"column:answer_en"`
	AnsweredAt  *time.Time
	ChangedAt   *time.Time // the last correction
	Reason      string     // why it was set aside
	SetAsideAt  *time.Time
	Revision    int
}

// Text gives question and answer in the language, and the language they are
// really in: English is not always there.
func (q Question) Text(lang string) (question, answer, in string) {
	if lang == "en" && q.AnswerEN != "" {
		return q.QuestionEN, q.AnswerEN, "en"
	}
	return q.QuestionNL, q.AnswerNL, "nl"
}

// Asking is what somebody asks. Email may be empty.
type Asking struct {
	Text, Email, Lang string
}

// Ask takes a question of anybody (E15). One network address may ask a few at a
// time. The audit entry of a visitor's question names nobody.
func (s *Service) Ask(ctx context.Context, actor account.Actor, asking Asking) error {
	var wrong fault.Check
	wrong.Unless(asking.Text != "", "question", "error.required")
	wrong.Unless(utf8.RuneCountInString(asking.Text) <= TextMax, "question", "error.max", "Max", TextMax)
	wrong.Unless(!bsn.In(asking.Text), "question", "error.bsn")
	wrong.Unless(asking.Email == "" || account.IsEmail(asking.Email), "email", "error.email")
	if err := wrong.Err(); err != nil {
		return err
	}
	if err := s.Accounts.TryQuestion(ctx, actor.Origin, "question"); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		procedure, err := openProcedure(tx)
		if err != nil {
			return err
		}
		question := Question{
			ID: uuid.New(), ProcedureID: procedure.ID, Status: QuestionOpen, Asked: strings.Clone(asking.Text),
			Lang: asking.Lang, AskedAt: s.Now().UTC(), Revision: 1,
		}
		if asking.Email != "" {
			address := account.NormalEmail(asking.Email)
			question.Email = &address
		}
		if err := tx.Create(&question).Error; err != nil {
			return err
		}
		return audit.Record(tx, account.Actor{Origin: "portal"}, "question.asked", "question", question.ID.String())
	})
}

// searchWords is how many words of a search count: each reads every question.
const searchWords = 10

// Answered gives one page of the published questions in which the words stand, the
// newest answer first, for everybody.
func (s *Service) Answered(ctx context.Context, search string, page int) (paging.Page[Question], error) {
	query := s.DB.WithContext(ctx).Where("status = ?", QuestionAnswered)
	typed := strings.Fields(search)
	for _, word := range typed[:min(len(typed), searchWords)] {
		query = query.Where("strpos(lower(concat_ws(' ', question_nl, answer_nl, question_en, answer_en)), lower(?)) > 0", word)
	}
	return paging.Find[Question](query.Model(&Question{}).Order("answered_at DESC, number DESC"), page)
}

// AnsweredOne gives one published question, for everybody.
func (s *Service) AnsweredOne(ctx context.Context, id uuid.UUID) (*Question, error) {
	return takeQuestion(s.DB.WithContext(ctx).Where("status = ?", QuestionAnswered), id)
}

// mayAnswer says who deals with questions: everybody who works for the MGR.
func mayAnswer(actor account.Actor) error {
	if !actor.Staff() {
		return fault.Forbidden()
	}
	return nil
}

// Questions gives one page of the questions with the status: the longest waiting
// first, others newest first.
func (s *Service) Questions(ctx context.Context, actor account.Actor, status QuestionStatus, page int) (paging.Page[Question], error) {
	if err := mayAnswer(actor); err != nil {
		return paging.Page[Question]{}, err
	}
	query := s.DB.WithContext(ctx).Model(&Question{}).Where("status = ?", status)
	if status == QuestionOpen {
		return paging.Find[Question](query.Order("asked_at, number"), page)
	}
	return paging.Find[Question](query.Order("coalesce(answered_at, set_aside_at) DESC, number DESC"), page)
}

// QuestionCounts gives how many questions have each status.
func (s *Service) QuestionCounts(ctx context.Context, actor account.Actor) (map[QuestionStatus]int, error) {
	if err := mayAnswer(actor); err != nil {
		return nil, err
	}
	var rows []struct {
		Status QuestionStatus
		Count  int
	}
	err := s.DB.WithContext(ctx).Model(&Question{}).Select("status, count(*) AS count").Group("status").Find(&rows).Error
	counts := map[QuestionStatus]int{}
	for _, row := range rows {
		counts[row.Status] = row.Count
	}
	return counts, err
}

// Question gives one question to who deals with them.
func (s *Service) Question(ctx context.Context, actor account.Actor, id uuid.UUID) (*Question, error) {
	if err := mayAnswer(actor); err != nil {
		return nil, err
	}
	return takeQuestion(s.DB.WithContext(ctx), id)
}

func takeQuestion(db *gorm.DB, id uuid.UUID) (*Question, error) {
	var question Question
	err := db.Take(&question, "id = ?", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &question, err
}

// Reply is question and answer as everybody will read them. English is left out
// or complete. Revision is what the writer saw.
type Reply struct {
	QuestionNL, AnswerNL string
	QuestionEN, AnswerEN string
	Revision             int
}

func (r Reply) problems() fault.Check {
	var wrong fault.Check
	english := r.QuestionEN != "" || r.AnswerEN != ""
	for _, text := range []struct {
		field, value string
		needed       bool
	}{
		{"questionNL", r.QuestionNL, true}, {"answerNL", r.AnswerNL, true},
		{"questionEN", r.QuestionEN, english}, {"answerEN", r.AnswerEN, english},
	} {
		wrong.Unless(text.value != "" || !text.needed, text.field, "error.required")
		wrong.Unless(utf8.RuneCountInString(text.value) <= TextMax, text.field, "error.max", "Max", TextMax)
		wrong.Unless(!bsn.In(text.value), text.field, "error.bsn")
	}
	return wrong
}

// Answer publishes the answer, or corrects one that was published. At the first
// answer the asker's words and address are erased; who left an address gets a
// letter.
func (s *Service) Answer(ctx context.Context, actor account.Actor, id uuid.UUID, reply Reply) error {
	return s.onQuestion(ctx, actor, id, reply.Revision, func(tx *gorm.DB, question *Question) error {
		if question.Status == QuestionSetAside {
			return fault.Conflict("questions.past")
		}
		if err := reply.problems().Err(); err != nil {
			return err
		}
		question.QuestionNL, question.AnswerNL = reply.QuestionNL, reply.AnswerNL
		question.QuestionEN, question.AnswerEN = reply.QuestionEN, reply.AnswerEN
		if question.Status == QuestionOpen {
			return s.publishAnswer(tx, actor, question)
		}
		now := s.Now().UTC()
		question.ChangedAt = &now
		err := tx.Model(question).Select("QuestionNL", "QuestionEN", "AnswerNL", "AnswerEN", "Revision", "ChangedAt").Updates(question).Error
		if err != nil {
			return err
		}
		return audit.Record(tx, actor, "question.corrected", "question", id.String())
	})
}

func (s *Service) publishAnswer(tx *gorm.DB, actor account.Actor, question *Question) error {
	letter := mail.QuestionAnswered{Matter: question.matter(), URL: s.Mail.BaseURL + question.Path()}
	if err := s.tellAsker(tx, question, letter); err != nil {
		return err
	}
	now := s.Now().UTC()
	question.Status, question.AnsweredAt, question.Asked, question.Email = QuestionAnswered, &now, "", nil
	err := tx.Model(question).Select("QuestionNL", "QuestionEN", "AnswerNL", "AnswerEN", "Revision", "Status", "AnsweredAt", "Asked", "Email").
		Updates(question).Error
	if err != nil {
		return err
	}
	return audit.Record(tx, actor, "question.answered", "question", question.ID.String())
}

// SetAside closes a question without publishing an answer; why stays among staff.
func (s *Service) SetAside(ctx context.Context, actor account.Actor, id uuid.UUID, revision int, reason string) error {
	return s.onQuestion(ctx, actor, id, revision, func(tx *gorm.DB, question *Question) error {
		if question.Status != QuestionOpen {
			return fault.Conflict("questions.past")
		}
		var wrong fault.Check
		wrong.Unless(reason != "", "reason", "error.required")
		wrong.Unless(utf8.RuneCountInString(reason) <= TextMax, "reason", "error.max", "Max", TextMax)
		wrong.Unless(!bsn.In(reason), "reason", "error.bsn")
		if err := wrong.Err(); err != nil {
			return err
		}
		letter := mail.QuestionClosed{Matter: question.matter(), URL: s.Mail.BaseURL + "/open-house/vragen"}
		if err := s.tellAsker(tx, question, letter); err != nil {
			return err
		}
		now := s.Now().UTC()
		question.Status, question.SetAsideAt, question.Reason, question.Asked, question.Email = QuestionSetAside, &now, reason, "", nil
		if err := tx.Model(question).Select("Status", "SetAsideAt", "Reason", "Asked", "Email", "Revision").Updates(question).Error; err != nil {
			return err
		}
		return audit.Record(tx, actor, "question.set-aside", "question", id.String())
	})
}

// onQuestion holds a question for who saw this revision of it.
func (s *Service) onQuestion(ctx context.Context, actor account.Actor, id uuid.UUID, revision int, act func(*gorm.DB, *Question) error) error {
	if err := mayAnswer(actor); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		question, err := takeQuestion(locked(tx), id)
		if err != nil {
			return err
		}
		if question.Revision != revision {
			return fault.Conflict("questions.other-saved")
		}
		question.Revision++
		return act(tx, question)
	})
}

// Path is where everybody reads the answer.
func (q *Question) Path() string { return "/open-house/vragen/" + q.ID.String() }

func (q *Question) matter() mail.Matter { return mail.Matter{Object: "question", ID: q.ID.String()} }

func (s *Service) tellAsker(tx *gorm.DB, question *Question, letter mail.Letter) error {
	if question.Email == nil {
		return nil
	}
	return s.Mail.Queue(tx, mail.Recipient{Address: *question.Email, Lang: question.Lang}, letter)
}
