package matching

import (
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/mail"
	"providerportal/internal/words"
)

func (r *Request) matter(round string) mail.Matter {
	return mail.Matter{Object: "request", ID: r.ID.String(), Round: round}
}

func (s *Service) providerURL(r *Request) string {
	return s.Mail.BaseURL + "/mijn/verzoeken/" + r.ID.String()
}

func (s *Service) consultantURL(r *Request) string {
	return s.Mail.BaseURL + "/consulent/verzoeken/" + r.ID.String()
}

// tellIntake queues a letter for the provider, to whom the directory says that
// requests go today, and for the colleague who works on the request, each in their
// own language. The MGR gets no copy but hears that the intake point may have
// missed it (D11).
func (s *Service) tellIntake(tx *gorm.DB, request *Request, letter func(lang string) mail.Letter) error {
	recipients, err := s.Directory.Recipients(tx, request.ProviderID)
	if err != nil {
		return err
	}
	for _, to := range recipients {
		write := letter(to.Lang)
		if to.Office {
			if write, err = s.missed(tx, request, write.Kind()); err != nil {
				return err
			}
		}
		if err := s.Mail.Queue(tx, to.Recipient, write); err != nil {
			return err
		}
	}
	return s.tellOne(tx, request.AssignedTo, letter)
}

// missed tells the MGR once per kind of letter that it may not have arrived.
func (s *Service) missed(tx *gorm.DB, request *Request, kind string) (mail.Letter, error) {
	provider, err := directory.ProviderByID(tx, request.ProviderID)
	if err != nil {
		return nil, err
	}
	return mail.IntakeMissed{
		Matter: request.matter(kind), Organisation: provider.Name, Reference: request.Reference, DueOn: request.DueOn,
		URL: s.Mail.BaseURL + "/beheer/aanbieders/" + request.ProviderID.String(),
	}, nil
}

// tellOne queues a letter for one person, unless there is none or the account is
// closed.
func (s *Service) tellOne(tx *gorm.DB, id *uuid.UUID, letter func(lang string) mail.Letter) error {
	user, err := person(tx, id)
	if err != nil || user == nil || user.ClosedAt != nil {
		return err
	}
	return s.Mail.Queue(tx, user.Recipient(), letter(user.Lang))
}

// tellConsultant queues a letter for the municipality, the same in every language.
func (s *Service) tellConsultant(tx *gorm.DB, request *Request, letter func(mail.Matter, string) mail.Letter) error {
	return s.tellMunicipality(tx, request, func(_ string, m mail.Matter, organisation string) mail.Letter {
		return letter(m, organisation)
	})
}

// tellMunicipality queues a letter for the consultant who sent the request and for
// who stands in, each in their own language. Who left the municipality hears nothing
// more; when nobody of them is left its other consultants hear it, who may all see
// the request (T9).
func (s *Service) tellMunicipality(tx *gorm.DB, request *Request, letter func(lang string, m mail.Matter, organisation string) mail.Letter) error {
	provider, err := directory.ProviderByID(tx, request.ProviderID)
	if err != nil {
		return err
	}
	var people []account.User
	for _, id := range []*uuid.UUID{&request.ConsultantID, request.StandInID} {
		user, err := person(tx, id)
		if err != nil {
			return err
		}
		if user != nil && user.ClosedAt == nil && user.MunicipalityCode != nil && *user.MunicipalityCode == request.MunicipalityCode {
			people = append(people, *user)
		}
	}
	if len(people) == 0 {
		if people, err = account.ConsultantsOf(tx, request.MunicipalityCode); err != nil {
			return err
		}
	}
	for i := range people {
		if err := s.Mail.Queue(tx, people[i].Recipient(), letter(people[i].Lang, request.matter(""), provider.Name)); err != nil {
			return err
		}
	}
	return nil
}

