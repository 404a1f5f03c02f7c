package dbtest_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"gorm.io/gorm"

	"providerportal/internal/dbtest"
	"providerportal/storage/database"
)

func count(t *testing.T, db *gorm.DB) int64 {
	t.Helper()
	var n int64
	if err := db.Table("municipalities").Where("code = 'GM0001'").Count(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

const addMunicipality = "INSERT INTO municipalities (code, slug, name) VALUES ('GM0001', 'proef', 'Proef')"

func TestTxIsUndone(t *testing.T) {
	t.Run("writes", func(t *testing.T) {
		tx := dbtest.Tx(t)
		if err := tx.Exec(addMunicipality).Error; err != nil {
			t.Fatal(err)
		}
		if count(t, tx) != 1 {
			t.Fatal("the row is not there inside the transaction")
		}
	})
	if count(t, dbtest.Tx(t)) != 0 {
		t.Fatal("the row survived the test")
	}
}

func TestWriteInsideTxIsASavepoint(t *testing.T) {
	tx := dbtest.Tx(t)
	refused := errors.New("refused")
	err := database.Write(t.Context(), tx, func(tx *gorm.DB) error {
		if _, ok := tx.Statement.ConnPool.(*sql.Tx); !ok {
			t.Errorf("ConnPool is %T, jobs need *sql.Tx", tx.Statement.ConnPool)
		}
		if err := tx.Exec(addMunicipality).Error; err != nil {
			t.Fatal(err)
		}
		return refused
	})
	if !errors.Is(err, refused) {
		t.Fatalf("got %v, want the function's own error", err)
	}
	if count(t, tx) != 0 {
		t.Fatal("the savepoint was not rolled back")
	}
	if err := database.Write(t.Context(), tx, func(tx *gorm.DB) error { return tx.Exec("SELECT broken").Error }); err == nil {
		t.Fatal("a broken statement succeeded")
	}
	err = database.Write(t.Context(), tx, func(tx *gorm.DB) error { return tx.Exec(addMunicipality).Error })
	if err != nil || count(t, tx) != 1 {
		t.Fatalf("after a failed savepoint: %v", err)
	}
}

func TestDatabasesAreSeparate(t *testing.T) {
	one, two := dbtest.Database(t), dbtest.Database(t)
	if err := one.Gorm.WithContext(context.Background()).Exec(addMunicipality).Error; err != nil {
		t.Fatal(err)
	}
	if count(t, two.Gorm) != 0 {
		t.Fatal("two databases share rows")
	}
}
