package database

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// slowStatement is how long a statement may take before it is logged as slow.
const slowStatement = 500 * time.Millisecond

// discreetLogger logs statements without values: placeholders instead of
// parameters, and of a refusal by the server only its code and constraint,
// since the server's own text may quote what somebody typed.
type discreetLogger struct{ logger.Interface }

func newLogger() logger.Interface {
	return discreetLogger{logger.NewSlogLogger(slog.Default(), logger.Config{
		SlowThreshold:             slowStatement,
		LogLevel:                  logger.Warn,
		IgnoreRecordNotFoundError: true,
		ParameterizedQueries:      true,
	})}
}

// LogMode gives the same logger at another level.
func (l discreetLogger) LogMode(level logger.LogLevel) logger.Interface {
	return discreetLogger{l.Interface.LogMode(level)}
}

// Trace logs one statement. A refusal that the caller is told about as a
// translated error (a duplicate key, for instance) is not an accident.
func (l discreetLogger) Trace(ctx context.Context, begin time.Time, statement func() (string, int64), err error) {
	var refusal *pgconn.PgError
	switch {
	case errors.Is(err, gorm.ErrDuplicatedKey), errors.Is(err, context.Canceled):
		err = nil
	case errors.As(err, &refusal):
		err = fmt.Errorf("SQLSTATE %s %s", refusal.Code, refusal.ConstraintName)
	}
	l.Interface.Trace(ctx, begin, statement, err)
}

// ParamsFilter drops the parameters before gorm writes them into the text.
func (l discreetLogger) ParamsFilter(_ context.Context, statement string, _ ...any) (string, []any) {
	return statement, nil
}
