// The search itself: loads the shards that a query needs and answers as bleve
// does. Knows no page, so that tests run it without a browser.

import { newPlan, type Plan } from './plan'
import { allOf, anyOf, constant, evaluate, term, type Clause } from './score'
import { facets, isBefore, keyOf, numbers, shard, type Facet, type Field, type Manifest, type Postings, type Shard } from './shards'

export type Chosen = Record<Facet, string[]>
export type Counts = Record<Facet, Map<string, number>>

export interface Request {
  text: string
  chosen: Chosen
  sort: string // name, date, else by relevance
  from: number
  size: number
}

export interface Hit {
  doc: number
  score: number
}

export interface Answer {
  total: number
  others: number // that do not stand, behind those of total; 0 where statuses are chosen
  loose: boolean
  hits: Hit[]
  facets: Counts
}

/** The act by which an honour stands. */
export type Act = [day: string, act: string, path: string, until: string]

/** One honour: where it stands, with the number of its act. */
export type Badge =
  | [text: string, kind: string, act: number]
  | [text: string, kind: string, status: string, day: string, act: string, path: string, until: string, reason: string]

/** What generator/search/rows.go writes. */
type Written = [
  slug: string,
  name: string,
  town: string,
  builder: string,
  badges: Badge[],
  text: string,
  others: [word: string, name: string][],
  address: string,
]
export type Row = readonly [...Written, type: string, county: string, status: string]

/** An index in one file: of each of its files the bytes, or the rows. */
interface Pack {
  manifest: Manifest
  files: Record<string, []>
}

type Lying = [file: string, place: number]

/** A file of the index, unpacked: a Response is one. */
export type File = Pick<Response, 'arrayBuffer' | 'json'>

export interface Index {
  manifest: Manifest
  plan(text: string): Plan
  search(request: Request): Promise<Answer>
  rows(hits: Hit[]): Promise<Row[]>
  acts(): Promise<Act[]>
  papers(): Promise<Index>
}

const boosts: readonly (readonly [Field, number])[] = [
  ['name', 8],
  ['place', 3],
  ['builder', 3],
  ['industry', 3],
]
const keyBoost = 1e8
const pinyinBoost = 4
const partBoost = 1e6
const nothing: Postings = { docs: [], freqs: [], lengths: [] }

export const byFacet = <T>(f: (facet: Facet) => T): Record<Facet, T> =>
  Object.fromEntries(facets.map((facet) => [facet, f(facet)])) as Record<Facet, T>

