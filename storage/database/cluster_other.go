//go:build !linux

package database

import (
	"context"
	"errors"
)

// Cluster is a private PostgreSQL server; it exists on Linux only.
type Cluster struct{}

// StartCluster refuses: ending the server together with the portal needs Linux.
func StartCluster(context.Context, string, ...ClusterOption) (*Cluster, error) {
	return nil, errors.New("a private PostgreSQL server runs on Linux only: set DATABASE_URL to a PostgreSQL server")
}

// URL gives nothing: there is no cluster here.
func (c *Cluster) URL(string) string { return "" }

// CreateDatabase does nothing: there is no cluster here.
func (c *Cluster) CreateDatabase(context.Context, string) error { return nil }

// Done never closes: there is no cluster here.
func (c *Cluster) Done() <-chan struct{} { return nil }

// PID is 0: there is no cluster here.
func (c *Cluster) PID() int { return 0 }

// Stop does nothing: there is no cluster here.
func (c *Cluster) Stop() error { return nil }
