package documents_test

import (
	"runtime"
	"time"
)

// watchHeap looks at the heap every 5 ms until the function it returns is called,
// which gives the highest growth in bytes.
func watchHeap() (stop func() uint64) {
	end, highest := make(chan struct{}), make(chan uint64)
	runtime.GC()
	before := heap()
	go func() {
		var most uint64
		for {
			most = max(most, heap())
			select {
			case <-end:
				highest <- most - min(before, most)
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return func() uint64 {
		close(end)
		return <-highest
	}
}

func heap() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapInuse
}
