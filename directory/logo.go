package directory

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"time"

	"github.com/google/uuid"
	"golang.org/x/image/draw"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// Limits on a logo: bytes of the upload, pixels on a side of what is kept, and
// pixels that a picture may claim to have before it is unpacked.
const (
	LogoBytesMax  = 2 << 20
	LogoSide      = 400
	logoPixelsMax = 12_500_000
)

// drawing is held by the one picture that is unpacked at a time: the largest takes
// a hundred megabytes for a moment.
var drawing = make(chan struct{}, 1)

// Logo is a picture that the portal drew anew: nothing of the uploaded file is
// left but what can be seen.
type Logo struct {
	ProviderID uuid.UUID `gorm:"primaryKey"`
	Hash       string    `gorm:"primaryKey"` // SHA-256 of Content
	Type       string    // image/png or image/jpeg
	Content    []byte
	Width      int
	Height     int
	CreatedAt  time.Time
}

// TableName is where the logos live.
func (Logo) TableName() string { return "profile_logos" }

// Draw reads an uploaded PNG or JPEG and draws it anew, at most LogoSide pixels
// on a side, without anything hidden in the file. It refuses at the field "file".
func Draw(upload io.Reader) (*Logo, error) {
	raw, err := io.ReadAll(io.LimitReader(upload, LogoBytesMax+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > LogoBytesMax {
		return nil, fault.Invalid(fault.At("file", "logo.too-large"))
	}
	// The size is read before the pixels: a small file can unpack to gigabytes.
	// Other modules teach the image package more kinds than we take.
	config, kind, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || kind != "png" && kind != "jpeg" || config.Width < 1 || config.Height < 1 {
		return nil, fault.Invalid(fault.At("file", "logo.no-picture"))
	}
	if config.Width > logoPixelsMax/config.Height {
		return nil, fault.Invalid(fault.At("file", "logo.too-many-pixels"))
	}
	drawing <- struct{}{}
	defer func() { <-drawing }()
	picture, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, fault.Invalid(fault.At("file", "logo.no-picture"))
	}
	return encode(turn(shrink(picture), orientation(raw)), kind)
}

// shrink draws the picture on a canvas of its own that is small enough.
func shrink(picture image.Image) *image.NRGBA {
	size := picture.Bounds().Size()
	if longest := max(size.X, size.Y); longest > LogoSide {
		size = image.Pt(max(1, size.X*LogoSide/longest), max(1, size.Y*LogoSide/longest))
	}
	canvas := image.NewNRGBA(image.Rectangle{Max: size})
	draw.CatmullRom.Scale(canvas, canvas.Bounds(), picture, picture.Bounds(), draw.Src, nil)
	return canvas
}

// encode writes a photograph as JPEG and everything else as PNG.
func encode(canvas *image.NRGBA, kind string) (*Logo, error) {
	var file bytes.Buffer
	logo := &Logo{Type: "image/png", Width: canvas.Bounds().Dx(), Height: canvas.Bounds().Dy()}
	write := func() error { return png.Encode(&file, canvas) }
	if kind == "jpeg" {
		logo.Type = "image/jpeg"
		write = func() error { return jpeg.Encode(&file, canvas, &jpeg.Options{Quality: 88}) }
	}
	if err := write(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(file.Bytes())
	logo.Content, logo.Hash = file.Bytes(), hex.EncodeToString(sum[:])
	return logo, nil
}

// SaveLogo puts a picture in the draft of the actor's profile.
func (s *Service) SaveLogo(ctx context.Context, actor account.Actor, upload io.Reader) error {
	if !actor.Has(account.RoleProvider) {
		return fault.Forbidden()
	}
	logo, err := Draw(upload)
	if err != nil {
		return err
	}
	return s.write(ctx, actor, func(tx *gorm.DB, now *Profile) error {
		logo.ProviderID, logo.CreatedAt = actor.ProviderID, s.Now().UTC()
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(logo).Error; err != nil {
			return err
		}
		now.LogoHash = logo.Hash
		return s.saveDraft(tx, actor, now)
	})
}

// OwnLogo gives a logo of the actor's own organisation, published or not.
func (s *Service) OwnLogo(ctx context.Context, actor account.Actor, hash string) (*Logo, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	return taken[Logo](s.DB.WithContext(ctx).Where("provider_id = ? AND hash = ?", actor.ProviderID, hash))
}

// PublicLogo gives the logo that stands on a public profile now.
func (s *Service) PublicLogo(ctx context.Context, slug, hash string) (*Logo, error) {
	db := s.DB.WithContext(ctx)
	return taken[Logo](db.Where(`hash = ? AND provider_id = (
    SELECT id FROM providers JOIN profiles ON provider_id = id WHERE slug = ? AND logo_hash = ?)
    AND provider_id IN (?)`, hash, slug, hash, s.listed(ctx).Select("provider_id")))
}

// keepLoose is how long a logo stays that no draft and no version shows.
const keepLoose = 24 * time.Hour

// SweepLogos removes logos that nothing refers to any more.
func (s *Service) SweepLogos(ctx context.Context) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return tx.Exec(`
DELETE FROM profile_logos l WHERE created_at < ?
   AND NOT EXISTS (SELECT 1 FROM profiles p WHERE p.provider_id = l.provider_id AND p.logo_hash = l.hash)
   AND NOT EXISTS (SELECT 1 FROM profile_drafts d WHERE d.provider_id = l.provider_id AND d.content->>'LogoHash' = l.hash)
   AND NOT EXISTS (SELECT 1 FROM profile_versions v WHERE v.provider_id = l.provider_id AND v.content->>'LogoHash' = l.hash)`,
			s.Now().UTC().Add(-keepLoose)).Error
	})
}
