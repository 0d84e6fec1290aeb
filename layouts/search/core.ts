// The search itself: loads the shards that a query needs and answers as bleve
// does. Knows no page, so that tests run it without a browser.

import { hasOthers, type Vocabulary } from './expand'
import { newPlan, spelled, type Plan, type Token } from './plan'
import { allOf, anyOf, constant, evaluate, term, type Clause } from './score'
import { facets, numbers, ordered, shard, type Facet, type Field, type Manifest, type Postings, type Shard } from './shards'
import { runs } from './tokens'

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
  plan: Plan
  hits: Hit[]
  facets: Counts
}

/** The act by which an honour stands. */
export type Act = [day: string, act: string, path: string, until: string, word: string]

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
export type Row = readonly [...Written, type: string, county: string, status: string, offers: string[]]

/** An index in one file: of each of its files the bytes, or the rows. */
interface Pack {
  manifest: Manifest
  files: Record<string, []>
}

/** What a page shows besides: what it is, the text, the place on the page. */
export type Shown = [word: string, text: string, id: string]

type Lying = [file: string, place: number]

/** A file of the index, unpacked: a Response is one. */
export type File = Pick<Response, 'arrayBuffer' | 'json'>

export interface Index {
  manifest: Manifest
  folded(text: string): Promise<string>
  search(request: Request): Promise<Answer>
  rows(hits: Hit[]): Promise<Row[]>
  acts(): Promise<Act[]>
  shown(doc: number): Promise<Shown[]>
  papers(): Promise<Index>
}

const boosts: readonly (readonly [Field, number])[] = [
  ['name', 8],
  ['place', 3],
  ['builder', 3],
  ['industry', 3],
]
const keyBoost = 1e8
const asTypedBoost = 1e5
const tellingBoost = 1e5
const partBoost = 1e6
const writtenPinyin = 4
const nothing: Postings = { docs: [], freqs: [], lengths: [] }

export const byFacet = <T>(f: (facet: Facet) => T): Record<Facet, T> =>
  Object.fromEntries(facets.map((facet) => [facet, f(facet)])) as Record<Facet, T>

/** A level and a year are chosen of one honour. */
const ofHonor = (f: Facet): Facet => (f === 'year' ? 'level' : f)

/** The values whose bits are set: of more than 32, too. */
const bitsOf = (values: string[], bits: number): string[] => values.filter((_, i) => (bits / 2 ** i) & 1)

