package federation

import (
	"bytes"
	"fmt"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"minglu/generator/edition"
)

// TestAResumedBundle: what breaks off goes on where it did, as long as it is the same file; what
// was changed meanwhile comes anew, and what never arrives is unreachable.
func TestAResumedBundle(t *testing.T) {
	w := newWorld(t, "320700")
	county := w.county(w.rules.Region("320722"))
	good := w.publishes(county)
	for _, c := range []struct {
		name         string
		tag          func(try int) string
		gives        int // bytes an answer, before it breaks off
		tries, whole int // requests, and those of them that ask for all
		want         edition.SourceState
	}{
		{"the same file", func(int) string { return `"a"` }, len(good)/3 + 1, 3, 1, edition.Sound},
		{"another file meanwhile", func(try int) string { return fmt.Sprintf(`"%d"`, min(try, 2)) }, len(good)/2 + 1, 3, 1, edition.Sound},
		{"without a tag", func(int) string { return "" }, len(good) - 1, 4, 4, edition.Unreachable},
		{"again and again", func(int) string { return `"a"` }, 10, 4, 1, edition.Unreachable},
	} {
		t.Run(c.name, func(t *testing.T) {
			try, whole := 0, 0
			w.oddly("320722", func(out http.ResponseWriter, r *http.Request) {
				try++
				from := 0
				if r.Header.Get("Range") == "" {
					whole++
				} else if r.Header.Get("If-Range") == c.tag(try) {
					from, _ = strconv.Atoi(strings.Trim(r.Header.Get("Range"), "bytes=-"))
				}
				if tag := c.tag(try); tag != "" {
					out.Header().Set("ETag", tag)
				}
				out.Header().Set("Content-Length", strconv.Itoa(len(good)-from))
				if from > 0 {
					out.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(good)-1, len(good)))
					out.WriteHeader(http.StatusPartialContent)
				}
				_, _ = out.Write(good[from:min(len(good), from+c.gives)])
			})
			city := w.found(w.rules.Region("320700"), county)
			p := w.pull(city)[0]
			if p.State != c.want || try != c.tries || whole != c.whole {
				t.Errorf("%s %s after %d requests, %d for all", p.State, p.Why, try, whole)
			}
			if c.want == edition.Sound {
				kept, err := filepath.Glob(filepath.Join(city.dir, Folder, "*.tar.gz"))
				if err != nil || len(kept) != 1 {
					t.Fatal(kept, err)
				}
				if data, err := os.ReadFile(kept[0]); err != nil || !bytes.Equal(data, good) {
					t.Error("what is kept is not what was sent", err)
				}
			}
		})
	}
}

// TestNothingIsSentTwice: what is kept is asked for by its tag, and comes again in full where it
// is gone.
func TestNothingIsSentTwice(t *testing.T) {
	w := newWorld(t, "320700")
	county := w.county(w.rules.Region("320722"))
	good := w.publishes(county)
	asked, sent := 0, 0
	w.oddly("320722", func(out http.ResponseWriter, r *http.Request) {
		asked++
		out.Header().Set("ETag", `"a"`)
		if r.Header.Get("If-None-Match") == `"a"` {
			out.WriteHeader(http.StatusNotModified)
			return
		}
		sent++
		_, _ = out.Write(good)
	})
	city := w.found(w.rules.Region("320700"), county)
	w.sound(city)
	w.sound(city)
	if asked != 2 || sent != 1 {
		t.Errorf("asked %d times, sent %d times", asked, sent)
	}
	if err := os.RemoveAll(filepath.Join(city.dir, ".cache")); err != nil {
		t.Fatal(err)
	}
	w.sound(city)
	if sent != 2 {
		t.Errorf("sent %d times", sent)
	}
}

// TestOnlyAllowedAddressesAreAsked: commands ask public addresses alone, so that a server of this
// machine sees nothing.
func TestOnlyAllowedAddressesAreAsked(t *testing.T) {
	w := newWorld(t, "320700")
	county := w.county(w.rules.Region("320722"))
	w.publishes(county)
	w.Web.May = func(a netip.Addr) bool { return !a.IsLoopback() }
	reached := false
	w.oddly("320722", func(http.ResponseWriter, *http.Request) { reached = true })
	p := w.pull(w.found(w.rules.Region("320700"), county))[0]
	if p.State != edition.Unreachable || !strings.Contains(p.Why, "内部网络") || reached {
		t.Errorf("%s %s, reached %v", p.State, p.Why, reached)
	}
}
