// Reads what generator/search/shards.go and export.go write: all of it unsigned
// varints.

export interface Manifest {
  sum: string // another one where anything differs
  set: string // of documents: begins the names of all files
  ends: Record<string, string> // by kind of file, the ends of its files' names
  documents: number
  distinct: Record<string, number>
  facets: Record<Facet, string[]>
  names: string[]
  groups: string[][] // name, words
  choices: Record<string, [facet: Facet, value: string, said: string, meant: string]>
  rows: number
  shards: string[]
  papers?: number // how many there are: their index is papers
}

export const facets = ['status', 'type', 'county', 'level', 'year', 'offer'] as const
export type Facet = (typeof facets)[number]

/** The fields of the shards, in the order of their bits; the first five are scored. */
const fields = ['key', 'name', 'place', 'builder', 'industry', 'pinyin', 'around', 'text', 'part', 'number', 'phone', 'trade', 'group'] as const
export type Field = (typeof fields)[number]

export interface Postings {
  docs: number[]
  freqs: number[] // empty in fields that are not scored
  lengths: number[]
}

/** By term, in ascending order, the postings of each field that it stands in. */
export type Shard = Map<string, Partial<Record<Field, Postings>>>

/** What a file is called: a shard by its least key, and each by what it holds. */
export function fileOf({ set, ends, shards }: Manifest, name: string): string {
  const [file, kind, number] = /(\D+)(\d*)/.exec(name) as unknown as [string, string, number]
  return `${set}-${kind === 't' ? kind + shards[number]!.replace(/./gsu, (c) => '-' + c.codePointAt(0)!.toString(36)) : file}-${ends[kind]!.substr(number * 5, 5)}.bin`
}

export function numbers(bytes: ArrayBuffer): number[] {
  const out: number[] = []
  let n = 0
  let unit = 1
  for (const b of new Uint8Array(bytes)) {
    n += (b & 127) * unit
    unit *= 128
    if (b < 128) {
      out.push(n)
      n = 0
      unit = 1
    }
  }
  return out
}

export function shard(all: number[]): Shard {
  const out: Shard = new Map()
  let at = 0
  const next = (): number => all[at++] as number
  const some = (count: number): number[] => all.slice(at, (at += count))
  let term: number[] = []
  while (at < all.length) {
    term = term.slice(0, next()).concat(some(next()))
    const bits = next()
    const entry: Partial<Record<Field, Postings>> = {}
    fields.forEach((field, i) => {
      if (!(bits & (1 << i))) return
      const count = next()
      let doc = -1
      const docs = some(count).map((gap) => (doc += gap + 1))
      const scored = i < 5 ? count : 0
      entry[field] = { docs, freqs: some(scored), lengths: some(scored) }
    })
    out.set(String.fromCodePoint(...term), entry)
  }
  return out
}

/** Puts surrogates behind all other units, so that < orders by code point, as the shards are. */
export const ordered = (s: string): string =>
  s.replace(/[\ud800-\uffff]/g, (c) => String.fromCharCode(c.charCodeAt(0) + (c < '\ue000' ? 0x2000 : -0x800)))
