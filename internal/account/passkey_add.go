package account

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// BeginPasskey asks the actor's browser to make a passkey; the options go to
// navigator.credentials.create. The name is for the person's own list.
func (s *Service) BeginPasskey(ctx context.Context, actor Actor, session, name string) (*protocol.CredentialCreation, error) {
	if !actor.Fresh {
		return nil, fault.Forbidden()
	}
	user, err := s.Find(ctx, actor.UserID)
	if err != nil {
		return nil, err
	}
	return s.beginPasskey(ctx, user, session, name)
}

// FinishPasskey keeps the passkey that the browser made.
func (s *Service) FinishPasskey(ctx context.Context, actor Actor, session string, answer []byte) error {
	if !actor.Fresh {
		return fault.Forbidden()
	}
	user, err := s.Find(ctx, actor.UserID)
	if err != nil {
		return err
	}
	key, err := s.madePasskey(ctx, user, session, answer)
	if err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error { return s.keepPasskey(tx, user, actor, key) })
}

func (s *Service) beginPasskey(ctx context.Context, user *User, session, name string) (*protocol.CredentialCreation, error) {
	name = strings.Join(strings.Fields(name), " ")
	var check fault.Check
	check.Unless(name != "", "name", "error.required")
	check.Unless(utf8.RuneCountInString(name) <= PasskeyNameMax, "name", "error.max", "Max", PasskeyNameMax)
	if err := check.Err(); err != nil {
		return nil, err
	}
	holder, err := s.holder(ctx, user)
	if err != nil {
		return nil, err
	}
	if len(holder.keys) >= PasskeyMax {
		return nil, fault.Conflict("passkey.too-many")
	}
	options, ceremony, err := s.passkeys.BeginRegistration(holder, webauthn.WithExclusions(holder.all()))
	if err != nil {
		return nil, err
	}
	return options, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return s.ask(tx, session, challengeAdd, name, ceremony)
	})
}

// holder gives the person with its passkeys; fault.Missing where there are none.
func (s *Service) holder(ctx context.Context, user *User) (*keyHolder, error) {
	if !s.PasskeysOffered() {
		return nil, fault.Missing()
	}
	return holderOf(s.DB.WithContext(ctx), user)
}

// madePasskey uses the question up and checks the answer.
func (s *Service) madePasskey(ctx context.Context, user *User, session string, answer []byte) (*Passkey, error) {
	holder, err := s.holder(ctx, user)
	if err != nil {
		return nil, err
	}
	challenge, err := s.answered(ctx, session, challengeAdd)
	if err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return nil, errors.Join(fault.Conflict("passkey.refused"), err)
	}
	made, err := s.passkeys.CreateCredential(holder, challenge.Ceremony, parsed)
	if err != nil {
		return nil, errors.Join(fault.Conflict("passkey.refused"), err)
	}
	return &Passkey{
		ID: uuid.New(), UserID: user.ID, Name: challenge.Name, CredentialID: made.ID, PublicKey: made.PublicKey,
		SignCount: made.Authenticator.SignCount, Transports: made.Transport,
		BackupEligible: made.Flags.BackupEligible, BackedUp: made.Flags.BackupState, UserVerified: made.Flags.UserVerified,
		CreatedAt: s.Now().UTC(),
	}, nil
}

func (s *Service) keepPasskey(tx *gorm.DB, user *User, actor Actor, key *Passkey) error {
	if _, err := OpenForChange(tx, user.ID); err != nil {
		return err
	}
	keys, err := passkeysOf(tx, user.ID)
	if err != nil {
		return err
	}
	if len(keys) >= PasskeyMax {
		return fault.Conflict("passkey.too-many")
	}
	err = tx.Create(key).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return fault.Conflict("passkey.known")
	}
	if err != nil {
		return err
	}
	if err := s.tellPasskey(tx, user, key, true); err != nil {
		return err
	}
	return audit.Record(tx, actor, "passkey.added", "user", user.ID.String())
}
