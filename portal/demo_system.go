package portal

import "github.com/gofiber/fiber/v3"

// DemoSystemPath is where the sample system of a municipality takes messages.
const DemoSystemPath = "/demo/zaaksysteem"

// demoSystem is that system: it takes everything and keeps nothing.
func (s *Server) demoSystem(v *visit) error { return v.SendStatus(fiber.StatusNoContent) }
