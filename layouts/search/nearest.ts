// What may have been meant when nothing is found.

import { byFacet, type Chosen, type Index, type Row } from './core'
import { isWord } from './plan'
import { plain } from './remote'
import type { Facet } from './shards'
import { runs } from './tokens'

const few = 5

/**
 * Some brands that come near what nothing was found for: with the text, and with the place
 * and the type that were chosen, with the one, with the other; else with half of the
 * characters of the text, or its beginning.
 */
export async function nearest(index: Index, text: string, chosen?: Chosen): Promise<Row[]> {
  const run = runs(text).join('')
  const shared: Facet[][] = [['county', 'type'], ['county'], ['type']]
  const requests = shared
    .filter((kept) => kept.every((f) => chosen?.[f][0]))
    .map((kept) => ({ ...plain(text, few), chosen: byFacet((f) => (kept.includes(f) ? chosen![f] : [])) }))
  if (run && chosen) requests.push(plain(text, few))
  const exact = requests.length
  if (isWord(run)) for (let n = Math.min(run.length, 16); --n > 1;) requests.push(plain(run.slice(0, n), few)) // the end may be mistyped
  else if (run) requests.push(plain([...run].join(' '), few)) // half of the characters, apart
  const docs = new Set<number>()
  for (const [i, request] of requests.entries()) {
    if (i >= exact && docs.size) break
    for (const { doc } of (await index.search(request)).hits) docs.add(doc)
  }
  return index.rows([...docs].slice(0, few).map((doc) => ({ doc, score: 0 })))
}
