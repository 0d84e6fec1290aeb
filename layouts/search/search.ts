// The page /search.html. All that can be chosen is one form, and its state is
// the address: it can be linked, and back and forward work.

import { byFacet, type Row } from './core'
import { element, marked } from './mark'
import { nearest } from './nearest'
import { longestQuery } from './plan'
import { brandAddress, find, type Found } from './remote'
import { facets } from './shards'
import { arrows, whileTyping } from './typing'

const perPage = 10

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement
const form = byId('search') as HTMLFormElement
const input = byId('search-q') as HTMLInputElement
const order = form.querySelector('select') as HTMLSelectElement
const [finder, status, notice, results, pages, narrow, lists] = ['finder', 'status', 'notice', 'results', 'pages', 'narrow', 'lists'].map(
  byId,
) as [HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLDetailsElement, HTMLElement]

let state = new URLSearchParams()
let turn = 0 // of the last search asked for; answers to others are stale
let typed = false // the last change of the address came from typing

const page = (): number => Math.max(1, parseInt(state.get('page') as string) || 1)

/** Takes a new state, writes it into the address and searches. */
function go(next: URLSearchParams, typing = false): void {
  ;[...next].forEach(([key, value]) => value || next.delete(key))
  if (`${next}` !== `${state}`) {
    history[typing && typed ? 'replaceState' : 'pushState'](null, '', '?' + next)
    typed = typing
  }
  state = next
  void show()
}

/** What the form holds: the state, on its first page. */
const entered = (): URLSearchParams => new URLSearchParams(new FormData(form) as unknown as Record<string, string>)

async function show(): Promise<void> {
  const mine = ++turn
  const text = state.get('q') ?? ''
  const chosen = byFacet((f) => state.getAll(f))
  const empty = !text.trim() && facets.every((f) => !chosen[f].length)
  finder.hidden = empty
  byId('cut').hidden = ![...text][longestQuery]
  if (empty) return settle(0)
  results.setAttribute('aria-busy', 'true')
  try {
    const found = await find({ text, chosen, sort: state.get('sort') ?? '', from: (page() - 1) * perPage, size: perPage })
    const near = found.answer.total ? [] : await nearest(found.index, text)
    if (mine === turn) draw(found, near)
  } catch {
    if (mine !== turn) return
    const retry = element('button', { type: 'button' }, '重试')
    retry.onclick = show
    notice.replaceChildren(element('p', { class: 'state no', role: 'alert' }, '索引没有读全，可能是网络中断。', retry))
    settle(0)
    status.textContent = ''
  }
}

function settle(total: number, rows: HTMLElement[] = []): void {
  results.replaceChildren(...rows)
  pages.replaceChildren()
  lists.hidden = total > 0
  results.dataset.total = `${total}`
  results.setAttribute('aria-busy', 'false')
}

function draw({ answer: { total, loose, facets: counts }, rows, index }: Found, near: Row[]): void {
  const now = page()
  const last = Math.ceil(total / perPage)
  if (total && now > last) {
    history.replaceState(null, '', '?' + at(last))
    return restore()
  }
  const plan = index.plan(state.get('q') ?? '')
  status.textContent = total ? `找到 ${total} 个品牌` + (last > 1 ? `，第 ${now} 页，共 ${last} 页` : '') : '没有找到品牌'
  notice.replaceChildren(
    ...(total
      ? loose
        ? [element('p', { class: 'state open' }, '没有完全匹配的结果，下面的品牌含有其中一部分字词。')]
        : []
      : [
          element('p', {}, '可以减少字词或所选的范围，或者从下面的名单进入。', near.length ? '相近的品牌：' : ''),
          element(
            'ul',
            { class: 'chips' },
            ...near.map(([slug, name]) => element('li', {}, element('a', { href: brandAddress(slug) }, name))),
          ),
        ]),
  )

  const line = (text: string): HTMLElement => element('span', {}, marked(text, plan))
  settle(
    total,
    rows.map(([slug, name, town, builder, badges, text, type, county]) =>
      element(
        'li',
        { 'data-slug': slug },
        element('h2', {}, element('a', { href: brandAddress(slug) }, marked(name, plan))),
        element('p', { class: 'badges' }, ...badges.map(([text, kind]) => element('b', { class: 'badge ' + kind }, text))),
        element('p', { class: 'what' }, ...[type, county + town, builder].filter(Boolean).map(line)),
        element('p', {}, marked(text, plan, 76)),
      ),
    ),
  )

  const turns = [
    [now > 2 ? 1 : 0, '第一页'],
    [now - 1, '上一页'],
    [now + 1, '下一页'],
    [now < last - 1 ? last : 0, '最后一页'],
  ] as const
  pages.replaceChildren(...turns.filter(([n]) => n && n <= last).map(([n, text]) => element('a', { href: '?' + at(n) }, text)))

  // The boxes are made anew; what had the focus has it again.
  const focused = document.activeElement as HTMLInputElement
  let number = 0
  for (const f of facets) {
    const chosen = state.getAll(f)
    number += chosen.length
    const values = new Set([...index.manifest.facets[f].filter((v) => counts[f].has(v)), ...chosen])
    const list = byId('by-' + f)
    list.hidden = !values.size
    list
      .querySelector('ul')!
      .replaceChildren(
        ...[...values].map((value) => {
          const box = element('input', { type: 'checkbox', name: f, value })
          box.checked = chosen.includes(value)
          if (focused.name === f && focused.value === value) setTimeout(() => box.focus())
          return element('li', {}, element('label', {}, box, element('span', {}, value), element('i', {}, `${counts[f].get(value) ?? 0}`)))
        }),
      )
  }
  byId('chosen').textContent = number ? `（已选 ${number} 项）` : ''
  byId('clear').hidden = !number
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
  go(entered())
}
form.onchange = (event) => event.target !== input && go(entered())
byId('clear').onclick = () => {
  form.querySelectorAll<HTMLInputElement>(':checked').forEach((box) => (box.checked = false))
  go(entered())
}
addEventListener('popstate', restore)

narrow.open = matchMedia('(min-width: 60em)').matches
lists.hidden = true // until it is known that they are wanted: the answers would push them down
restore()
