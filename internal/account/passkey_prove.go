package account

import (
	"context"
	"errors"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// BeginPasskeyProof asks the browser of the person to use one of its passkeys;
// the options go to navigator.credentials.get.
func (s *Service) BeginPasskeyProof(ctx context.Context, user *User, session string) (*protocol.CredentialAssertion, error) {
	holder, err := s.holder(ctx, user)
	if err != nil {
		return nil, err
	}
	if len(holder.WebAuthnCredentials()) == 0 {
		return nil, fault.Conflict("passkey.none")
	}
	options, ceremony, err := s.passkeys.BeginLogin(holder)
	if err != nil {
		return nil, err
	}
	return options, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return s.ask(tx, session, challengeProve, "", ceremony)
	})
}

// FinishWithPasskey is the second factor after the password: it opens the full
// session when the passkey is right.
func (s *Service) FinishWithPasskey(ctx context.Context, firstStage string, answer []byte, client Client) (secret string, actor Actor, err error) {
	user, err := s.Halfway(ctx, firstStage)
	if err != nil {
		return "", Actor{}, err
	}
	proof, err := s.proofOf(ctx, user, firstStage, answer, client.Origin)
	if err != nil {
		return "", Actor{}, err
	}
	return s.Finish(ctx, firstStage, MethodPasskey, client, func(tx *gorm.DB, _ *User) error { return s.use(tx, proof) })
}

// ProveWithPasskey proves again who the actor is and gives the new secret of the
// same session, in which the proof counts from now (ASVS 7.2.4, 7.5.1).
func (s *Service) ProveWithPasskey(ctx context.Context, actor Actor, session string, answer []byte) (secret string, err error) {
	user, err := s.Find(ctx, actor.UserID)
	if err != nil {
		return "", err
	}
	proof, err := s.proofOf(ctx, user, session, answer, actor.Origin)
	if err != nil {
		return "", err
	}
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		if err := s.use(tx, proof); err != nil {
			return err
		}
		secret, err = s.Renew(tx, actor, session)
		return err
	})
	return secret, err
}

// proofOf uses the question up and checks the answer. A wrong one is noted; one
// whose counter ran back takes the passkey out of use (ASVS 6.5, WebAuthn 6.1.1).
func (s *Service) proofOf(ctx context.Context, user *User, session string, answer []byte, origin string) (*webauthn.Credential, error) {
	holder, err := s.holder(ctx, user)
	if err != nil {
		return nil, err
	}
	challenge, err := s.answered(ctx, session, challengeProve)
	if err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return nil, errors.Join(fault.Conflict("passkey.refused"), s.notePasskeyRefusal(ctx, user, origin))
	}
	used, err := s.passkeys.ValidateLogin(holder, challenge.Ceremony, parsed)
	if err != nil {
		return nil, errors.Join(fault.Conflict("passkey.refused"), s.notePasskeyRefusal(ctx, user, origin))
	}
	if used.Authenticator.CloneWarning {
		return nil, errors.Join(fault.Conflict("passkey.copied"), s.distrust(ctx, user, used.ID, origin))
	}
	return used, nil
}

// use writes down that the passkey was used, in the transaction of what it is
// used for. Two answers with the same counter cannot both pass.
func (s *Service) use(tx *gorm.DB, used *webauthn.Credential) error {
	count := used.Authenticator.SignCount
	changed := tx.Model(&Passkey{}).
		Where("credential_id = ? AND clone_warning_at IS NULL AND (sign_count < ? OR sign_count = 0 AND ? = 0)", used.ID, count, count).
		Updates(map[string]any{"sign_count": count, "backed_up": used.Flags.BackupState, "last_used_at": s.Now().UTC()})
	if changed.Error == nil && changed.RowsAffected == 0 {
		return fault.Conflict("passkey.refused")
	}
	return changed.Error
}

// distrust takes a passkey out of use of which a copy may exist.
func (s *Service) distrust(ctx context.Context, user *User, credentialID []byte, origin string) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		err := tx.Model(&Passkey{}).Where("credential_id = ?", credentialID).Update("clone_warning_at", s.Now().UTC()).Error
		if err != nil {
			return err
		}
		return audit.Refused(tx, user.Actor(origin), "passkey.copy-suspected", "user", user.ID.String())
	})
}

func (s *Service) notePasskeyRefusal(ctx context.Context, user *User, origin string) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Refused(tx, user.Actor(origin), "session.passkey-refused", "user", user.ID.String())
	})
}
