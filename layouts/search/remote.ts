// The index over the network.

import { byFacet, open, type Answer, type Index, type Request, type Row } from './core'
import { fileOf, type Manifest } from './shards'

export interface Found {
  answer: Answer
  rows: Row[]
  index: Index
}

const root = document.documentElement.dataset.root ?? ''

export const address = (path: string): string => root + path

/** Where a row leads: to its page, or as long as it has none to what its row says. */
export const rowAddress = (row: Row): string => address(row[7] || `brands/${row[0]}.html`)

/** A search for the text alone. */
export const plain = (text: string, size: number): Request => ({ text, chosen: byFacet(() => []), sort: '', from: 0, size })

async function get(file: string, options?: RequestInit): Promise<Response> {
  const response = await fetch(root + 'search/' + file, options)
  if (!response.ok) throw response
  return response
}

/** Unpacks what was fetched; a host may have done so already. */
async function unpack(packed: Response): Promise<Response> {
  const bytes = await packed.arrayBuffer()
  if (new Uint8Array(bytes)[0] !== 0x1f) return new Response(bytes)
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')))
}

async function read(): Promise<Index> {
  const manifest = (await (await get('manifest.json', { cache: 'no-cache' })).json()) as Manifest
  return open(manifest, async (file) => unpack(await get(fileOf(manifest, file))))
}

export async function ask(index: Index, request: Request): Promise<Found> {
  const answer = await index.search(request)
  return { answer, index, rows: await index.rows(answer.hits) }
}

let current: Promise<Index> | undefined

/**
 * Asks the index. Where a file is missing, the site may have been published anew
 * since its manifest was read: once, the manifest is read again.
 */
export async function consult<T>(use: (index: Index) => Promise<T>): Promise<T> {
  try {
    if (!current) current = read()
    return await use(await current)
  } catch (failure) {
    const before = current
    current = undefined // a failure is not kept
    const fresh = await read()
    if (fresh.manifest.sum === (await (before as Promise<Index>)).manifest.sum) throw failure
    current = Promise.resolve(fresh)
    return use(fresh)
  }
}

/** Finds hits and their rows. */
export const find = (request: Request): Promise<Found> => consult((index) => ask(index, request))

/** A few of the notices, standards and pages that have all of the text. */
export async function findPapers(index: Index, text: string): Promise<Found | undefined> {
  const found = index.manifest.papers && text.trim() ? await ask(await index.papers(), plain(text, 5)) : undefined
  return found && !found.answer.loose ? found : undefined
}
