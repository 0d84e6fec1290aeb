//go:build ignore

// Desk measures the desk (填报台) of a built site in Chromium: what comes over the wire,
// how long a telephone waits for the first field, and how long typing waits for an
// answer where 10,000 names are known, on the desk and where figures are tried on a brand's
// page.
//
//	go run ./generator build --out DIR
//	go run .ci/desk.go DIR
//
// The wire is that of Lighthouse's slow telephone (1.6 Mbit/s, 150 ms), the machine
// four times slower on the page's own thread. A worker cannot be slowed down from
// outside: its answers are given as measured and four times that.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

const (
	knownNames = 10_000
	answers    = 100
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: go run .ci/desk.go DIR")
	}
	dir := os.Args[1]
	bundle, err := filepath.Glob(filepath.Join(dir, "desk", "bundle-*.json"))
	if err != nil || len(bundle) != 1 {
		log.Fatal("no desk in ", dir)
	}
	grown := grow(bundle[0])
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/desk/bundle-") && r.URL.Query().Has("grown") {
			_, _ = w.Write(grown)
			return
		}
		if r.URL.Path == "/desk.html" && strings.Contains(r.Referer(), "?grown") {
			page, err := os.ReadFile(filepath.Join(dir, "desk.html"))
			if err != nil {
				log.Fatal(err)
			}
			name := filepath.Base(bundle[0])
			_, _ = w.Write([]byte(strings.Replace(string(page), name, name+"?grown", 1)))
			return
		}
		http.FileServer(http.Dir(dir)).ServeHTTP(w, r)
	}))
	defer server.Close()
	all := 0
	for _, pattern := range []string{"desk/engine-*", "desk/worker-*", "desk/bundle-*", "desk/words-*", "assets/desk-*"} {
		files, _ := filepath.Glob(filepath.Join(dir, pattern))
		for _, file := range files {
			info, err := os.Stat(file)
			if err != nil {
				log.Fatal(err)
			}
			fmt.Printf("%-40s %9d bytes\n", filepath.Base(file), info.Size())
			if strings.HasPrefix(pattern, "desk/engine") || strings.HasPrefix(pattern, "desk/worker") {
				all += int(info.Size())
			}
		}
	}
	fmt.Printf("engine and worker                        %9d bytes\n", all)

	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	defer cancel()
	opening(allocator, server.URL)
	typing(allocator, server.URL)
	trying(allocator, server.URL, dir)
}

// grow returns a bundle that knows many more names.
func grow(file string) []byte {
	data, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	var bundle map[string]any
	if err := json.Unmarshal(data, &bundle); err != nil {
		log.Fatal(err)
	}
	brands, _ := bundle["brands"].([]any)
	for i := len(brands); i < knownNames; i++ {
		brands = append(brands, map[string]any{"file": fmt.Sprintf("content/brands/donghai/donghai-%d.md", i), "name": fmt.Sprintf("东海第%d种工匠", i)})
	}
	bundle["brands"] = brands
	grown, err := json.Marshal(bundle)
	if err != nil {
		log.Fatal(err)
	}
	return grown
}

// opening prints when the first field of the desk can be filled in.
func opening(allocator context.Context, root string) {
	var times []float64
	for range 3 {
		tab, cancel := chromedp.NewContext(allocator)
		wire := network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{{Latency: 150, DownloadThroughput: 1.6e6 / 8, UploadThroughput: 750e3 / 8}}}
		_, err := chromedp.Call(tab, network.EmulateNetworkConditionsByRule, wire)
		if err == nil {
			_, err = chromedp.Call(tab, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4})
		}
		began := time.Now()
		if err == nil {
			err = chromedp.Do(tab, chromedp.Navigate(root+"/desk.html"), chromedp.WaitVisible("#desk .new input"))
		}
		if err != nil {
			log.Fatal(err)
		}
		times = append(times, time.Since(began).Seconds())
		cancel()
	}
	slices.Sort(times)
	fmt.Printf("first field at 1.6 Mbit/s: median of three %.1f s %.1f\n", times[1], times)
}

// typing prints how long an answer takes: what was typed is set in the text, and the
// text checked; at once one after the other, and behind a pause each, in which the
// machine falls asleep.
func typing(allocator context.Context, root string) {
	tab, cancel := chromedp.NewContext(allocator)
	defer cancel()
	if err := chromedp.Do(tab, chromedp.Navigate(root+"/desk.html"), chromedp.WaitVisible("#desk .new input")); err != nil {
		log.Fatal(err)
	}
	for _, pause := range []int{0, 450} {
		measured, err := chromedp.Run(tab, chromedp.Evaluate[[]float64](fmt.Sprintf(measure, answers, pause), chromedp.EvalAwaitPromise))
		if err != nil {
			log.Fatal(err)
		}
		slices.Sort(measured)
		p := func(share float64) float64 { return measured[int(share*float64(len(measured)-1))] }
		fmt.Printf("answer with %d names, %d ms behind the last: p50 %.1f ms, p95 %.1f ms; four times that: %.0f, %.0f ms\n", knownNames, pause, p(.5), p(.95), 4*p(.5), 4*p(.95))
	}
}

