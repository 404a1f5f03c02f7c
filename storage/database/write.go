package database

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// WriteTimeout is how long one Write may take, commit included.
const WriteTimeout = 10 * time.Second

// Write runs fn in one transaction and commits when fn returns nil; otherwise
// everything is undone and fn's own error is returned. Inside a transaction it
// is a savepoint.
//
// Once begun, the work no longer ends with the request: a commit that is cut off
// can have succeeded while it reports an error. It ends after WriteTimeout.
// Jobs join the transaction with tx.Statement.ConnPool.(*sql.Tx).
func Write(ctx context.Context, db *gorm.DB, fn func(tx *gorm.DB) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), WriteTimeout)
	defer cancel()
	return db.WithContext(ctx).Transaction(fn)
}
