// Package jobs runs work in the background through River: jobs are inserted in
// the transaction of the data they belong to and survive a restart.
package jobs

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"gorm.io/gorm"
)

// ErrNoTransaction means that a job was inserted outside a transaction, where
// it could run before its data is there, or without it.
var ErrNoTransaction = errors.New("jobs: insert needs a transaction")

// Inserter puts jobs in the queue; it runs none.
type Inserter struct {
	client *river.Client[*sql.Tx]
}

// Insert gives the client that puts jobs in the queue within a gorm transaction.
func Insert() (*Inserter, error) {
	client, err := river.NewClient(riverdatabasesql.New(nil), &river.Config{Logger: quiet})
	if err != nil {
		return nil, fmt.Errorf("set up job inserter: %w", err)
	}
	return &Inserter{client: client}, nil
}

// Insert queues the job in tx, which may be a nested transaction (savepoint):
// the job is there when tx commits and never otherwise. Without a transaction
// it returns ErrNoTransaction.
func (i *Inserter) Insert(tx *gorm.DB, args river.JobArgs) error {
	sqlTx := transaction(tx)
	if sqlTx == nil {
		return ErrNoTransaction
	}
	if _, err := i.client.InsertTx(tx.Statement.Context, sqlTx, args, nil); err != nil {
		return fmt.Errorf("insert job %s: %w", args.Kind(), err)
	}
	return nil
}

func transaction(tx *gorm.DB) *sql.Tx {
	switch pool := tx.Statement.ConnPool.(type) {
	case *sql.Tx:
		return pool
	case *gorm.PreparedStmtTX:
		sqlTx, _ := pool.Tx.(*sql.Tx)
		return sqlTx
	default:
		return nil
	}
}
