// What may have been meant when nothing is found.

import type { Index, Row } from './core'
import { isWord } from './plan'
import { plain } from './remote'
import { runs } from './tokens'

/** Some brands that come near the text. */
export async function nearest(index: Index, text: string): Promise<Row[]> {
  const run = runs(text).join('')
  const tries = [[...run].join(' ')] // half of the characters, apart
  if (isWord(run)) {
    tries.pop()
    for (let n = Math.min(run.length, 16); --n > 1;) tries.push(run.slice(0, n)) // the end may be mistyped
  }
  for (const attempt of tries) {
    const { hits } = await index.search(plain(attempt, 5))
    if (hits.length) return index.rows(hits)
  }
  return []
}
