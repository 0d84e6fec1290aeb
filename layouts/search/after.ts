// What the search page needs once its first answers are shown, or where there are none: a
// module that its script reads then.

import { findPapers, type Found } from './remote'
import { drawn } from './row'

export { nearest } from './nearest'

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement

/** Adds to the answers to a text what lies beside the brands; wanted tells whether they still stand. */
export async function complete({ index }: Found, text: string, wanted: () => boolean): Promise<void> {
  const papers = await findPapers(index, text)
  if (!wanted() || !papers) return
  byId('papers').hidden = !papers.rows[0]
  byId('papers').querySelector('ol')!.replaceChildren(...papers.rows.map((row) => drawn(row, papers.answer.plan)))
}
