// Serves the site as a real host does, compressed, and holds pages of each
// kind against Lighthouse's scores on its phone. TOOLS is the folder with
// node_modules, MINGLU the command that builds the site into the folder after
// --out. Called by .ci/pages.

import { execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'

const pages = ['index.html', 'brands/donghai-shuijing-diaoke.html', 'list.html', 'types/tourism.html', 'search.html', 'search.html?q=%E6%B0%B4%E6%99%B6']

// What a score must reach. Nothing is let off; an exception needs its reason here.
const least = { performance: 100, accessibility: 100, 'best-practices': 100, seo: 100 }

// Performance is reckoned from a simulated slow phone, but on this machine's
// clock: the median of this many runs is taken.
const runs = 3

const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.json': 'application/json', '.txt': 'text/plain; charset=utf-8', '.xml': 'application/xml', '.jpg': 'image/jpeg', '.png': 'image/png', '.webp': 'image/webp' }

const site = mkdtempSync(join(tmpdir(), 'minglu-site-'))

function answer(request, response) {
	const path = normalize(new URL(request.url, 'http://host').pathname)
	let data
	try {
		data = readFileSync(join(site, path === '/' ? 'index.html' : path))
	} catch {
		response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found')
		return
	}
	const type = types[extname(path === '/' ? '.html' : path)] ?? 'application/octet-stream'
	const headers = { 'Content-Type': type, 'Cache-Control': /^\/(assets|search)\//.test(path) ? 'max-age=31536000, immutable' : 'max-age=600' }
	if (!/^image\/(?!svg)/.test(type) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
		headers['Content-Encoding'] = 'gzip'
		headers.Vary = 'Accept-Encoding'
		data = gzipSync(data)
	}
	response.writeHead(200, headers).end(data)
}

const server = createServer(answer)
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const root = `http://127.0.0.1:${server.address().port}/`

// toolbox imports a package that lies in TOOLS.
const require = createRequire(join(process.env.TOOLS, 'package.json'))
const toolbox = (name) => import(pathToFileURL(require.resolve(name)).href)
const { default: lighthouse } = await toolbox('lighthouse')
const { launch } = await toolbox('chrome-launcher')

const [program, ...args] = process.env.MINGLU.split(' ')
execFileSync(program, [...args, '--out', site], { stdio: ['ignore', 'ignore', 'inherit'] })

const chrome = await launch({ chromePath: process.env.CHROME_PATH ?? '/usr/bin/chromium', chromeFlags: ['--headless=new', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])] })
const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1]
let failed = false
try {
	for (const page of pages) {
		const results = []
		for (let i = 0; i < runs; i++) results.push((await lighthouse(root + page, { port: chrome.port, logLevel: 'error' })).lhr)
		report(page, results)
	}
} finally {
	await chrome.kill()
	server.close()
	rmSync(site, { recursive: true })
}
process.exitCode = failed ? 1 : 0

// report prints a page's scores, and what costs points where they do not suffice.
function report(page, results) {
	if (results[0].runtimeError) throw new Error(`${page}: ${results[0].runtimeError.message}`)
	const scores = Object.keys(least).map((name) => [name, median(results.map((r) => Math.round(r.categories[name].score * 100)))])
	console.log(page, scores.map(([name, score]) => `${name} ${score}`).join(', '))
	for (const [name, score] of scores) {
		if (score >= least[name]) continue
		failed = true
		for (const { id, weight } of results[0].categories[name].auditRefs) {
			const audit = results[0].audits[id]
			if (weight > 0 && audit.score !== null && audit.score < 1) console.log(`  ${name}: ${id} ${audit.displayValue ?? ''} ${audit.title} ${audit.explanation ?? ''}`, JSON.stringify(audit.details?.items?.slice(0, 3) ?? ''))
		}
	}
}
