package account

import (
	"slices"
	"time"

	"gorm.io/gorm"

	"providerportal/internal/fault"
)

// Level is how sure eHerkenning is of the person behind a session (AUTH-2).
type Level string

// The levels. Local is a session that did not come through eHerkenning: there
// the second factor counts, and no level is asked of it.
const (
	LevelLocal       Level = "local"
	LevelBasic       Level = "basic"       // EH2, EH2+
	LevelSubstantial Level = "substantial" // EH3
	LevelHigh        Level = "high"        // EH4
)

// Levels are the levels of eHerkenning, the lowest first.
var Levels = []Level{LevelBasic, LevelSubstantial, LevelHigh}

// Reaches reports whether the level is at least the other one; an unknown level
// reaches nothing.
func (l Level) Reaches(least Level) bool {
	have, want := slices.Index(Levels, l), slices.Index(Levels, least)
	return have >= 0 && want >= 0 && have >= want
}

// Assured reports whether the actor may do what asks for this level of
// eHerkenning; sessions with a password and a second factor may.
func (a Actor) Assured(least Level) bool {
	return a.Level == "" || a.Level == LevelLocal || a.Level.Reaches(least)
}

// Vouched is what an identity provider says about a sign-in.
type Vouched struct {
	Level    Level
	ProvenAt time.Time // when the person proved who it is; zero when nobody said
	Session  string    // secret of the session that the browser has already, or empty
}

// OpenProven opens a full session inside the caller's transaction for somebody
// whom an identity provider vouches for. The browser's own session goes on under
// a new secret when it is of the same person, so that open forms live on, and
// ends when it is of another.
func (s *Service) OpenProven(tx *gorm.DB, actor Actor, vouched Vouched, client Client) (secret string, err error) {
	secret, err = s.Renew(tx, actor, vouched.Session)
	if fault.Is(err, fault.KindMissing) {
		if err := tx.Where("token_hash = ?", hashOf(vouched.Session)).Delete(&Session{}).Error; err != nil {
			return "", err
		}
		if secret, err = s.begin(tx, actor.UserID, MethodOIDC, client); err == nil {
			err = recordOpened(tx, actor, MethodOIDC)
		}
	}
	if err != nil {
		return "", err
	}
	var provenAt *time.Time // without a moment the proof never counts as fresh
	if !vouched.ProvenAt.IsZero() {
		at := vouched.ProvenAt.UTC()
		provenAt = &at
	}
	return secret, tx.Model(&Session{}).Where("token_hash = ?", hashOf(secret)).
		Updates(map[string]any{"level": vouched.Level, "authenticated_at": provenAt}).Error
}

// signsOnElsewhere reports whether an identity provider vouches for the user;
// such an account has no password, so that the provider stays in charge of it
// (AUTH-5).
func signsOnElsewhere(tx *gorm.DB, user *User) (elsewhere bool, err error) {
	err = tx.Raw("SELECT EXISTS (SELECT 1 FROM identities WHERE user_id = ?)", user.ID).Scan(&elsewhere).Error
	return elsewhere, err
}
