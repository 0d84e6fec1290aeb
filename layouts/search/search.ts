// The page /search.html. All that can be chosen is one form, and its state is
// the address: it can be linked, and back and forward work.

import { byFacet, type Answer, type Request } from './core'
import { longestQuery, nameless, taken } from './plan'
import { find, type Found } from './remote'
import { drawn } from './row'
import { arrows, whileTyping } from './typing'

const perPage = 10

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement
const reveal = (id: string, wanted: unknown): unknown => (byId(id).hidden = !wanted)
const form = byId('search') as HTMLFormElement
const input = byId('search-q') as HTMLInputElement
const order = form.querySelector('select') as HTMLSelectElement
const status = byId('status')
const results = byId('results')
const name = document.title

let state = new URLSearchParams()
let turn = 0 // of the last search asked for; answers to others are stale
let typed = false // the last change of the address came from typing

/** The number of the last page. */
const last = ({ total, others }: Answer): number => Math.ceil((total + others) / perPage)

const page = (): number => Math.max(1, parseInt(state.get('page') as string) || 1)

/** Takes a new state, writes it into the address and searches. */
function go(next: URLSearchParams, typing = false): Promise<void> {
  ;[...next].forEach(([key, value]) => value || next.delete(key))
  if (`${next}` !== `${state}`) {
    history[typing && typed ? 'replaceState' : 'pushState'](null, '', '?' + next)
    typed = typing
  }
  state = next
  return show()
}

/** What comes once answers are shown, or where there are none. */
const after = (): Promise<typeof import('./after')> => import(form.dataset.after!)

/** What the form holds: the state, on its first page. */
const entered = (): URLSearchParams => new URLSearchParams(new FormData(form) as unknown as Record<string, string>)

/** What the state asks for. */
const request = (from: number, size: number): Request => ({
  text: state.get('q') ?? '',
  chosen: byFacet((f) => state.getAll(f)),
  sort: state.get('sort') ?? '',
  from,
  size,
})

async function show(): Promise<void> {
  const mine = ++turn
  const { text, chosen } = request(0, 0)
  document.title = (text && text + ' - ') + name
  ;(byId('ask') as HTMLAnchorElement).href = 'lookup.html?q=' + encodeURIComponent(text)
  reveal('cut', [...text][longestQuery])
  results.setAttribute('aria-busy', 'true')
  try {
    const found = await find(request((page() - 1) * perPage, perPage))
    const { total, others, plan } = found.answer
    const near = total + others || !plan.tokens[0] ? [] : await (await after()).near(found, text, chosen) // 县级 2025 is near to no name
    if (mine !== turn) return
    draw(found, near)
    const { complete } = await after()
    if (mine === turn) await complete(found, { text, chosen, now: page(), last: last(found.answer), at, go }, () => mine === turn)
  } catch {
    if (mine !== turn) return
    settle(0)
    status.textContent = ''
    reveal('failed', 1)
  }
}

function settle(total: number, rows: HTMLElement[] = [], others: HTMLElement[] = []): void {
  results.replaceChildren(...rows)
  byId('others').replaceChildren(...others)
  reveal('aside', others[0])
  for (const id of ['papers', 'failed', 'said', 'loose', 'none', 'pages', 'brands-title', 'tools']) reveal(id, 0)
  reveal('lists', !rows[0] && !others[0])
  results.dataset.total = `${total}`
  results.setAttribute('aria-busy', 'false')
}

function draw({ answer, rows }: Found, near: HTMLElement[]): void {
  const { total, others, loose, plan } = answer
  const now = page()
  const all = total + others
  const end = last(answer)
  if (all && now > end) {
    history.replaceState(null, '', '?' + at(end))
    return restore()
  }
  status.textContent =
    (total ? `找到 ${total} 个品牌` : `没有${others ? '在册的' : '找到'}品牌`) +
    (others ? `，${total ? '另' : ''}有 ${others} 个不在册` : '') +
    (end > 1 ? `，第 ${now} 页，共 ${end} 页` : '')
  const shown = rows.map((row) => drawn(row, plan))
  const standing = shown.filter((_, i) => state.has('status') || !rows[i]![10])
  settle(total, standing, shown.slice(standing.length))
  const as = taken(plan)
  reveal('said', as)
  byId('as').textContent = as
  ;(byId('literal') as HTMLAnchorElement).href = '?q=' + encodeURIComponent(`“${state.get('q')}”`)
  byId('lacks').textContent = plan.lacks ? nameless(plan) : '没有完全匹配的结果'
  reveal('loose', all && loose && !(as && plan.lacks))
  reveal('none', !all)
  reveal('tools', all)
  byId('near').replaceChildren(...near)
}

/** The state on another page. */
function at(n: number): URLSearchParams {
  const next = new URLSearchParams(state)
  next.set('page', `${n}`)
  return next
}

function restore(): void {
  state = new URLSearchParams(location.search.replace(/([?&]year=\d+)(?![^&])/g, '$1年')) // as values are printed
  typed = false
  input.value = state.get('q') ?? ''
  order.value = state.get('sort') ?? ''
  void show()
}

whileTyping(input, () => go(entered(), true))
arrows(input, results)
form.onsubmit = (event) => {
  event.preventDefault()
  void go(entered())
}
form.onchange = (event) => event.target !== input && go(entered())
byId('retry').onclick = show
byId('tools').onclick = async (event) => (await after()).use(event.target as HTMLElement, () => find(request(0, 1e9)))
addEventListener('popstate', restore)

;(byId('narrow') as HTMLDetailsElement).open = matchMedia('(min-width: 60em)').matches
reveal('finder', 1)
reveal('lists', 0) // until it is known that they are wanted: the answers would push them down
restore()
