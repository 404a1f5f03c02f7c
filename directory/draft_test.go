package directory_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// TestColleaguesDoNotOverwriteEachOther pins that a section saved from an old page
// is refused, that two sections never collide, and that nobody publishes unseen
// words.
func TestColleaguesDoNotOverwriteEachOther(t *testing.T) {
	w := open(t)
	actor := w.published(t, "Werkpad")
	page, err := w.Profile(t.Context(), actor)
	require.NoError(t, err)
	mark := page.Part(directory.SectionMission).Mark()
	save := func(section directory.Section, mark string, p directory.Profile) error {
		return w.SaveSection(t.Context(), actor, section, mark, p)
	}
	require.NoError(t, save(directory.SectionMission, mark, directory.Profile{Mission: "Van Anne."}))
	refused(t, save(directory.SectionMission, mark, directory.Profile{Mission: "Van Bram."}), fault.KindConflict, "", "profile.changed-meanwhile")
	require.NoError(t, save(directory.SectionMission, mark, directory.Profile{Mission: "Van Anne."}), "the same words are no conflict")
	other := page.Part(directory.SectionPractical).Mark()
	require.NoError(t, save(directory.SectionPractical, other, directory.Profile{Languages: directory.Codes{"pl", "nl"}}), "another section")

	public, err := w.Public(t.Context(), w.slug(t, actor.ProviderID))
	require.NoError(t, err)
	assert.Equal(t, complete().Mission, public.Profile.Mission, "a draft is not public")
	refused(t, w.PublishDraft(t.Context(), actor, page.Mark()), fault.KindConflict, "", "profile.changed-meanwhile")
	now, err := w.Profile(t.Context(), actor)
	require.NoError(t, err)
	require.NoError(t, w.PublishDraft(t.Context(), actor, now.Mark()))
	public, err = w.Public(t.Context(), w.slug(t, actor.ProviderID))
	require.NoError(t, err)
	assert.Equal(t, "Van Anne.", public.Profile.Mission)
	assert.Equal(t, directory.Codes{"nl", "pl"}, public.Profile.Languages)
	stand, err := w.Standing(t.Context(), actor)
	require.NoError(t, err)
	assert.False(t, stand.Differs)
	require.NoError(t, save(directory.SectionMission, now.Part(directory.SectionMission).Mark(), directory.Profile{Mission: "Weg ermee."}))
	require.NoError(t, w.DiscardDraft(t.Context(), actor))
	back, err := w.Profile(t.Context(), actor)
	require.NoError(t, err)
	assert.Equal(t, "Van Anne.", back.Mission)
}

// TestCapacityComesBackByItself pins the period of a temporary closing (D1).
func TestCapacityComesBackByItself(t *testing.T) {
	w := open(t)
	from, until := w.today().AddDays(3), w.today().AddDays(10)
	closed := directory.Capacity{State: directory.CapacityClosed, ClosedFrom: &from, ClosedUntil: &until}
	for days, want := range map[int]directory.CapacityState{
		2: directory.CapacityOpen, 3: directory.CapacityClosed, 10: directory.CapacityClosed, 11: directory.CapacityOpen,
	} {
		assert.Equal(t, want, closed.On(w.today().AddDays(days)), days)
	}
	actor := w.published(t, "Werkpad")
	require.NoError(t, w.SaveCapacity(t.Context(), actor, closed))
	early := w.today().AddDays(-1)
	refused(t, w.SaveCapacity(t.Context(), actor, directory.Capacity{State: directory.CapacityClosed, ClosedUntil: &early}), fault.KindInvalid, "until", "capacity.until-past")
	refused(t, w.SaveCapacity(t.Context(), actor, directory.Capacity{State: directory.CapacityWaiting, Weeks: new(105)}), fault.KindInvalid, "weeks", "capacity.weeks-range")
}

