package signon

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/storage/database"
)

// Answer is what the identity provider sent the browser back with.
type Answer struct {
	State   string
	Code    string
	Error   string
	Issuer  string // RFC 9207
	Browser string // the secret that the browser kept
	Session string // secret of the session that it has already, or empty
}

// Entry is somebody who came in.
type Entry struct {
	Secret    string // of the session cookie
	Actor     account.Actor
	Next      string
	NoAddress bool // the account has no e-mail address yet
}

// Finish checks the answer of an identity provider and opens a session for whom
// it vouches. Besides the errors of Begin it gives a *Refusal, which is audited
// without saying who it was about.
func (s *Service) Finish(ctx context.Context, name string, answer Answer, visitor account.Client) (*Entry, error) {
	p, err := s.provider(name)
	if err != nil {
		return nil, err
	}
	entry, err := s.finish(ctx, p, answer, visitor)
	if refusal := RefusalOf(err); refusal != nil {
		return nil, errors.Join(err, s.record(ctx, name, refusal.Reason, visitor))
	}
	return entry, err
}

func (s *Service) finish(ctx context.Context, p *provider, answer Answer, visitor account.Client) (*Entry, error) {
	var flow *Flow
	err := database.Write(ctx, s.DB, func(tx *gorm.DB) (err error) {
		flow, err = s.spend(tx, p.Name, answer.Browser, answer.State)
		return err
	})
	if err != nil {
		return nil, err
	}
	identity, provenAt, err := s.identity(ctx, p, flow, answer)
	if err != nil {
		return nil, err
	}
	vouched := account.Vouched{Level: identity.Level, ProvenAt: provenAt, Session: answer.Session}
	entry, err := s.admit(ctx, p, identity, vouched, visitor)
	if err != nil {
		return nil, err
	}
	entry.Next = flow.Next
	return entry, nil
}

// identity takes the answer through the rest of the protocol.
func (s *Service) identity(ctx context.Context, p *provider, flow *Flow, answer Answer) (*Identity, time.Time, error) {
	found, err := p.describe(ctx)
	if err != nil {
		return nil, time.Time{}, err
	}
	if !p.severalTenants() && (answer.Issuer != "" || found.NamesItself) && answer.Issuer != p.Issuer {
		return nil, time.Time{}, refuse(ReasonUntrusted, "answer of another issuer")
	}
	if answer.Error != "" || answer.Code == "" {
		return nil, time.Time{}, refuse(ReasonDeclined, "")
	}
	raw, err := p.exchange(ctx, found, s.BaseURL, answer.Code, derive(answer.Browser, answer.State, "pkce"))
	if err != nil {
		return nil, time.Time{}, err
	}
	checked, err := p.verify(ctx, found, raw, derive(answer.Browser, answer.State, "nonce"))
	if err != nil {
		return nil, time.Time{}, err
	}
	if at := checked.claims.moment("auth_time"); flow.Again && at.Before(flow.CreatedAt.Add(-clockSkew)) {
		return nil, time.Time{}, refuse(ReasonNotAgain, "auth_time")
	}
	identity, err := p.identify(checked)
	return identity, checked.provenAt, err
}

// record notes a refusal by provider and reason: nothing about the person.
func (s *Service) record(ctx context.Context, name string, reason Reason, visitor account.Client) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Refused(tx, account.Actor{Origin: visitor.Origin}, "session.refused", "identity-provider", name+"/"+string(reason))
	})
}