/** Opens the index of a manifest, whose files load fetches by name. */
export function open(manifest: Manifest, load: (file: string) => Promise<File>): Index {
  const { documents: n, distinct, facets: listed, rows: perFile, shards: starts } = manifest
  const files = new Map<string, Promise<unknown>>()
  const shards = new Map<number, Shard>()
  let lying: Lying[][] | undefined
  // Of each county: itself, and the city that its printed name begins with.
  const regions = listed.county.map((name) => [name, ...listed.county.filter((city) => city !== name && name.startsWith(city))])

  /** Keeps what a file holds; forgets a failure, so that it can be tried again. */
  function once<T>(name: string, read: (file: File) => Promise<T>): Promise<T> {
    let held = files.get(name) as Promise<T> | undefined
    if (!held) {
      held = load(name + '.bin').then(read)
      held.catch(() => files.delete(name))
      files.set(name, held)
    }
    return held
  }

  const list = (name: string): Promise<number[]> => once(name, async (file) => numbers(await file.arrayBuffer()))

  /** The type and the county of a document, and its honours, from docs.bin. */
  const typeOf = (columns: number[], doc: number): string[] => listed.type.slice((columns[doc] as number) - 1, columns[doc])
  const regionsOf = (columns: number[], doc: number): string[] => regions[(columns[n + doc] as number) - 1] ?? []
  const honorsOf = (columns: number[], doc: number): [level: string, year: string][] =>
    listed.level.flatMap((level, i) =>
      listed.year.filter((_, j) => ((columns[(2 + i) * n + doc] as number) / 2 ** j) & 1).map((year): [string, string] => [level, year]),
    )

  /** The place of a document's status: 0 where it stands. */
  const rankOf = (columns: number[], doc: number): number => columns[(4 + listed.level.length) * n + doc] as number

  /** The number of the shard that holds the key. */
  function shardOf(key: string): number {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (isBefore(key, starts[middle] as string)) high = middle
      else low = middle
    }
    return low
  }

  /** The numbers of the shards that hold keys which begin so. */
  function shardsOf(start: string): number[] {
    const first = shardOf(start)
    return starts.map((_, i) => i).filter((i) => i === first || (starts[i] as string).startsWith(start))
  }

  async function fetchTerms({ key, tokens, parts }: Plan): Promise<void> {
    const keys = [key, ...tokens.flatMap((t) => [...t.grams, ...(t.pinyin ? [keyOf('pinyin', t.pinyin)] : [])])]
    const wanted = new Set(tokens.length ? [...keys.map(shardOf), ...parts.flat().flatMap(shardsOf)] : [])
    await Promise.all([...wanted].map(async (i) => shards.set(i, await once('t' + i, async (file) => shard(await file.arrayBuffer())))))
  }

  function postings(field: Field, t: string): Postings {
    const key = keyOf(field, t)
    return (shards.get(shardOf(key))!.get(key) ?? {})[field] ?? nothing
  }

  /** The documents with a name, place or unit in which something begins so. */
  function beginning(start: string): Set<number> {
    const out = new Set<number>()
    for (const i of shardsOf(start)) {
      for (const [key, { part }] of shards.get(i)!) {
        if (key.startsWith(start) && part) part.docs.forEach((doc) => out.add(doc))
      }
    }
    return out
  }

  const termOf = (field: Field, t: string, boost: number): Clause => term(n, distinct[field] ?? 0, postings(field, t), boost)

  function gram(g: string): Clause {
    const pair = [...g][1]
    return anyOf([
      ...boosts.map(([field, boost]) => termOf(field, g, boost)),
      pair ? termOf('text', g, 1) : constant(n, postings('text', g).docs, 0),
    ])
  }

  /** Every document's score, NaN where fewer than least of the tokens match. */
  function score({ key, tokens, parts }: Plan, least: number): Float64Array {
    if (!tokens.length) return evaluate(allOf([constant(n, null, 1)]), null)
    const clauses = tokens.map((t) => {
      const grams = allOf(t.grams.map(gram))
      return t.pinyin ? anyOf([termOf('pinyin', t.pinyin, pinyinBoost), grams]) : gram(t.grams[0] as string)
    })
    const whole = parts.map((ends) => {
      const [first, last] = ends.map(beginning)
      return constant(
        n,
        [...first!].filter((doc) => !last || last.has(doc)),
        partBoost,
      )
    })
    return evaluate(allOf(least === tokens.length ? clauses : [anyOf(clauses, least)]), anyOf([termOf('key', key, keyBoost), ...whole]))
  }

  const plan = (text: string): Plan => newPlan(text, manifest.names)

  async function search({ text, chosen, sort, from, size }: Request): Promise<Answer> {
    const asked = plan(text)
    const { length } = asked.tokens
    const answer: Answer = { total: 0, others: 0, loose: false, hits: [], facets: byFacet(() => new Map()) }
    if (n === 0 || (!length && text.trim())) return answer
    const order = sort === 'name' || sort === 'date' ? list('by-' + sort) : null
    const [columns, sorted] = await Promise.all([list('docs'), order, fetchTerms(asked)])

    let scores = score(asked, length)
    if (length > 1 && scores.every(isNaN)) {
      answer.loose = true
      scores = score(asked, length >> 1)
    }
    const found: number[] = []
    scores.forEach((s, doc) => {
      if (isNaN(s)) return
      const has = (f: Facet, v: string): boolean => !chosen[f].length || chosen[f].includes(v)
      const honors = honorsOf(columns, doc)
      const own: Record<Facet, string[]> = {
        status: [listed.status[rankOf(columns, doc)] as string],
        type: typeOf(columns, doc),
        county: regionsOf(columns, doc),
        level: honors.filter(([, year]) => has('year', year)).map(([level]) => level), // a level and a year are of one honour
        year: honors.filter(([level]) => has('level', level)).map(([, year]) => year),
      }
      const fits = (f: Facet): boolean => !chosen[f].length || own[f].some((v) => has(f, v))
      const [type, county, honor] = [fits('type'), fits('county'), fits('level') && fits('year')]
      const counts = chosen.status.length ? fits('status') : !rankOf(columns, doc)
      if (type && county && honor && fits('status')) {
        found.push(doc)
        if (counts) answer.total++
      }
      for (const f of facets) {
        if ((counts || f === 'status') && (type || f === 'type') && (county || f === 'county') && (honor || f === 'level' || f === 'year')) {
          for (const v of new Set(own[f])) answer.facets[f].set(v, (answer.facets[f].get(v) ?? 0) + 1)
        }
      }
    })
    const places: number[] = []
    if (sorted) sorted.forEach((doc, i) => (places[doc] = i))
    const rank = (doc: number): number => (sorted ? -(places[doc] as number) : (scores[doc] as number))
    found.sort((x, y) => rankOf(columns, x) - rankOf(columns, y) || rank(y) - rank(x) || x - y)
    answer.others = found.length - answer.total
    answer.hits = found.slice(from, from + size).map((doc) => ({ doc, score: scores[doc] as number }))
    return answer
  }

  /** The files that hold the row of each document, and its places in them. */
  function lies(columns: number[]): Lying[][] {
    const out = columns.slice(0, n).map((): Lying[] => [])
    ;['r', 'k', 'n'].forEach((order, i) => {
      const group = (doc: number): number => (i ? (columns[(1 + listed.level.length + i) * n + doc] as number) : 1) // 0: not in this order
      ;[...out.keys()]
        .filter(group)
        .sort((x, y) => group(x) - group(y) || x - y)
        .forEach((doc, at) => out[doc]!.push([order + ((at / perFile) | 0), at % perFile]))
    })
    return out
  }

  /** The rows of documents, again and again from the file that is held or shows most of the rest. */
  async function rows(hits: Hit[]): Promise<Row[]> {
    const columns = await list('docs')
    lying = lying || lies(columns)
    const chosen: (Lying | undefined)[] = [] // by document
    for (let best: string | undefined = ''; best !== undefined;) {
      const shown: Record<string, number> = {}
      for (const { doc } of hits) {
        chosen[doc] = chosen[doc] ?? lying[doc]!.find(([file]) => file === best)
        if (!chosen[doc]) for (const [file] of lying[doc]!) shown[file] = (shown[file] ?? (files.has(file) ? 99 : 0)) + 1
      }
      best = Object.keys(shown).sort((x, y) => shown[y]! - shown[x]!)[0]
    }
    return Promise.all(hits.map(({ doc }) => row(columns, doc, chosen[doc]!)))
  }

  async function row(columns: number[], doc: number, [name, place]: Lying): Promise<Row> {
    const all = await once(name, (file) => file.json() as Promise<Written[]>)
    const rank = rankOf(columns, doc)
    return [...all[place]!, typeOf(columns, doc)[0] ?? '', regionsOf(columns, doc)[0] ?? '', rank ? (listed.status[rank] as string) : '']
  }

  /** By number. */
  const acts = (): Promise<Act[]> => once('acts', (file) => file.json() as Promise<Act[]>)

  /** The index of notices, standards and pages, whose scores are their own. */
  const papers = (): Promise<Index> =>
    once('papers', async (file) => {
      const { manifest, files } = (await file.json()) as Pack
      return open(manifest, async (name) => {
        const held = async (): Promise<ArrayBuffer> => files[name] as unknown as ArrayBuffer
        return { json: held, arrayBuffer: held }
      })
    })

  return { manifest, plan, search, rows, acts, papers }
}
