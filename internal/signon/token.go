package signon

import (
	"context"
	"crypto/subtle"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"providerportal/internal/fault"
)

// clockSkew is how far the clocks of provider and portal may differ.
const clockSkew = time.Minute

// proof is a token that passed every check of the protocol.
type proof struct {
	issuer   string
	subject  string
	claims   claims
	provenAt time.Time // when the person last proved who it is; zero when the token does not say
}

// verify checks signature, issuer, audience, term and nonce of an ID token
// (ASVS 10.5.1–10.5.4). Only asymmetric signatures count.
func (p *provider) verify(ctx context.Context, found *description, raw, nonce string) (*proof, error) {
	verifier := found.VerifierContext(oidc.ClientContext(ctx, client), &oidc.Config{
		ClientID: p.ClientID, Now: p.now, SkipIssuerCheck: p.severalTenants(),
	})
	token, err := verifier.Verify(ctx, raw)
	if err != nil {
		return nil, judge(err)
	}
	checked := &proof{issuer: token.Issuer, subject: token.Subject}
	if err := token.Claims(&checked.claims); err != nil {
		return nil, refuse(ReasonUntrusted, "claims are not an object")
	}
	switch {
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(nonce)) != 1:
		return nil, refuse(ReasonUntrusted, "nonce")
	case token.Subject == "":
		return nil, refuse(ReasonUntrusted, "no sub")
	case len(token.Audience) != 1: // Verify saw that ours is among them
		return nil, refuse(ReasonUntrusted, "more than one audience")
	case checked.claims.text("azp") != "" && checked.claims.text("azp") != p.ClientID:
		return nil, refuse(ReasonUntrusted, "azp")
	case token.IssuedAt.After(p.now().Add(clockSkew)):
		return nil, refuse(ReasonUntrusted, "issued in the future")
	case p.severalTenants() && token.Issuer != p.issuerOf(checked.claims.text("tid")):
		return nil, refuse(ReasonUntrusted, "issuer of another tenant")
	}
	checked.provenAt = checked.claims.moment("auth_time")
	if checked.provenAt.After(p.now()) {
		checked.provenAt = p.now()
	}
	return checked, nil
}

// judge tells a token that is wrong from keys that cannot be had.
func judge(err error) error {
	if strings.Contains(err.Error(), "fetching keys") {
		return errors.Join(fault.Unavailable("sso.down"), err)
	}
	return &Refusal{Reason: ReasonUntrusted, cause: err}
}

// claims are what a token says.
type claims map[string]any

// text gives a claim that is a text, else nothing.
func (c claims) text(name string) string {
	value, _ := c[name].(string)
	return strings.TrimSpace(value)
}

// list gives a claim that is a text or a list of texts.
func (c claims) list(name string) []string {
	switch value := c[name].(type) {
	case string:
		return []string{value}
	case []any:
		var texts []string
		for _, item := range value {
			if text, ok := item.(string); ok {
				texts = append(texts, text)
			}
		}
		return texts
	}
	return nil
}

// holds reports whether a claim has one of the values.
func (c claims) holds(name string, wanted []string) bool {
	return slices.ContainsFunc(c.list(name), func(value string) bool { return slices.Contains(wanted, value) })
}

// affirms reports whether a claim says yes; Entra ID writes that as true, 1 or a
// text of one of these.
func (c claims) affirms(name string) bool {
	switch c[name] {
	case true, 1.0, "1", "true":
		return true
	}
	return false
}

// moment gives a claim in seconds since 1970, else the zero time.
func (c claims) moment(name string) time.Time {
	if seconds, ok := c[name].(float64); ok && seconds > 0 {
		return time.Unix(int64(seconds), 0)
	}
	return time.Time{}
}

// line gives a claim as one line of readable text of bounded length, for a name.
func (c claims) line(name string) string {
	text := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '<' || r == '>' {
			return ' '
		}
		return r
	}, c.text(name))), " ")
	if runes := []rune(text); len(runes) > nameMax {
		text = string(runes[:nameMax])
	}
	return text
}

// nameMax is how many characters of a name are kept.
const nameMax = 100
