package database

import (
	"strings"
	"testing"
)

func TestMissingPostgreSQLSaysWhatToInstall(t *testing.T) {
	defer func(folders []string) { binaryFolders = folders }(binaryFolders)
	binaryFolders = nil
	t.Setenv("PATH", t.TempDir())
	_, err := FindBinaries()
	if err == nil || !strings.Contains(err.Error(), "apt-get install postgresql") || !strings.Contains(err.Error(), "DATABASE_URL") {
		t.Fatalf("got %v", err)
	}
}

func TestProgramsMustFitTheData(t *testing.T) {
	newest, err := findBinaries(0)
	if err != nil || newest.major < oldestMajor {
		t.Fatalf("found %+v, %v", newest, err)
	}
	same, err := findBinaries(newest.major)
	if err != nil || same != newest {
		t.Fatalf("found %+v, %v", same, err)
	}
	if _, err := findBinaries(99); err == nil || !strings.Contains(err.Error(), "PostgreSQL 99") {
		t.Fatalf("got %v", err)
	}
}
