// What each standard makes of a brand.

import { button, el, small } from './dom'
import type { Advice, Coaching, Evaluation } from './transport'

const signs: { [outcome: string]: string } = { met: 'ok', passed: 'ok', partial: 'half', unmet: 'no', failed: 'no' }

// evaluated returns what the standards find. What was open stays open.
export function evaluated(all: Evaluation[], labelOf: (fact: string) => string | undefined, lead: (fact: string) => void, open: Set<string>, coach: () => Promise<Coaching[]>, judge?: (standard: string, title: string) => void): HTMLElement {
  let coached: Promise<Coaching[]> | undefined
  if (!all.length) return el('p.hint', '填了数据以后，这里会显示按各个标准评价的结果和还差什么。')
  return el('div', ...all.map((e) => {
    const fold = (key: string, title: string, ...children: Node[]) => {
      const d = el('details', { open: open.has(e.standard + key) }, el('summary', title), ...children)
      d.addEventListener('toggle', () => (d.open ? open.add(e.standard + key) : open.delete(e.standard + key)))
      return d
    }
    const facts = (of: string[]) => {
      const asked = of.filter((f) => labelOf(f))
      return el('ul.leads', ...asked.map((f) => el('li', button(labelOf(f)!, () => lead(f), 'plain'))))
    }
    const coaching = (title: string) => {
      const said = el('div', '正在算……')
      const change = (s: Advice) => labelOf(s.fact) ? button(s.text, () => lead(s.fact), 'plain') : el('span', s.text)
      const step = (s: Advice) => el('li', change(s), s.how ? el('span', s.how) : false)
      const box = fold('coach', title, said)
      const show = async () => {
        coached ??= coach()
        const c = (await coached).find((c) => c.standard === e.standard)
        said.replaceChildren(...(c ? [
          c.none ? el('p', c.none) : '',
          c.steps.length ? el('ol', ...c.steps.map(step)) : '',
          c.wait ? el('p', c.wait) : '',
          c.more ? el('p', c.more) : '',
          ...(c.gains.length ? [el('ul', ...c.gains.slice(0, 5).map((g) => el('li', el('b', g.text + '　'), ...g.steps.map(change))))] : []),
        ] : []))
      }
      box.addEventListener('toggle', () => void (box.open && show().catch((e) => (said.textContent = (e as Error).message))))
      if (box.open) void show()
      return box
    }
    const unstated = e.items.filter((i) => i.outcome === 'unstated')
    const gaps = e.gaps.filter((g) => !unstated.some((i) => i.id === g.item))
    const gapsOf = (kind: string) => gaps.filter((g) => g.kind === kind)
    const counted = (outcome: string) => e.items.filter((i) => i.outcome === outcome).length
    return el(
      'article.standard',
      el('h3', el('span.badge', e.level), ' ', e.title),
      el('p.conclusion', el('b', { class: signs[e.outcome] ?? 'open' }, e.conclusion)),
      e.sum ? el('p.sum', e.sum) : false,
      e.self ? el('p.sum', e.self) : false,
      ...[...new Set(gaps.map((g) => g.kind))].map((kind) => fold(kind, `${kind}（${gapsOf(kind).length}条）`,
        el('ul.gaps', ...gapsOf(kind).map((g) => el('li', el('b', g.where), ...g.changes.map((c) => el('span', c))))))),
      unstated.length > 0 && fold('open', `还没有填的（${unstated.length}条）`, el('ul.items', ...unstated.map((i) => el('li', el('b', i.where), facts(i.missing))))),
      e.coach ? coaching(e.coach) : false,
      fold('items', `逐条查看（达到 ${counted('met')} 条，共 ${e.items.length} 条）`, ...e.items.map((i) => fold(i.id, `${i.where}　${i.word}${i.score ? `　${i.score}` : ''}`,
        el('p.clause', i.text), el('ul.reasons', ...(i.reasons ?? []).map((r) => el('li', r))), facts(i.facts)))),
      e.judged && judge && button('写评定意见（主管部门）', () => judge(e.standard, e.title), small),
    )
  }))
}