// trying prints how long a brand's page waits, from a key to what the standards make of it,
// where figures are tried.
func trying(allocator context.Context, root, dir string) {
	pages, err := filepath.Glob(filepath.Join(dir, "brands", "*.html"))
	if err != nil {
		log.Fatal(err)
	}
	for _, page := range pages {
		data, err := os.ReadFile(page)
		if err != nil {
			log.Fatal(err)
		}
		if !strings.Contains(string(data), `id="try"`) {
			continue
		}
		tab, cancel := chromedp.NewContext(allocator)
		defer cancel()
		if err := chromedp.Do(tab, chromedp.Navigate(root+"/brands/"+filepath.Base(page)+"?grown")); err != nil {
			log.Fatal(err)
		}
		measured, err := chromedp.Run(tab, chromedp.Evaluate[[]float64](fmt.Sprintf(tries, answers), chromedp.EvalAwaitPromise))
		if err != nil {
			log.Fatal(err)
		}
		began := measured[0]
		measured = measured[1:]
		slices.Sort(measured)
		p := func(share float64) float64 { return measured[int(share*float64(len(measured)-1))] }
		fmt.Printf("figures tried with %d names, from a key to the outcome: p50 %.1f ms, p95 %.1f ms; four times that: %.0f, %.0f ms; loaded in %.1f s\n", knownNames, p(.5), p(.95), 4*p(.5), 4*p(.95), began/1000)
		return
	}
	log.Fatal("no figures can be tried")
}

// tries runs on a brand's page. The first number is how long it took to load.
const tries = `(async (count) => {
	const began = performance.now()
	document.querySelector('#try button').click()
	while (!document.querySelector('.trying')) await new Promise((done) => setTimeout(done, 10))
	const times = [performance.now() - began]
	const field = document.querySelector('.trying input.number')
	for (let i = 0; i < count + 5; i++) {
		const drawn = new Promise((done) => new MutationObserver((_, o) => { o.disconnect(); done() }).observe(document.querySelector('.trying .now ul'), {childList: true}))
		const began = performance.now()
		field.value = String(100 + 997 * i)
		field.dispatchEvent(new Event('input', {bubbles: true}))
		await drawn
		if (i >= 5) times.push(performance.now() - began)
	}
	return times
})(%d)`

// measure runs on the page: a worker of its own is opened with the grown bundle, and
// asked as the page asks.
const measure = `(async (count, pause) => {
	const page = document.getElementById('desk').dataset
	const worker = new Worker(page.worker)
	const waiting = new Map()
	let last = 0
	const ready = new Promise((done) => worker.onmessage = ({data}) => {
		if (data.ready) done()
		if (data.id) waiting.get(data.id)(data)
	})
	worker.postMessage({engine: await (await fetch(page.program)).arrayBuffer()})
	await ready
	const ask = (call, input) => new Promise((done, failed) => {
		waiting.set(++last, (data) => data.error === undefined ? done(JSON.parse(data.output)) : failed(new Error(data.error)))
		worker.postMessage({id: last, call, input: JSON.stringify(input)})
	})
	await ask('open', await (await fetch(page.bundle + '?grown')).json())
	let text = '---\n---\n'
	const set = async (path, value) => text = (await ask('set', {text, kind: 'brand', path, value})).text
	const form = (await ask('form', {kind: 'brand', type: '文化旅游类'})).sections.flatMap((s) => s.fields)
	for (const [key, value] of [['name', '东海某某工匠'], ['type', '文化旅游类'], ['county', '东海县'], ['as_of', '2024-06-30']]) await set([key], value)
	for (const f of form.find((f) => f.key === 'facts')?.fields ?? []) {
		await set(['facts', f.key], f.kind === 'yes-no' ? '是' : f.kind === 'set' ? f.choices.slice(0, 2) : f.kind === 'choice' ? f.choices[0] : '12')
	}
	await set(['#intro'], '雕水晶的人先看料，再下刀。'.repeat(30))
	const times = []
	for (let i = 0; i < count + 5; i++) {
		const began = performance.now()
		text = (await ask('type', {kind: 'brand', path: '', slug: '', was: '', text, pictures: {}, sets: [{path: ['facts', 'workers'], value: String(3000 + i)}]})).text
		if (i >= 5) times.push(performance.now() - began) // behind the first ones, which warm up
		if (pause) await new Promise((done) => setTimeout(done, pause))
	}
	return times
})(%d, %d)`
