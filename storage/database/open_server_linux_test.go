package database_test

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"providerportal/storage/database"
)

func TestOpenWaitsForAServerThatStarts(t *testing.T) {
	dir := clusterDir(t)
	cluster := start(t, dir)
	address := cluster.URL("postgres")
	if err := cluster.Stop(); err != nil {
		t.Fatal(err)
	}
	opened := make(chan error, 1)
	go func() {
		db, err := database.Open(context.Background(), address)
		if err == nil {
			db.Close()
		}
		opened <- err
	}()
	time.Sleep(200 * time.Millisecond)
	start(t, dir)
	if err := <-opened; err != nil {
		t.Fatal(err)
	}
}

func TestOpenGivesUpOnASilentServer(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	begin := time.Now()
	_, err = database.Open(ctx, "postgres://portal:geheim@"+silent.Addr().String()+"/portal")
	if err == nil || time.Since(begin) > 3*time.Second || strings.Contains(err.Error(), "geheim") {
		t.Fatalf("after %s: %v", time.Since(begin), err)
	}
}
