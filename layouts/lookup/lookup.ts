// The page /lookup.html: whether a name stands, by which document, until when. It
// asks the same index as the search; what is asked is the address.

import type { Act, Badge, Row } from '../search/core'
import { element } from '../search/mark'
import { nearest } from '../search/nearest'
import { isWord, type Plan } from '../search/plan'
import { address, ask, consult, findPapers, plain, rowAddress } from '../search/remote'
import { drawn } from '../search/row'
import { runs } from '../search/tokens'

const perStatus = 10

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement
const form = byId('lookup') as HTMLFormElement
const input = byId('lookup-q') as HTMLInputElement
const verdict = byId('verdict')
const answers = byId('answers')
const name = document.title

interface Found {
  acts: Act[]
  exact: Row[] // that are, or were, called so; those that stand first
  containing: Row[] // in whose names it stands
  near: Row[]
  papers: Row[]
}

const nothing: Found = { acts: [], exact: [], containing: [], near: [], papers: [] }

let turn = 0 // of the last question; answers to others are stale

const names = ([, name, , , , , others]: Row): string[] => [name, ...others.map(([, other]) => other)]
const folded = (text: string): string => runs(text).join('')

/** Whether a name has half of the characters that were typed; of letters the index alone knows. */
const isNear = (name: string, key: string): boolean => isWord(key) || [...key].filter((char) => name.includes(char)).length * 2 >= [...key].length

const look = (text: string): Promise<Found> =>
  consult(async (index) => {
    const key = await index.folded(text)
    const rows: Row[] = []
    for (const status of index.manifest.facets.status) {
      const request = plain(`“${text}”`, perStatus) // a name, and nothing that its words may stand for
      request.chosen.status = [status]
      const found = await ask(index, request)
      // one that stands and is announced for another level is found under both
      if (!found.answer.loose) rows.push(...found.rows.filter(([slug]) => !rows.some((row) => row[0] === slug)))
    }
    const called = new Map<Row, string[]>()
    for (const row of rows) called.set(row, await Promise.all(names(row).map(index.folded)))
    const exact = rows.filter((row) => called.get(row)!.includes(key))
    const containing = rows.filter((row) => !exact.includes(row) && called.get(row)!.some((name) => name.includes(key)))
    const others = (rows[0] ? rows : await nearest(index, text)).filter((row) => isNear(row[1], key))
    const papers = await findPapers(index, text)
    return {
      acts: exact[0] ? await index.acts() : [],
      exact,
      containing,
      near: exact[0] || containing[0] ? [] : others.slice(0, 5),
      papers: papers ? papers.rows : [],
    }
  })

/** What is written on a plaque without the title that stands before the name, and without marks around it. */
const withoutTitle = (text: string): string => text.replace(/\S*劳务品牌|["“”‘’《》〈〉「」【】]/g, ' ').trim()

async function show(): Promise<void> {
  const mine = ++turn
  const text = (new URLSearchParams(location.search).get('q') ?? '').trim()
  input.value = text
  document.title = (text && text + ' - ') + name
  ;(byId('search-all') as HTMLAnchorElement).href = address('search.html' + (text && '?q=' + encodeURIComponent(text)))
  byId('failed').hidden = true
  if (!folded(text)) {
    draw(nothing)
    verdict.textContent = ''
    return
  }
  answers.setAttribute('aria-busy', 'true')
  try {
    let found = await look(text)
    let asked = text
    const bare = withoutTitle(text)
    if (!found.exact[0] && !found.containing[0] && bare !== text && folded(bare)) {
      found = await look(bare)
      asked = bare
    }
    if (mine !== turn) return
    draw(found, asked)
  } catch {
    if (mine !== turn) return
    draw(nothing)
    verdict.textContent = ''
    byId('failed').hidden = false
  }
}

function draw({ acts, exact, containing, near, papers }: Found, text = ''): void {
  const [first] = exact
  verdict.className = first ? '' : 'state' + (containing[0] ? '' : ' no')
  verdict.textContent = first
    ? `“${text}”：${exact.map((row) => row[10] || '在册').join('、')}`
    : `没有找到“${text}”。本名录收录的认定文件和正在进行的公示里，都没有叫这个名称的品牌。`
  byId('exact').replaceChildren(...exact.map((row) => card(row, text, acts)))
  byId('unknown').hidden = !text || !!first
  const plan: Plan = { key: '', tokens: [{ grams: runs(text), also: [] }], parts: [], chosen: [], said: [], lacks: '' }
  for (const [id, rows] of [
    ['containing', containing],
    ['near', near],
    ['papers', papers],
  ] as const) {
    const part = byId(id)
    part.hidden = !rows[0]
    part.querySelector('ol')!.replaceChildren(...rows.map((row) => drawn(row, plan)))
  }
  answers.setAttribute('aria-busy', 'false')
}

/** What is known of one brand. */
function card(row: Row, text: string, acts: Act[]): HTMLElement {
  const [slug, name, town, builder, badges, , others, , type, county, status] = row
  const called = others.filter(([, other]) => folded(other) === folded(text) && folded(other) !== folded(name))
  return element(
    'article',
    { class: 'answer', 'data-slug': slug },
    element('h2', {}, element('a', { href: rowAddress(row) }, name), ' ', element('b', { class: status ? 'tag' : 'badge municipal' }, status || '在册')),
    ...called.map(([word, other]) => element('p', {}, `“${other}”是它的${word}。`)),
    element('p', { class: 'what' }, [type, county + town, builder].filter(Boolean).join(' · ')),
    element('ul', {}, ...badges.map((badge) => element('li', {}, ...honor(badge, acts)))),
  )
}

/** One honour in a sentence. */
function honor(badge: Badge, acts: Act[]): (Node | string)[] {
  const [text, kind, status] = badge
  const [day, act, path, until, word] = typeof status === 'number' ? acts[status]! : (badge.slice(3) as Act)
  const by = element('a', { href: address(path) }, act)
  const since = day || '日期未载明'
  const level = element('b', { class: 'badge ' + kind }, text)
  if (status === '公示中') return [level, ` 公示中，${since}起${until && `，至 ${until}`}，文件：`, by, '。公示不是认定，期满后由认定文件公布结果。']
  if (typeof status === 'string') {
    const [ended, again] = status.split('，') // 已退出，后重新认定
    const tail = again ? `，${again}。` : '。'
    if (ended === '已退出') return [level, ` 已退出，${since}，文件：`, by, `，原因：${badge[7] || '文件未载明'}${tail}`]
    return [level, ` 已到期，有效期至 ${until}，认定文件：`, by, tail]
  }
  return [level, ` ${word}，${since}，文件：`, by, until ? `，有效期至 ${until}。` : '，未规定期限。']
}

form.onsubmit = (event) => {
  event.preventDefault()
  const next = '?q=' + encodeURIComponent(input.value.trim())
  if (next !== location.search) history.pushState(null, '', next)
  void show()
}
byId('retry').onclick = show
addEventListener('popstate', show)
void show()
