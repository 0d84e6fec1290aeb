package search

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestExp(t *testing.T) {
	for _, n := range []int{36, 1000, 10000} {
		c := Corpus{Documents: generated(n)}
		dir := t.TempDir()
		var peak atomic.Uint64
		stop := make(chan bool)
		go func() {
			for {
				select {
				case <-stop:
					return
				case <-time.After(5 * time.Millisecond):
					b, _ := os.ReadFile("/proc/self/statm")
					var a, rss uint64
					fmt.Sscan(strings.TrimSpace(string(b)), &a, &rss)
					if rss*4096 > peak.Load() {
						peak.Store(rss * 4096)
					}
				}
			}
		}()
		runtime.GC()
		start := time.Now()
		kinds := map[string]int{}
		sizes := map[string]int{}
		rep, err := Build(context.Background(), c, dir, func(p string, d []byte) error {
			k := p
			if strings.Count(p, "/") == 2 {
				k = strings.Trim(strings.Split(p, "/")[2], "0123456789")
			}
			kinds[k]++
			sizes[k] += len(d)
			return nil
		})
		close(stop)
		t.Log(rep, err, time.Since(start), peak.Load()>>20)
		for k := range kinds {
			t.Log("  ", k, kinds[k], sizes[k], sizes[k]/kinds[k])
		}
		start = time.Now()
		rep, err = Build(context.Background(), c, dir, func(p string, d []byte) error { return nil })
		t.Log(rep, err, time.Since(start))
		x, err := Open(context.Background(), c, dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range []string{"水晶", "晶雕", "匠", "东海水晶", "donghai", "lyg", "", "，", "东海水晶雕刻工匠", "水晶雕刻张", "产业发展服务", "A级"} {
			start := time.Now()
			a, err := x.Search(context.Background(), Request{Text: q, Size: 3})
			b, _ := json.Marshal(a)
			if len(b) > 400 {
				b = b[:400]
			}
			t.Log(q, err, time.Since(start), string(b))
		}
	}
}
