package public

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
)

// Whoever keeps a file for ever that a host said so of never has other bytes than the site
// has there, whatever the sites before held, and what pages load is put before the pages.
func TestHostsKeepForEverWhatNeverChanges(t *testing.T) {
	random := rand.New(rand.NewPCG(16, 3))
	kept := map[string]string{} // by path, what visitors of all sites keep for ever
	immutable, cut := 0, 0
	for range 300 {
		files := map[string]string{}
		for range 1 + random.IntN(12) {
			folder := []string{"", "assets/", "pictures/haizhou/", "search/", "embed/brand/", "data/"}[random.IntN(6)]
			ext := []string{".js", ".css", ".html", ".json", ".bin", ".svg", ".jpg"}[random.IntN(7)]
			text := fmt.Sprint(random.IntN(4))
			name := []string{"site", "a-b", "320700", "deadbeef"}[random.IntN(4)]
			if random.IntN(3) > 0 {
				sum := sha256.Sum256([]byte(text))
				name = []string{name + "-", ""}[random.IntN(2)] + hex.EncodeToString(sum[:])[:[]int{5, 10, 16}[random.IntN(3)]]
			}
			files[folder+name+ext] = text
		}
		made := tree(t, files)
		if err := made.PutHosting(); err != nil {
			t.Fatal(err)
		}
		data, err := made.ReadFile(HeadersPath)
		if err != nil {
			t.Fatal(err)
		}
		var h Hosting
		if err := json.Unmarshal(data, &h); err != nil {
			t.Fatal(err)
		}
		for p, text := range files {
			rule, kind := h.Of(p)
			if rule.Headers[cacheControl] == "" || rule.Headers["X-Content-Type-Options"] != "nosniff" || kind == "" {
				t.Fatalf("%s: %v, %q", p, rule, kind)
			}
			if rule.Headers[cacheControl] != forEver {
				if rule.Pass != rank(p) {
					t.Fatalf("%s is put in pass %d, where Sync writes it in turn %d", p, rule.Pass, rank(p))
				}
				if namedByContent(p, []byte(text)) {
					cut++
				}
				continue
			}
			immutable++
			if before, seen := kept[p]; seen && before != text || rule.Pass != 0 {
				t.Fatalf("%s is kept for ever as %q, and is %q now", p, before, text)
			}
			kept[p] = text
			if sum := sha256.Sum256([]byte(text)); !strings.Contains(path.Base(p), hex.EncodeToString(sum[:])[:5]) {
				t.Fatalf("%s is kept for ever, and is not named by its content", p)
			}
		}
	}
	if immutable < 100 || cut == 0 {
		t.Errorf("%d files are kept for ever, %d named so lie among others: too few", immutable, cut)
	}
}

// Every host is told the same of every kind of file.
func TestHostsAreToldTheSame(t *testing.T) {
	made := tree(t, map[string]string{"index.html": "", "embed/brand/a.html": "", "data/a.json": "", "favicon.svg": "", searchManifest: "",
		"assets/site-e3b0c44298.css": "", "search/t-1-e3b0c.bin": ""})
	h, err := made.hosting()
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"assets/*", "search/*.bin"}; !slices.Equal(h.Rules[0].Paths, want) {
		t.Fatalf("for ever: %v, not %v", h.Rules[0].Paths, want)
	}
	for _, text := range [][]byte{h.nginx(), h.caddy()} {
		for _, r := range h.Rules {
			if !strings.Contains(string(text), r.Headers[cacheControl]) {
				t.Errorf("no %q in\n%s", r.Headers[cacheControl], text)
			}
		}
	}
	if text := string(h.netlify()); !strings.Contains(text, "/assets/*\n  Cache-Control: "+forEver+"\n") || strings.Contains(text, "search/") {
		t.Error(text)
	}
}
