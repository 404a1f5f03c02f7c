package portal

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"

	"github.com/gofiber/fiber/v3"
	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/client"
	"providerportal/internal/fault"
)

// clientPath is where systems of municipalities find matching requests.
const clientPath = "/v1/matchingverzoeken"

// isForClients reports whether an address is for systems of municipalities.
func isForClients(path string) bool {
	return path == clientPath || strings.HasPrefix(path, clientPath+"/")
}

// Policies of systems of municipalities: a token with the scope, never a session.
var (
	clientReads     = policy{name: "client-reads", admits: nobody, scope: client.ScopeRead}
	clientWrites    = policy{name: "client-writes", admits: nobody, scope: client.ScopeWrite}
	clientWithdraws = policy{name: "client-withdraws", admits: nobody, scope: client.ScopeWithdraw}
)

func nobody(account.Actor) bool { return false }

// serveClient answers a system: who calls is in the Authorization header and
// nowhere else. No cookie is looked at and none is set.
func (s *Server) serveClient(v *visit, r route) error {
	v.Set(fiber.HeaderVary, fiber.HeaderAuthorization)
	if err := v.admitClient(); err != nil {
		return s.failClient(v, err)
	}
	if err := r.handle(s, v); err != nil {
		return s.failClient(v, err)
	}
	return nil
}

func (v *visit) admitClient() (err error) {
	scheme, token, _ := strings.Cut(v.Get(fiber.HeaderAuthorization), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		token = ""
	}
	v.system, v.actor, err = v.server.Clients.Admit(v.ctx, strings.TrimSpace(token), v.policy.scope, strings.Clone(v.IP()))
	if err == nil && v.Accepts(fiber.MIMEApplicationJSON) == "" {
		return fiber.ErrNotAcceptable // API-13
	}
	return err
}

// readJSON binds the body to a struct, trimmed; body is what was sent. Names that
// do not exist are refused, because a mistyped one would silently be lost.
func (v *visit) readJSON(into any) (body []byte, err error) {
	kind, _, _ := strings.Cut(v.Get(fiber.HeaderContentType), ";")
	if !strings.EqualFold(strings.TrimSpace(kind), fiber.MIMEApplicationJSON) {
		return nil, fiber.ErrUnsupportedMediaType
	}
	body = bytes.Clone(v.Body())
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return nil, badJSON(err)
	}
	if decoder.More() {
		return nil, fault.Invalid(fault.At("", "client.no-json"))
	}
	clean(into)
	return body, nil
}

// badJSON names the part that is wrong, without repeating what was typed.
func badJSON(err error) error {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) && kind.Field != "" {
		return fault.Invalid(fault.At(kind.Field, "client.wrong-type"))
	}
	if strings.HasPrefix(err.Error(), "json: unknown field") {
		return fault.Invalid(fault.At("", "client.unknown-field"))
	}
	return fault.Invalid(fault.At("", "client.no-json"))
}

// idempotencyKey reads the key of a call: a UUID, so that it holds nothing about
// anybody.
func (v *visit) idempotencyKey() (uuid.UUID, error) {
	key, err := uuid.Parse(strings.Trim(v.Get(idempotencyHeader), `"`))
	if err != nil {
		return uuid.Nil, fault.Invalid(fault.At(idempotencyHeader, "client.no-key"))
	}
	return key, nil
}

const idempotencyHeader = "Idempotency-Key"

// sendTagged gives what was asked for with its tag, or 304 when the system has it
// already. Nobody on the way may keep it (API-12): the system does so itself. That
// it was read is in the trail either way.
func (v *visit) sendTagged(value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	hash := sha256.Sum256(body)
	tag := `"` + base64.RawURLEncoding.EncodeToString(hash[:18]) + `"`
	v.Set(fiber.HeaderETag, tag)
	if asked := v.Get(fiber.HeaderIfNoneMatch); strings.Contains(asked, tag) || strings.TrimSpace(asked) == "*" {
		return v.SendStatus(fiber.StatusNotModified)
	}
	v.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return v.Send(body)
}

// sendJSON gives an answer to a system.
func (v *visit) sendJSON(status int, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	v.Status(status)
	v.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return v.Send(body)
}