// tellAppointment tells both sides when the conversation is (T7).
func (s *Service) tellAppointment(tx *gorm.DB, request *Request, moved bool) error {
	write := func(lang, url string, matter mail.Matter, organisation string, forProvider bool) mail.Letter {
		way := words.For(lang).T("way." + string(request.AppointmentWay))
		matter.Round = s.Now().UTC().Format(time.RFC3339Nano)
		diary := request.diary(words.For(lang), url, false)
		if moved {
			return mail.AppointmentMoved{
				Matter: matter, Diary: diary, Organisation: organisation, Reference: request.Reference,
				At: *request.AppointmentAt, Way: way, DueOn: request.DueOn, URL: url, ForProvider: forProvider,
			}
		}
		return mail.AppointmentMade{
			Matter: matter, Diary: diary, Organisation: organisation, Reference: request.Reference,
			At: *request.AppointmentAt, Way: way, DueOn: request.DueOn, URL: url, ForProvider: forProvider,
		}
	}
	err := s.tellMunicipality(tx, request, func(lang string, m mail.Matter, organisation string) mail.Letter {
		return write(lang, s.consultantURL(request), m, organisation, false)
	})
	if err != nil {
		return err
	}
	provider, err := directory.ProviderByID(tx, request.ProviderID)
	if err != nil {
		return err
	}
	return s.tellIntake(tx, request, func(lang string) mail.Letter {
		return write(lang, s.providerURL(request), request.matter(""), provider.Name, true)
	})
}

// tellHeld tells the municipality that the conversation was held; one that was still
// planned goes out of its calendars.
func (s *Service) tellHeld(tx *gorm.DB, request *Request, planned bool) error {
	return s.tellMunicipality(tx, request, func(lang string, m mail.Matter, organisation string) mail.Letter {
		letter := mail.RequestHeld{
			Matter: m, Organisation: organisation, Reference: request.Reference,
			HeldOn: *request.HeldOn, OnTime: request.OnTime(), URL: s.consultantURL(request),
		}
		if planned {
			letter.Diary = request.diary(words.For(lang), letter.URL, true)
		}
		return letter
	})
}

func (s *Service) tellDeclined(tx *gorm.DB, request *Request, reason string) error {
	return s.tellMunicipality(tx, request, func(lang string, m mail.Matter, organisation string) mail.Letter {
		return mail.RequestDeclined{
			Matter: m, Organisation: organisation, Reference: request.Reference,
			ReasonText: words.For(lang).T("decline." + reason), URL: s.consultantURL(request),
		}
	})
}

// tellWithdrawn tells the provider, and takes a planned appointment out of both
// calendars.
func (s *Service) tellWithdrawn(tx *gorm.DB, request *Request, reason string) error {
	provider, err := directory.ProviderByID(tx, request.ProviderID)
	if err != nil {
		return err
	}
	planned := request.planned(s.Now())
	err = s.tellIntake(tx, request, func(lang string) mail.Letter {
		w := words.For(lang)
		letter := mail.RequestWithdrawn{
			Matter: request.matter(""), Organisation: provider.Name, Reference: request.Reference,
			ReasonText: w.T("withdraw." + reason),
		}
		if planned {
			letter.Diary = request.diary(w, s.providerURL(request), true)
		}
		return letter
	})
	if err != nil || !planned {
		return err
	}
	return s.tellMunicipality(tx, request, func(lang string, m mail.Matter, organisation string) mail.Letter {
		return mail.AppointmentCancelled{
			Matter: m, Diary: request.diary(words.For(lang), s.consultantURL(request), true),
			Organisation: organisation, Reference: request.Reference, At: *request.AppointmentAt, URL: s.consultantURL(request),
		}
	})
}

// planned reports whether an appointment still stands in people's calendars.
func (r *Request) planned(now time.Time) bool {
	return r.AppointmentAt != nil && r.HeldOn == nil && r.AppointmentAt.After(now)
}

// diary is the appointment for the reader's calendar.
func (r *Request) diary(w *words.Words, url string, cancelled bool) mail.Diary {
	return mail.Diary{Appointment: &mail.Appointment{
		UID: r.ID.String() + "@matching", Sequence: r.AppointmentSequence, At: *r.AppointmentAt,
		Summary: w.T("request.diary", "Reference", r.Reference), URL: url, Cancelled: cancelled,
	}}
}
