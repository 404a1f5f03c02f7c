// Package client knows the systems of municipalities that call the portal by
// program: their tokens, what each may do, and what it sent before. It does not
// know what a request is.
package client

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// Scope is something that a token allows.
type Scope string

// The scopes.
const (
	ScopeRead     Scope = "requests:read"
	ScopeWrite    Scope = "requests:write"
	ScopeWithdraw Scope = "requests:withdraw"
)

// Scopes lists them in the order in which they are offered.
var Scopes = []Scope{ScopeWrite, ScopeRead, ScopeWithdraw}

// Client is one system of one municipality. Requests that it sends are sent for
// the consultant.
type Client struct {
	ID               uuid.UUID `gorm:"primaryKey"`
	Name             string
	MunicipalityCode string
	ConsultantID     uuid.UUID
	Scopes           string // separated by spaces
	Prefix           string // public beginning of the token
	SecretHash       []byte
	PreviousHash     []byte // of the token before, until PreviousUntil
	PreviousUntil    *time.Time
	ExpiresAt        time.Time
	CreatedAt        time.Time
	LastUsedAt       *time.Time
	RevokedAt        *time.Time
}

// Allows reports whether the token has the scope.
func (c Client) Allows(scope Scope) bool { return slices.Contains(c.List(), scope) }

// List gives the scopes of the token.
func (c Client) List() (list []Scope) {
	for _, scope := range strings.Fields(c.Scopes) {
		list = append(list, Scope(scope))
	}
	return list
}

// Working reports whether the token lets anybody in.
func (c Client) Working(now time.Time) bool { return c.RevokedAt == nil && now.Before(c.ExpiresAt) }

// Service makes and checks tokens.
type Service struct {
	DB  *gorm.DB
	Now func() time.Time
}

// Connection is a client with the names that administrators see.
type Connection struct {
	Client
	Municipality string
	Consultant   string
	Answering    bool // the consultant still works for the municipality
}

const connections = `SELECT c.*, m.name AS municipality, u.name AS consultant,
	u.closed_at IS NULL AND u.municipality_code = c.municipality_code
		AND EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.role = 'consultant') AS answering
	FROM clients c JOIN municipalities m ON m.code = c.municipality_code JOIN users u ON u.id = c.consultant_id`

// Connections gives all clients, those that work first.
func (s *Service) Connections(ctx context.Context, actor account.Actor) (list []Connection, err error) {
	if !actor.Has(account.RoleAdministrator) {
		return nil, fault.Forbidden()
	}
	err = s.DB.WithContext(ctx).Raw(connections + " ORDER BY c.revoked_at IS NOT NULL, m.name, c.name, c.id").Scan(&list).Error
	return list, err
}

// Connection gives one client.
func (s *Service) Connection(ctx context.Context, actor account.Actor, id uuid.UUID) (*Connection, error) {
	if !actor.Has(account.RoleAdministrator) {
		return nil, fault.Forbidden()
	}
	var list []Connection
	err := s.DB.WithContext(ctx).Raw(connections+" WHERE c.id = ?", id).Scan(&list).Error
	if err == nil && len(list) == 0 {
		return nil, fault.Missing()
	}
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

// Consultants gives the people in whose name a system may send requests.
func (s *Service) Consultants(ctx context.Context, actor account.Actor) ([]account.User, error) {
	if !actor.Has(account.RoleAdministrator) {
		return nil, fault.Forbidden()
	}
	return account.WithRole(s.DB.WithContext(ctx), account.RoleConsultant)
}

// lock holds a client for an administrator until the transaction ends.
func lock(tx *gorm.DB, actor account.Actor, id uuid.UUID) (*Client, error) {
	if !actor.Has(account.RoleAdministrator) {
		return nil, fault.Forbidden()
	}
	var found Client
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Take(&found, "id = ?", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &found, err
}
