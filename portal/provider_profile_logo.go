package portal

import (
	"io"
	"net/url"

	"github.com/gofiber/fiber/v3"

	"providerportal/directory"
	"providerportal/internal/fault"
)

const logoPath = profilePath + "/logo"

// LogoPage shows the logo of the draft and takes another one.
type LogoPage struct {
	Frame
	Form
	Picture string // address of the logo; empty without one
}

// Most is how many bytes a picture may have.
func (p *LogoPage) Most() int64 { return directory.LogoBytesMax }

func (p *LogoPage) template() string { return "provider/profile_logo" }

func newLogoPage(frame Frame, profile *directory.Profile) *LogoPage {
	p := &LogoPage{Frame: frame, Form: newForm(frame.Words(), "logo", nil)}
	p.withinProfile()
	if profile.LogoHash != "" {
		p.Picture = logoPath + "/" + profile.LogoHash
	}
	return p
}

func (s *Server) logoPage(v *visit) (*LogoPage, error) {
	profile, err := s.Directory.Profile(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	return newLogoPage(v.frame("profile.task.logo"), profile), nil
}

func (s *Server) showLogo(v *visit) error {
	p, err := s.logoPage(v)
	if err != nil {
		return err
	}
	return v.show(p)
}

// saveLogo takes a picture; the portal draws it anew.
func (s *Server) saveLogo(v *visit) error {
	chosen := false
	_, refusal := v.readUpload(func(_ url.Values, _ string, content io.Reader) error {
		chosen = true
		return s.Directory.SaveLogo(v.ctx, v.actor, content)
	})
	if refusal == nil && !chosen {
		refusal = fault.Invalid(fault.At("file", "error.required"))
	}
	if refusal == nil {
		return v.done(logoPath, "logo-saved")
	}
	p, err := s.logoPage(v)
	if err != nil {
		return err
	}
	return v.refuse(&p.Form, p, refusal)
}

func (s *Server) removeLogo(v *visit) error {
	profile, err := s.Directory.Profile(v.ctx, v.actor)
	if err != nil {
		return err
	}
	mark := profile.Part(directory.SectionLogo).Mark()
	if err := s.Directory.SaveSection(v.ctx, v.actor, directory.SectionLogo, mark, directory.Profile{}); err != nil {
		return err
	}
	return v.done(logoPath, "logo-removed")
}

// openOwnLogo shows a logo of the draft to the provider itself.
func (s *Server) openOwnLogo(v *visit) error {
	logo, err := s.Directory.OwnLogo(v.ctx, v.actor, v.param("code"))
	if err != nil {
		return err
	}
	return v.sendLogo(logo, "private, max-age=3600")
}

// openLogo shows the logo of a public profile. Its address holds its hash, so a
// browser may keep it; a shared cache asks again after an hour, because a profile
// can be taken offline.
func (s *Server) openLogo(v *visit) error {
	logo, err := s.Directory.PublicLogo(v.ctx, v.param("slug"), v.param("code"))
	if err != nil {
		return err
	}
	return v.sendLogo(logo, "public, max-age=31536000, s-maxage=3600, immutable")
}

func (v *visit) sendLogo(logo *directory.Logo, cache string) error {
	v.Set(fiber.HeaderContentType, logo.Type)
	v.Set(fiber.HeaderCacheControl, cache)
	v.Set(fiber.HeaderETag, `"`+logo.Hash+`"`)
	return v.Send(logo.Content)
}