/** Opens the index of a manifest, whose files load fetches by name: t0. */
export function open(manifest: Manifest, load: (file: string) => Promise<File>): Index {
  const { documents: n, distinct, facets: listed, rows: perFile, shards: starts } = manifest
  const words: Vocabulary = { ...manifest, asking: [], follow: {}, simple: {} }
  const files = new Map<string, Promise<unknown>>()
  const shards = new Map<number, Shard>()
  let lying: Lying[][] | undefined
  // Of each county: itself, and the city that its printed name begins with.
  const regions = listed.county.map((name) => [name, ...listed.county.filter((city) => city !== name && name.startsWith(city))])

  /** Keeps what a file holds; forgets a failure, so that it can be tried again. */
  function once<T>(name: string, read: (file: File) => Promise<T>): Promise<T> {
    let held = files.get(name) as Promise<T> | undefined
    if (!held) {
      held = load(name).then(read)
      held.catch(() => files.delete(name))
      files.set(name, held)
    }
    return held
  }

  const json = <T>(name: string): Promise<T> => once(name, (file) => file.json() as Promise<T>)
  const list = (name: string): Promise<number[]> => once(name, async (file) => numbers(await file.arrayBuffer()))

  /** The type and the county of a document, and its honours, from docs. */
  const typeOf = (columns: number[], doc: number): string[] => listed.type.slice((columns[doc] as number) - 1, columns[doc])
  const regionsOf = (columns: number[], doc: number): string[] => regions[(columns[n + doc] as number) - 1] ?? []
  const honorsOf = (columns: number[], doc: number): [level: string, year: string][] =>
    listed.level.flatMap((level, i) => bitsOf(listed.year, columns[(2 + i) * n + doc]!).map((year): [string, string] => [level, year]))

  /** The statuses of a document, as bits, and the place of the first: 0 where it stands. */
  const statusOf = (columns: number[], doc: number): number => columns[(5 + listed.level.length) * n + doc]!
  const rankOf = (columns: number[], doc: number): number => 31 - Math.clz32(statusOf(columns, doc) & -statusOf(columns, doc))
  const offersOf = (columns: number[], doc: number): string[] => bitsOf(listed.offer, columns[(6 + listed.level.length) * n + doc]!)

  /** The number of the shard that holds the key: the last that does not begin behind it. */
  const begins = starts.map(ordered)
  const shardOf = (key: string): number => {
    const at = ordered(key)
    return begins.filter((start) => start <= at).length - 1
  }

  /** What begins so, shorter beginnings of pinyin apart, of which the shards say themselves what they find. */
  const isWritten = (start: string): boolean => start[0] === spelled && start.length <= 1 + writtenPinyin

  /** The numbers of the shards that hold keys which begin so. */
  function shardsOf(start: string): number[] {
    const first = shardOf(start)
    return starts.flatMap((key, i) => (i === first || (!isWritten(start) && key.startsWith(start)) ? i : []))
  }

  async function fetchTerms({ key, tokens, parts }: Plan): Promise<void> {
    const keys = [key, ...tokens.flatMap((t) => t.grams)]
    const begun = [...parts, ...tokens.flatMap((t) => t.also.map(([, starts]) => starts))].flat()
    const wanted = new Set(tokens[0] ? [...keys.map(shardOf), ...begun.flatMap(shardsOf)] : [])
    await Promise.all([...wanted].map(async (i) => shards.has(i) || shards.set(i, shard(await list('t' + i)))))
  }

  const postings = (field: Field, key: string): Postings => (shards.get(shardOf(key))!.get(key) ?? {})[field] ?? nothing

  /** The documents with a field in which something begins so. */
  const beginning = (field: Field, start: string): number[] =>
    shardsOf(start).flatMap((i) =>
      [...shards.get(i)!].flatMap(([key, entry]) => ((isWritten(start) ? key === start : key.startsWith(start)) ? (entry[field] ?? nothing).docs : [])),
    )

  const termOf = (field: Field, t: string, boost: number): Clause => term(n, distinct[field] ?? 0, postings(field, t), boost)

  function gram(g: string): Clause {
    return anyOf([
      ...boosts.map(([field, boost]) => termOf(field, g, boost)),
      [...g].length === 2 ? termOf('text', g, 1) : constant(n, postings('text', g).docs, 0),
    ])
  }

  function clause({ grams, also }: Token): Clause {
    const all = grams.map(gram)
    const any = also.map(([field, starts, boost]) => constant(n, starts.flatMap((start) => beginning(field, start)), boost))
    return any[0] ? anyOf([allOf(all), ...any]) : allOf(all)
  }

  /** The documents that a clause finds. */
  const found = (c: Clause): number[] => [...c.run(1)].flatMap((score, doc) => (isNaN(score) ? [] : doc))

  const isOfTrade = ({ also }: Token): boolean => also.some(([field]) => field === 'trade')

  /** The documents that have all of the tokens, without other words of their trades. */
  const typed = (tokens: Token[]): number[] => found(allOf(tokens.map((t) => clause(isOfTrade(t) ? { ...t, also: [] } : t))))

  /** Every document's score, NaN where fewer of the tokens match than must: all, of a plan that is loosened half. */
  function score({ key, tokens, telling, parts }: Plan): Float64Array {
    if (!tokens[0]) return evaluate(allOf([constant(n, null, 1)]), null)
    const clauses = tokens.map(clause)
    const more = parts.map((ends) => {
      const [first, last] = ends.map((end) => new Set(beginning(end[0] === spelled ? 'pinyin' : 'part', end)))
      return constant(
        n,
        [...first!].filter((doc) => !last || last.has(doc)),
        partBoost,
      )
    })
    if (tokens.some(isOfTrade)) {
      more.push(constant(n, typed(tokens), asTypedBoost))
    }
    if (telling) more.push(constant(n, found(clause(telling)), tellingBoost))
    const must = telling && tokens[1] ? anyOf(clauses, tokens.length >> 1) : allOf(clauses)
    return evaluate(must, anyOf([termOf('key', key, keyBoost), ...more]))
  }

  /** Learns the words of a file of the index. */
  const learn = (name: string): Promise<unknown> => json<object>(name).then((more) => Object.assign(words, more))

  /** A text as it is compared: its letters and digits, folded. */
  async function folded(text: string): Promise<string> {
    if (hasOthers(text)) await learn('simple')
    return runs(text, words.simple).join('')
  }

  /** Reads a query as strictly as finds anything: as it was typed, then mended, then loosened. */
  async function settle(text: string): Promise<[Plan, Float64Array]> {
    await folded(text)
    let p: Plan
    const attempt = async (mend?: boolean): Promise<Float64Array> => {
      p = newPlan(text, words, mend)
      await fetchTerms(p)
      return score(p)
    }
    let scores = await attempt()
    if (scores.every(isNaN)) {
      await learn('mend')
      scores = await attempt(true)
      const counts = p!.tokens.map((t) => [found(clause(t)).length, t] as const)
      const present = counts.filter(([count]) => count)
      p!.unlisted = counts.some(([count, { grams }]) => !count && grams[0]![4]) // no text is cut into grams of so many characters
      if (p!.unlisted) p!.said = []
      else if (scores.every(isNaN) && present[0]) {
        p!.tokens = present.map(([, t]) => t)
        p!.telling = present.sort(([x], [y]) => x - y)[0]![1]
        scores = score(p!)
      }
    }
    if (p!.lacks && (scores.every(isNaN) || (!p!.telling && typed(p!.tokens)[0] !== undefined))) p!.lacks = ''
    return [p!, scores]
  }

  async function search({ text, chosen: boxes, sort, from, size }: Request): Promise<Answer> {
    const answer: Answer = { total: 0, others: 0, loose: false, plan: newPlan(text, words), hits: [], facets: byFacet(() => new Map()) }
    if (n === 0 || (text.trim() && !answer.plan.tokens[0] && !answer.plan.chosen[0])) return answer
    const order = sort === 'name' || sort === 'date' ? list('by-' + sort) : null
    const [columns, sorted, [asked, scores]] = await Promise.all([list('docs'), order, settle(text)])
    answer.plan = asked
    answer.loose = !!asked.telling
    const chosen = byFacet((f) => [...boxes[f]])
    asked.chosen.forEach(([f, value]) => chosen[f].push(value))
    const fitting: number[] = []
    scores.forEach((s, doc) => {
      if (isNaN(s)) return
      const has = (f: Facet, v: string): boolean => !chosen[f].length || chosen[f].includes(v)
      const honors = honorsOf(columns, doc)
      const own: Record<Facet, string[]> = {
        status: bitsOf(listed.status, statusOf(columns, doc)),
        offer: offersOf(columns, doc),
        type: typeOf(columns, doc),
        county: regionsOf(columns, doc),
        level: honors.filter(([, year]) => has('year', year)).map(([level]) => level), // a level and a year are of one honour
        year: honors.filter(([level]) => has('level', level)).map(([, year]) => year),
      }
      const misses = facets.filter((f) => chosen[f].length && !own[f].some((v) => has(f, v))).map(ofHonor)
      const counts = chosen.status.length || !rankOf(columns, doc)
      if (!misses[0]) {
        fitting.push(doc)
        if (counts) answer.total++
      }
      for (const f of facets) {
        if ((counts || f === 'status') && misses.every((missed) => missed === ofHonor(f))) {
          for (const v of new Set(own[f])) answer.facets[f].set(v, (answer.facets[f].get(v) ?? 0) + 1)
        }
      }
    })
    const places: number[] = []
    if (sorted) sorted.forEach((doc, i) => (places[doc] = i))
    const rank = (doc: number): number => (sorted ? -(places[doc] as number) : (scores[doc] as number))
    fitting.sort((x, y) => rankOf(columns, x) - rankOf(columns, y) || rank(y) - rank(x) || x - y)
    answer.others = fitting.length - answer.total
    answer.hits = fitting.slice(from, from + size).map((doc) => ({ doc, score: scores[doc] as number }))
    return answer
  }

  /** The files that hold the row of each document, and its places in them. */
  function lies(columns: number[]): Lying[][] {
    const out = columns.slice(0, n).map((): Lying[] => [])
    const length = (doc: number): number => columns[(4 + listed.level.length) * n + doc]!
    ;['r', 'k', 'n'].forEach((order, i) => {
      const group = (doc: number): number => (i ? (columns[(1 + listed.level.length + i) * n + doc] as number) : 1) // 0: not in this order
      ;[...out.keys()]
        .filter(group)
        .sort((x, y) => group(x) - group(y) || (i && length(x) - length(y)) || x - y)
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
    const all = await json<Written[]>(name)
    const rank = rankOf(columns, doc)
    return [...all[place]!, typeOf(columns, doc)[0] ?? '', regionsOf(columns, doc)[0] ?? '', rank ? (listed.status[rank] as string) : '', offersOf(columns, doc)]
  }

  /** By number. */
  const acts = (): Promise<Act[]> => json('acts')

  const shown = async (doc: number): Promise<Shown[]> => (await json<Shown[][]>('w' + ((doc / perFile) | 0)))[doc % perFile]!

  /** The index of notices, standards and pages, whose scores are their own. */
  const papers = (): Promise<Index> =>
    once('papers', async (file) => {
      const { manifest, files } = (await file.json()) as Pack
      return open(manifest, async (name) => {
        const held = async (): Promise<ArrayBuffer> => files[name] as unknown as ArrayBuffer
        return files[name] ? { json: held, arrayBuffer: held } : load(name)
      })
    })

  return { manifest, folded, search, rows, acts, shown, papers }
}
