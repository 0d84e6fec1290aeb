// What the search page needs once its first answers are shown, or where there are none: a
// module that its script reads then.

import type { Chosen } from './core'
import { element } from './mark'
import { findPapers, type Found } from './remote'
import { drawn } from './row'
import { facets } from './shards'

export { nearest } from './nearest'

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement

/** What was asked for, and the page of answers that is shown; at gives the address of another. */
interface Asked {
  text: string
  chosen: Chosen
  now: number
  last: number
  at(page: number): URLSearchParams
}

/** Adds to answers what lies beside the brands; wanted tells whether they still stand. */
export async function complete({ index, answer: { facets: counts } }: Found, { text, chosen, now, last, at }: Asked, wanted: () => boolean): Promise<void> {
  // The boxes are made anew; what had the focus has it again.
  const focused = document.activeElement as HTMLInputElement
  const status = byId('status')
  const chips: HTMLElement[] = []
  for (const f of facets) {
    const values = new Set([...index.manifest.facets[f].filter((v) => counts[f].has(v)), ...chosen[f]])
    byId('by-' + f).hidden = !values.size
    byId('by-' + f)
      .querySelector('ul')!
      .replaceChildren(
        ...[...values].map((value) => {
          const box = element('input', { type: 'checkbox', name: f, value })
          box.checked = chosen[f].includes(value)
          if (focused.name === f && focused.value === value) setTimeout(() => box.focus())
          if (box.checked) {
            const chip = element('button', { type: 'button', 'aria-label': '去掉 ' + value }, value)
            chip.onclick = () => {
              box.click()
              status.focus()
            }
            chips.push(chip)
          }
          return element('li', {}, element('label', {}, box, element('span', {}, value), element('i', {}, `${counts[f].get(value) ?? 0}`)))
        }),
      )
  }
  byId('chosen').textContent = chips[0] ? `（已选 ${chips.length} 项）` : ''
  byId('clear').hidden = !chips[0]
  byId('chips').replaceChildren(...chips)

  // The links stay, so that what had the focus has it still.
  byId('pages').hidden = false
  const turns = [now > 2 && 1, now - 1, now + 1, now < last - 1 && last]
  byId('pages').querySelectorAll('a').forEach((link, i) => {
    const n = turns[i]
    link.hidden = !n || n > last
    link.href = '?' + at(n || 1)
  })

  const papers = await findPapers(index, text)
  if (!wanted() || !papers) return
  byId('papers').hidden = !papers.rows[0]
  byId('papers').querySelector('ol')!.replaceChildren(...papers.rows.map((row) => drawn(row, papers.answer.plan)))
}
