package portal

import (
	"encoding/json"
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v3"

	"providerportal/internal/client"
	"providerportal/internal/fault"
	"providerportal/internal/words"
)

// clientProblem is an error for systems (RFC 9457, API-9).
type clientProblem struct {
	Type     string        `json:"type"`
	Title    string        `json:"title"`
	Status   int           `json:"status"`
	Detail   string        `json:"detail"`
	Instance string        `json:"instance,omitempty"` // of the line in the log, only when we are at fault
	Errors   []clientError `json:"errors,omitempty"`
}

// clientError is one thing that is wrong with a body, a header or the address.
type clientError struct {
	In       string         `json:"in"`
	Location clientLocation `json:"location"`
	Code     string         `json:"code"`
	Detail   string         `json:"detail"`
}

type clientLocation struct {
	Pointer string `json:"pointer,omitempty"` // of a part of the body
	Name    string `json:"name,omitempty"`    // of a header or parameter
}

// clientNames are the names of the domain's fields in the API.
var clientNames = map[string]string{
	"product": "product", "question": "ondersteuningsvraag", "goals": "doelen", "ownReference": "eigenKenmerk",
	"contactPhone": "contactTelefoon", "preferredWay": "gesprekswijze", "startWishOn": "gewensteStart",
	"startRung": "startTrede", "targetRung": "doelTrede", "residentChose": "inwonerKoos", "reason": "reden", "note": "toelichting",
}

// failClient turns an error into a problem. Nothing of what was sent is repeated.
func (s *Server) failClient(v *visit, err error) error {
	s.noteRefusal(v, err)
	status, reference := s.judgeClient(v, err)
	w := words.For(words.Default)
	told := clientProblem{Type: "about:blank", Status: status, Title: w.T("client.problem.title." + strconv.Itoa(known(status)))}
	told.Detail = w.T("client.problem.detail." + strconv.Itoa(known(status)))
	if reference != "" {
		told.Instance = "urn:portal:fout:" + reference
	}
	refusal := fault.Of(err)
	v.retryAfter(refusal)
	if refusal != nil && refusal.Kind == fault.KindConflict && w.Has(refusal.Key) {
		told.Detail = w.T(refusal.Key)
	}
	if refusal != nil && refusal.Kind == fault.KindInvalid {
		told.Errors = clientErrors(w, refusal)
	}
	body, err := json.Marshal(told)
	if err != nil {
		return err
	}
	v.Response().ResetBody()
	v.Status(status)
	v.Set(fiber.HeaderContentType, "application/problem+json")
	return v.Send(body)
}

// judgeClient gives the status: wrong input is 400 here (API-9), and a call
// without a token is told how to come back (RFC 6750).
func (s *Server) judgeClient(v *visit, err error) (status int, reference string) {
	switch {
	case errors.Is(err, client.ErrNoToken):
		challenge := `Bearer realm="matchingverzoeken"`
		if v.Get(fiber.HeaderAuthorization) != "" {
			challenge += `, error="invalid_token"`
		}
		v.Set(fiber.HeaderWWWAuthenticate, challenge)
		return fiber.StatusUnauthorized, ""
	case errors.Is(err, client.ErrOtherBody):
		return fiber.StatusUnprocessableEntity, ""
	case fault.Is(err, fault.KindForbidden):
		v.Set(fiber.HeaderWWWAuthenticate, `Bearer realm="matchingverzoeken", error="insufficient_scope", scope="`+string(v.policy.scope)+`"`)
	case fault.Is(err, fault.KindInvalid):
		return fiber.StatusBadRequest, ""
	}
	return s.judge(v.Ctx, err)
}

// clientStatuses have their own texts; others are told as 400 or 500.
var clientStatuses = []int{400, 401, 403, 404, 406, 409, 415, 422, 429, 500, 503}

func known(status int) int {
	for _, one := range clientStatuses {
		if one == status {
			return status
		}
	}
	return map[bool]int{true: 500, false: 400}[status >= 500]
}

// clientErrors names everything that is wrong at once, in Dutch (API-3).
func clientErrors(w *words.Words, refusal *fault.Error) []clientError {
	list := make([]clientError, len(refusal.Fields))
	for i, field := range refusal.Fields {
		name, translated := clientNames[field.Name]
		if !translated {
			name = field.Name
		}
		list[i] = clientError{
			In: "body", Location: clientLocation{Pointer: "#/" + name}, Code: field.Key,
			Detail: w.T(field.Key, append(append([]any{}, field.Args...), "Label", name)...),
		}
		switch {
		case name == "":
			list[i].Location.Pointer = "#"
		case name == idempotencyHeader:
			list[i].In, list[i].Location = "header", clientLocation{Name: name}
		case v1Params[name]:
			list[i].In, list[i].Location = "query", clientLocation{Name: name}
		}
	}
	return list
}

// v1Params are the parameters of the list.
var v1Params = map[string]bool{"deel": true, "pagina": true}
