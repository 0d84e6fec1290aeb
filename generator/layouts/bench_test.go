package layouts

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"minglu/generator/opendata"
)

// BenchmarkRender renders all pages of a site: brands, lists, roll, notices.
func BenchmarkRender(b *testing.B) {
	l, err := Load(repository)
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprintf("brands=%d", n), func(b *testing.B) {
			files := crowd(n)
			s := siteOf(b, files)
			var pages, bytes atomic.Int64
			b.ResetTimer()
			for b.Loop() {
				err := l.Render(context.Background(), s, nil, opendata.Guide{}, DeskFiles{}, nil, func(_ string, data []byte) error {
					pages.Add(1)
					bytes.Add(int64(len(data)))
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(pages.Load())/float64(b.N), "files/op")
			b.ReportMetric(float64(bytes.Load())/float64(b.N)/1e6, "MB/op")
		})
	}
}

// BenchmarkLoad reads, checks and bundles layouts/.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(repository); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCoach works out what the coach says of a brand of a crowd by every standard that
// measures it.
func BenchmarkCoach(b *testing.B) {
	s := siteOf(b, crowd(1000))
	w := newWorker(&renderer{site: s})
	for i := 0; b.Loop(); i++ {
		w.coached(s.Brands[i%len(s.Brands)])
	}
}
