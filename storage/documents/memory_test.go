package documents_test

import (
	"context"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"providerportal/internal/clamdtest"
	"providerportal/internal/dbtest"
	"providerportal/internal/s3test"
	"providerportal/storage/documents"
)

// The load of the issue: twenty files of 25 MB at once may take 16 MB.
const (
	loadUploads = 20
	loadBytes   = 25 << 20
)

// BenchmarkReceive25MB brings twenty files to clamd and S3 at once and reports
// how far heap and process grew. "in-memory-parts" is how it was done before: one
// part of 5 MiB in memory for each upload.
func BenchmarkReceive25MB(b *testing.B) {
	b.Run("spooled", func(b *testing.B) {
		vault := &documents.Vault{
			DB: dbtest.Database(b).Gorm, Store: openS3(b, s3test.Start(b)),
			Scanner: documents.Clamd{Addr: clamdtest.Start(b).Addr}, SpoolDir: b.TempDir(),
		}
		underLoad(b, func() error {
			_, err := vault.Receive(context.Background(), someone(), "a.pdf", pdf(loadBytes))
			return err
		})
	})
	b.Run("in-memory-parts", func(b *testing.B) {
		server := s3test.Start(b)
		client := server.Client().Client
		underLoad(b, func() error {
			_, err := client.PutObject(context.Background(), server.Bucket, key, pdf(loadBytes), -1,
				minio.PutObjectOptions{PartSize: 5 << 20, NumThreads: 1})
			return err
		})
	})
}

func underLoad(b *testing.B, upload func() error) {
	b.Helper()
	b.SetBytes(loadUploads * loadBytes)
	if err := upload(); err != nil { // the code and the connections are there already
		b.Fatal(err)
	}
	watch := watchMemory()
	for b.Loop() {
		var wait sync.WaitGroup
		for range loadUploads {
			wait.Go(func() {
				if err := upload(); err != nil {
					b.Error(err)
				}
			})
		}
		wait.Wait()
	}
	heap, process := watch()
	b.ReportMetric(float64(heap)/(1<<20), "MB-heap")
	b.ReportMetric(float64(process)/(1<<20), "MB-process")
}

// watchMemory looks every 5 ms until the function it returns is called, which
// gives the highest growth of the heap and of the resident process, in bytes.
func watchMemory() (stop func() (heap, process uint64)) {
	end, ended := make(chan struct{}), make(chan struct{})
	debug.FreeOSMemory()
	heapBefore, processBefore := heapBytes(), residentBytes()
	heapMost, processMost := heapBefore, processBefore
	go func() {
		defer close(ended)
		for {
			heapMost, processMost = max(heapMost, heapBytes()), max(processMost, residentBytes())
			select {
			case <-end:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return func() (uint64, uint64) {
		close(end)
		<-ended
		return heapMost - heapBefore, processMost - processBefore
	}
}

func heapBytes() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapInuse
}

// residentBytes is what the whole process holds, as the kernel counts it; 0
// where there is no /proc.
func residentBytes() uint64 {
	status, err := os.Open("/proc/self/statm")
	if err != nil {
		return 0
	}
	defer status.Close()
	text, _ := io.ReadAll(status)
	fields := strings.Fields(string(text))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseUint(fields[1], 10, 64)
	return pages * uint64(os.Getpagesize())
}
