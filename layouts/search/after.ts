// What the search page needs once its first answers are shown, or where there are none: a
// module that its script reads then.

import { pick } from '../compare/pick'
import type { Chosen, Index, Row, Shown } from './core'
import { element, marked } from './mark'
import { noPhone, type Plan, type Token } from './plan'
import { address, findPapers, rowAddress, type Found } from './remote'
import { nearest } from './nearest'
import { drawn } from './row'
import { facets } from './shards'
import { runs } from './tokens'

/** The brands that come near what nothing was found for, as links: none is near to a telephone number. */
export const near = async ({ index, answer: { plan } }: Found, text: string, chosen: Chosen): Promise<HTMLElement[]> =>
  plan.unlisted ? [] : (await nearest(index, text, chosen)).map((row) => element('li', {}, element('a', { href: rowAddress(row) }, row[1])))

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement

/** Adds to a row what else of the page was asked for, where the row itself does not show it: a person, a link, a telephone. */
async function why(index: Index, row: Row, doc: number, plan: Plan): Promise<(() => void) | undefined> {
  const line = document.querySelector(`.hits > [data-slug="${row[0]}"]`)
  const letters = (text: string): string => runs(text).join('')
  const has = (text: string, { grams }: Token): boolean => grams.every((gram) => letters(text).includes(gram))
  const missing = plan.tokens.filter((token) => line && !has(line.textContent!, token))
  if (!missing[0]) return
  let [most, best]: [number, Shown?] = [0]
  for (const shown of await index.shown(doc)) {
    const count = missing.filter((token) => has(`${shown[0]} ${shown[1]}`, token)).length
    if (count > most) [most, best] = [count, shown]
  }
  if (!best) return
  const [word, text, id] = best
  const link = element('a', { href: rowAddress(row) + (id && '#' + id) }, marked(text, plan, 76))
  return () => line!.append(element('p', { class: 'what' }, word + '：', link))
}

/** What was asked for, and the page of answers that is shown; at gives the address of another, go leads there. */
interface Asked {
  text: string
  chosen: Chosen
  now: number
  last: number
  at(page: number): URLSearchParams
  go(next: URLSearchParams): Promise<void>
}

/** Adds to answers what lies beside the brands; wanted tells whether they still stand. */
export async function complete({ index, rows, answer: { hits, plan, facets: counts } }: Found, { text, chosen, now, last, at, go }: Asked, wanted: () => boolean): Promise<void> {
  // The boxes are made anew; what had the focus has it again.
  const focused = document.activeElement as HTMLInputElement
  const status = byId('status')
  if (plan.unlisted) status.textContent = noPhone
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
  byId('clear').onclick = () => {
    document.querySelectorAll<HTMLInputElement>('#narrow :checked').forEach((box) => (box.checked = false))
    byId('search').dispatchEvent(new Event('change'))
  }
  byId('chips').replaceChildren(...chips)

  // The links stay, so that what had the focus has it still.
  byId('pages').hidden = false
  const turns = [now > 2 && 1, now - 1, now + 1, now < last - 1 && last]
  byId('pages').querySelectorAll('a').forEach((link, i) => {
    const n = turns[i]
    link.hidden = !n || n > last
    link.href = '?' + at(n || 1)
  })

  byId('pages').onclick = async (event) => {
    const link = event.target as HTMLAnchorElement
    if (!link.search || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    await go(new URLSearchParams(link.search))
    if (link.hidden) status.focus()
    byId('finder').scrollIntoView()
  }

  const found = await Promise.all(rows.map((row, i) => why(index, row, hits[i]!.doc, plan)))
  if (!wanted()) return
  found.forEach((line) => line?.())

  const papers = await findPapers(index, text)
  if (!wanted() || !papers) return
  byId('papers').hidden = !papers.rows[0]
  const first = papers.rows[0] && plan.tokens.every(({ also }) => also[0]?.[0] === 'number') // the number of an act, and nothing else
  byId(first ? 'notice' : 'pages').after(byId('papers'))
  byId('brands-title').hidden = !first || !rows[0]
  // Who asks for work or a course is shown first the page that lists them all.
  const page = (row: Row): number => (plan.chosen.some(([f]) => f === 'offer') && row[7] === 'work.html' ? 0 : 1)
  const lines = papers.rows.sort((x, y) => page(x) - page(y)).map((row) => drawn(row, papers.answer.plan))
  byId('papers').querySelector('ol')!.replaceChildren(...lines)
}

/** Uses a tool of the page: takes what was found along, or chooses some of it for comparing. */
export async function use(tool: HTMLElement, all: () => Promise<Found>): Promise<void> {
  if (tool.id === 'pick' && !tool.onclick) {
    pick(tool, byId('results'))
    tool.click()
  }
  if (tool.id !== 'download') return
  const said = byId('tools-said')
  said.textContent = '正在准备……'
  try {
    const response = await fetch(address('data/list.csv'))
    if (!response.ok) throw response
    const [table, { rows }] = await Promise.all([response.text(), all()])
    const taken = chosenOf(table, rows)
    const file = element('a', { download: '搜索结果.csv', href: URL.createObjectURL(new Blob(['\ufeff' + taken.join('')], { type: 'text/csv' })) }) // the mark by which Excel knows UTF-8
    file.click()
    setTimeout(() => URL.revokeObjectURL(file.href), 1e4)
    const left = rows.length - taken.length + 1
    said.textContent = `已下载 ${taken.length - 1} 个品牌${left ? `；另 ${left} 个不在册，不在表里` : ''}。`
  } catch {
    said.textContent = '没有下载成功，请检查网络后再试。'
  }
}

/** The lines of the whole list that are of the rows, in their order and numbered anew, behind its head. */
export function chosenOf(table: string, rows: Row[]): string[] {
  const [head, ...lines] = table.replace('\ufeff', '').match(/(?:"[^"]*"|[^"\n])+\n?/g) ?? []
  const cells = (line: string): string[] => [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^",\r\n]*)/g)].map(([, cell]) => cell!.replace(/^"|"$/g, '').replace(/""/g, '"'))
  const columns = cells(head!)
  const [name, county] = [columns.indexOf('品牌名称'), columns.indexOf('县区')]
  const listed = new Map<string, [county: string, line: string][]>() // by name: of ten thousand brands each line is read once
  for (const line of lines) {
    const own = cells(line)
    listed.set(own[name]!, [...(listed.get(own[name]!) ?? []), [own[county] ?? '', line]])
  }
  let n = 0
  return [
    head!,
    ...rows.flatMap((row) => {
      if (row[10]) return []
      const found = listed.get(row[1])?.find(([where]) => row[9].endsWith(where))
      return found ? [found[1].replace(/^\d+/, `${++n}`)] : []
    }),
  ]
}
