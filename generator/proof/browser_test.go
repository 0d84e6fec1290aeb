package proof

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/evanw/esbuild/pkg/api"
)

// browser starts Chromium. Where there is none the test is skipped, and where CI is set it
// fails.
func browser(t *testing.T) context.Context {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("no Chromium or Chrome was found, and CI must not do without")
		}
		t.Skip("NOT TESTED: no Chromium or Chrome was found")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// A question is one that is asked of the page's code; Register is what changed of it.
type question struct {
	Fragment, Day string
	Slug          string
	Entry         Entry
}

// asker runs the page's own code on questions, by the browser's Ed25519 and without it.
const asker = `import { look, parse } from './register'
import { publicKey, signedByLibrary } from './signature'
import { sha512 } from './sha512'
const run = async () => {
  const { register, questions, stale } = await (await fetch('questions.json')).json()
  const ask = async ({ Fragment, Day, Slug, Entry }: any) => {
    const proof = parse(register.origin, Fragment)
    const brands = { ...register.brands, [Slug]: Entry }
    const v = proof && (await look({ ...register, brands }, proof, Day, stale))
    return v ? v.word : '不是本名录签发'
  }
  const words: string[] = []
  for (const q of questions) words.push(await ask(q))
  const importKey = SubtleCrypto.prototype.importKey
  SubtleCrypto.prototype.importKey = () => Promise.reject(new Error('unknown'))
  const without: string[] = []
  for (const q of questions.slice(0, 140)) without.push(await ask(q))
  const began = performance.now()
  await ask(questions[0])
  const took = performance.now() - began
  SubtleCrypto.prototype.importKey = importKey
  let hashes = true
  for (let n = 0; n < 300; n += 7) {
    const message = crypto.getRandomValues(new Uint8Array(n))
    const [ours, theirs] = [sha512(message), new Uint8Array(await crypto.subtle.digest('SHA-512', message))]
    hashes = hashes && ours.length === 64 && ours.every((b, i) => b === theirs[i])
  }
  const key = publicKey(register.keys[0].k)!
  const done = document.createElement('pre')
  done.id = 'done'
  done.textContent = JSON.stringify({ words, without, hashes, took, empty: signedByLibrary(key, new Uint8Array(), new Uint8Array(64)) })
  document.body.append(done)
}
void run()
`

// TestTheBrowserSaysTheSame holds the page's code to the same words, of the thousand bad
// proofs and of good ones, with the browser's own Ed25519 and with that of the library.
func TestTheBrowserSaysTheSame(t *testing.T) {
	ctx := browser(t)
	folder, err := filepath.Abs("../../layouts/verify")
	if err != nil {
		t.Fatal(err)
	}
	bundled := api.Build(api.BuildOptions{Stdin: &api.StdinOptions{Contents: asker, ResolveDir: folder, Loader: api.LoaderTS}, Bundle: true, Target: api.ES2020, Format: api.FormatIIFE})
	if len(bundled.Errors) > 0 {
		t.Fatal(bundled.Errors)
	}
	w := newWorld(t, 97)
	var questions []question
	var want []Word
	ask := func(p Proof, fragment, day string, word Word) {
		questions, want = append(questions, question{fragment, day, p.Slug, w.register.Brands[p.Slug]}), append(want, word)
	}
	for n := range 1400 {
		_, fragment, day, word, back := w.attack(t, n)
		ask(w.proofs[n%len(w.proofs)], fragment, day.String(), word)
		back()
	}
	for _, p := range w.proofs {
		ask(p, p.Fragment(), today.String(), Valid)
	}
	data, err := json.Marshal(map[string]any{"register": w.register, "questions": questions, "stale": StaleAfter})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/questions.json":
			_, _ = rw.Write(data)
		case "/code.js":
			rw.Header().Set("Content-Type", "text/javascript")
			_, _ = rw.Write(bundled.OutputFiles[0].Contents)
		default:
			rw.Header().Set("Content-Type", "text/html")
			fmt.Fprint(rw, `<!doctype html><meta charset="utf-8"><body><script src="code.js"></script>`)
		}
	}))
	defer server.Close()
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/"), chromedp.WaitReady(chromedp.CSS("#done"))); err != nil {
		t.Fatal(err)
	}
	said, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.getElementById("done").textContent`))
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Words, Without []Word
		Hashes, Empty  bool
		Took           float64
	}
	if err := json.Unmarshal([]byte(said), &got); err != nil {
		t.Fatal(err)
	}
	for i, word := range got.Words {
		if word != want[i] {
			t.Errorf("question %d (%s): the page says %q, not %q", i, attacks[i%len(attacks)].name, word, want[i])
		}
	}
	if len(got.Words) != len(want) || !slices.Equal(got.Without, got.Words[:140]) {
		t.Errorf("%d answers to %d questions; without the browser's Ed25519: %v", len(got.Words), len(want), got.Without)
	}
	if !got.Hashes || got.Empty {
		t.Errorf("SHA-512 is the browser's: %v; an empty signature passes: %v", got.Hashes, got.Empty)
	}
	t.Logf("a check by the library took %.0f ms", got.Took)
}
