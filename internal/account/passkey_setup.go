package account

import (
	"context"

	"github.com/go-webauthn/webauthn/protocol"
	"gorm.io/gorm"

	"providerportal/internal/fault"
)

// BeginPasskeySetUp asks for a passkey as the second factor of somebody's first
// sign-in. Who has a second factor already cannot come in this way.
func (s *Service) BeginPasskeySetUp(ctx context.Context, firstStage, name string) (*protocol.CredentialCreation, error) {
	user, err := s.Halfway(ctx, firstStage)
	if err != nil {
		return nil, err
	}
	if err := withoutFactor(s.DB.WithContext(ctx), user); err != nil {
		return nil, err
	}
	return s.beginPasskey(ctx, user, firstStage, name)
}

// FinishWithPasskeySetUp keeps the passkey that the browser made and ends signing
// in; it gives the secret of the full session and the recovery codes, to be shown
// once.
func (s *Service) FinishWithPasskeySetUp(ctx context.Context, firstStage string, answer []byte, client Client,
) (secret string, actor Actor, codes []string, err error) {
	user, err := s.Halfway(ctx, firstStage)
	if err != nil {
		return "", Actor{}, nil, err
	}
	key, err := s.madePasskey(ctx, user, firstStage, answer)
	if err != nil {
		return "", Actor{}, nil, err
	}
	secret, actor, err = s.Finish(ctx, firstStage, MethodPasskey, client, func(tx *gorm.DB, user *User) error {
		if _, err := OpenForChange(tx, user.ID); err != nil {
			return err
		}
		if err := withoutFactor(tx, user); err != nil {
			return err
		}
		if err := s.keepPasskey(tx, user, user.Actor(client.Origin), key); err != nil {
			return err
		}
		codes, err = s.newRecoveryCodes(tx, user.ID)
		return err
	})
	return secret, actor, codes, err
}

func withoutFactor(db *gorm.DB, user *User) error {
	known, err := factorsOf(db, user.ID)
	if err != nil {
		return err
	}
	if known.Any() {
		return fault.Conflict("fault.factor-past-step")
	}
	return nil
}