// TestLogoIsDrawnAnew pins that nothing but pixels stays of a picture, and that a
// bomb is refused by its size, before it is unpacked.
func TestLogoIsDrawnAnew(t *testing.T) {
	w := open(t)
	actor := w.published(t, "Werkpad")
	picture := image.NewNRGBA(image.Rect(0, 0, 1200, 300))
	picture.Set(5, 5, color.White)
	var file bytes.Buffer
	require.NoError(t, png.Encode(&file, picture))
	file.WriteString("GEHEIM")
	require.NoError(t, w.SaveLogo(t.Context(), actor, &file))
	draft, err := w.Profile(t.Context(), actor)
	require.NoError(t, err)
	logo, err := w.OwnLogo(t.Context(), actor, draft.LogoHash)
	require.NoError(t, err)
	assert.Equal(t, []any{400, 100, "image/png"}, []any{logo.Width, logo.Height, logo.Type})
	assert.NotContains(t, string(logo.Content), "GEHEIM")
	_, err = w.PublicLogo(t.Context(), w.slug(t, actor.ProviderID), draft.LogoHash)
	refused(t, err, fault.KindMissing, "", "")
	require.NoError(t, w.PublishDraft(t.Context(), actor, draft.Mark()))
	_, err = w.PublicLogo(t.Context(), w.slug(t, actor.ProviderID), draft.LogoHash)
	require.NoError(t, err)

	_, err = directory.Draw(bytes.NewReader(bomb()))
	refused(t, err, fault.KindInvalid, "file", "logo.too-many-pixels")
	var moving bytes.Buffer
	require.NoError(t, gif.Encode(&moving, picture, nil))
	_, err = directory.Draw(&moving)
	refused(t, err, fault.KindInvalid, "file", "logo.no-picture")
	_, err = directory.Draw(strings.NewReader("<svg xmlns='http://www.w3.org/2000/svg'/>"))
	refused(t, err, fault.KindInvalid, "file", "logo.no-picture")
	_, err = directory.Draw(bytes.NewReader(make([]byte, directory.LogoBytesMax+1)))
	refused(t, err, fault.KindInvalid, "file", "logo.too-large")
}

// bomb is the head of a picture of 50,000 by 50,000 pixels.
func bomb() []byte {
	head := append([]byte("IHDR"), 0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50, 8, 2, 0, 0, 0)
	file := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
	return binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(head))
}

func (w *town) recipients(t *testing.T, actor account.Actor) []string {
	t.Helper()
	var list []string
	require.NoError(t, w.db.Transaction(func(tx *gorm.DB) error {
		recipients, err := w.Recipients(tx, actor.ProviderID)
		for _, to := range recipients {
			list = append(list, to.Address)
		}
		return err
	}))
	return list
}

// TestWhoGetsARequest pins D11: the intake point, its deputy while it is absent,
// and the MGR too while it cannot be reached.
func TestWhoGetsARequest(t *testing.T) {
	w := open(t)
	w.manager(t)
	actor := w.published(t, "Werkpad")
	point, err := w.Intake(t.Context(), actor)
	require.NoError(t, err)
	email := point.Email
	assert.Equal(t, []string{email}, w.recipients(t, actor))

	from, until := w.today(), w.today().AddDays(7)
	point.DeputyName, point.DeputyEmail, point.AbsentFrom, point.AbsentUntil = "Bram", "bram@zorg.example", &from, &until
	require.NoError(t, w.SaveIntake(t.Context(), actor, *point))
	assert.Equal(t, []string{email, actor.Email, "co@mgr.example"}, w.recipients(t, actor), "absent, and the deputy is not proven")
	var secret string
	require.NoError(t, w.db.Transaction(func(tx *gorm.DB) (err error) {
		secret, err = w.Accounts.IssueToken(tx, account.PurposeVerifyDeputy, actor.ProviderID, "bram@zorg.example")
		return err
	}))
	_, err = w.VerifyIntake(t.Context(), secret, "test")
	require.NoError(t, err)
	assert.Equal(t, []string{"bram@zorg.example"}, w.recipients(t, actor))
	w.now = w.now.AddDate(0, 0, 8)
	assert.Equal(t, []string{email}, w.recipients(t, actor), "back by itself")

	require.NoError(t, w.db.Exec("UPDATE letters SET failed_at = ?, last_error = 'refused', attempts = 1, links = NULL WHERE to_address = ?", w.now, email).Error)
	require.NoError(t, w.SweepIntakes(t.Context()))
	require.NoError(t, w.SweepIntakes(t.Context()), "twice changes nothing")
	assert.Equal(t, []string{"bram@zorg.example", actor.Email, "co@mgr.example"}, w.recipients(t, actor), "letters come back")
	assert.Equal(t, 1, count(w.letters(t), "intake_unreachable "+actor.Email))
	assert.Equal(t, 1, count(w.letters(t), "intake_unreachable_staff co@mgr.example"))
	w.now = w.now.Add(time.Hour)
	_, err = w.VerifyIntake(t.Context(), w.intakeLink(t, actor, email), "test")
	require.NoError(t, err)
	require.NoError(t, w.SweepIntakes(t.Context()))
	assert.Equal(t, []string{email}, w.recipients(t, actor), "proven again")

	w.now = w.now.AddDate(1, 0, -20)
	require.NoError(t, w.SweepIntakes(t.Context()))
	assert.Equal(t, 1, count(w.letters(t), "verify_intake_again "+email))
	w.now = w.now.AddDate(0, 0, 25)
	require.NoError(t, w.SweepIntakes(t.Context()))
	assert.Equal(t, 1, count(w.letters(t), "intake_expired_staff co@mgr.example"))
	assert.Contains(t, w.recipients(t, actor), "co@mgr.example", "the proof ran out")
}
