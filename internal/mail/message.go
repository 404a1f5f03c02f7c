package mail

import (
	"context"
	"errors"
	"net/mail"
	"strconv"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// Transport takes a message over: nil means that it is accepted. An error is a
// *Failure, or something temporary.
type Transport interface {
	Send(ctx context.Context, message *gomail.Msg) error
}

// Failure says why a message was not accepted, without addresses and without
// the server's own words, which may hold them.
type Failure struct {
	Code      int    // of the SMTP reply, 0 when there was none
	Reason    string // such as "recipient", "connection", "timeout"
	Permanent bool   // trying again has no use
}

// Class is the reason with the code: "550 recipient".
func (f *Failure) Class() string {
	if f.Code == 0 {
		return f.Reason
	}
	return strconv.Itoa(f.Code) + " " + f.Reason
}

// Error is the class.
func (f *Failure) Error() string { return "mail not accepted: " + f.Class() }

func failureOf(err error) *Failure {
	var failure *Failure
	if errors.As(err, &failure) {
		return failure
	}
	return &Failure{Reason: "delivery"}
}

// compose makes the message of a letter. It is the same, byte for byte, at each
// attempt; with a calendar file only its boundaries differ, because one boundary
// cannot serve two levels.
func compose(record *Record, from Sender, replyTo string) (*gomail.Msg, error) {
	text, html, err := record.bodies()
	if err != nil {
		return nil, err
	}
	options := []gomail.MsgOption{gomail.WithNoDefaultUserAgent()}
	if record.Calendar == "" {
		options = append(options, gomail.WithBoundary(record.ID.String()))
	}
	message := gomail.NewMsg(options...)
	message.FromMailAddress(&mail.Address{Name: oneLine(from.Name), Address: from.Address})
	message.ToMailAddress(&mail.Address{Name: record.ToName, Address: record.ToAddress})
	if replyTo != "" {
		message.ReplyToMailAddress(&mail.Address{Address: replyTo})
	}
	message.Subject(record.Subject)
	message.SetMessageIDWithValue(record.MessageID)
	message.SetDateWithValue(record.QueuedAt)
	message.SetGenHeader(gomail.HeaderContentLang, record.Lang)
	message.SetGenHeader("Auto-Submitted", "auto-generated")
	message.SetGenHeader("X-Auto-Response-Suppress", "All")
	message.SetBodyString(gomail.TypeTextPlain, text)
	message.AddAlternativeString(gomail.TypeTextHTML, html)
	if record.Calendar == "" {
		return message, nil
	}
	return message, message.AttachReader(diaryName[record.Lang], strings.NewReader(record.Calendar),
		gomail.WithFileContentType(gomail.ContentType(calendarType(record.Calendar))))
}
