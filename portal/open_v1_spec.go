package portal

import (
	_ "embed"

	"go.yaml.in/yaml/v3"
)

// The OpenAPI description of /v1 is written by hand in Dutch (API-3). Tests hold
// every route and every field of every answer against it.
//
//go:embed open_v1.yaml
var openAPI []byte

// v1Spec gives the description with the address and the contact of this portal
// (API-2, API-3).
func (s *Server) v1Spec(v *visit) error {
	return v.answer("", func() (any, error) { return s.specification() })
}

func (s *Server) specification() (map[string]any, error) {
	var document map[string]any
	if err := yaml.Unmarshal(openAPI, &document); err != nil {
		return nil, err
	}
	info, _ := document["info"].(map[string]any)
	info["version"] = apiVersion
	info["contact"] = map[string]any{"name": s.Office.Name, "url": s.BaseURL + "/open-data", "email": s.Office.ContactEmail}
	document["servers"] = []any{map[string]any{"url": s.BaseURL + "/v1"}}
	return document, nil
}
