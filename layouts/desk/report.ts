// What the engine finds: mistakes at their fields and in a list, doubts, and what each
// standard makes of it.

import { button, el, small } from './dom'
import { describe, keyOf, type Control } from './fields'
import type { Evaluation, Mistake, Path, Report } from './transport'

// controlOf returns the control in which a path stands, the innermost.
export function controlOf(controls: Control[], path: Path): Control | undefined {
  let best: Control | undefined
  let length = 0
  for (const c of controls) {
    const own = c.path()
    if (own.length > length && own.length <= path.length && own.every((step, i) => step === path[i])) {
      best = c
      length = own.length
    }
  }
  if (best) return best
  return path.length ? controls.find((c) => path.every((step, i) => step === c.path()[i])) : undefined // a group's first field
}

// A Finding is a mistake or a doubt, with the field that it stands at.
export interface Finding { control?: Control; path: Path; text: string; line?: number; doubt?: boolean; cure?: string }

// findings returns what is to be shown of a report: of fields that nobody has left yet,
// nothing.
export function findings(report: Report, controls: Control[], shows: (c: Control | undefined, m: Mistake | undefined) => boolean): Finding[] {
  const all: Finding[] = []
  for (const m of report.mistakes) {
    const control = controlOf(controls, m.path)
    if (!shows(control, m)) continue
    const own = control && (keyOf(control.path()) === keyOf(m.path) || control.field.kind === 'set')
    all.push({ control, path: m.path, text: m.message, line: m.line, cure: own && m.certain ? m.suggestion : undefined })
  }
  for (const d of report.doubts) {
    const control = controlOf(controls, d.path)
    if (shows(control, undefined)) all.push({ control, path: d.path, text: d.text, doubt: true })
  }
  const place = (f: Finding) => (f.control ? controls.indexOf(f.control) : -1)
  return all.sort((a, b) => place(a) - place(b))
}

// mark shows the findings at their fields.
export function mark(controls: Control[], found: Finding[], cure: (path: Path, text: string) => void) {
  for (const c of controls) {
    const own = found.filter((f) => f.control === c)
    c.told.replaceChildren(...own.map((f) => el(f.doubt ? 'p.doubt' : 'p.mistake', el('b', f.doubt ? '请核对：' : '需改正：'), f.text,
      f.cure !== undefined && button(`改为 ${f.cure}`, () => cure(f.path, f.cure!), small))))
    describe(c, own.some((f) => !f.doubt))
  }
}

// listed returns the list of findings, each a button that leads to its place.
export function listed(found: Finding[], lead: (f: Finding) => void): HTMLElement {
  const part = (title: string, of: Finding[], kind: string) => of.length > 0 && el(`div.${kind}`, el('h3', `${title}（${of.length}处）`), el('ol', ...of.map((f) => {
    const b = button('', () => lead(f), 'plain')
    b.append(el('b', f.control ? f.control.field.label : f.line ? `第 ${f.line} 行` : '整个文件'), ' ', f.text)
    return el('li', b)
  })))
  return el('div.findings', part('需要改正', found.filter((f) => !f.doubt), 'mistakes'), part('请核对', found.filter((f) => f.doubt), 'doubts'))
}

const signs: { [outcome: string]: string } = { met: 'ok', passed: 'ok', partial: 'half', unmet: 'no', failed: 'no' }

// evaluated returns what the standards find. What was open stays open.
export function evaluated(all: Evaluation[], labelOf: (fact: string) => string | undefined, lead: (fact: string) => void, open: Set<string>, judge?: (standard: string, title: string) => void): HTMLElement {
  if (!all.length) return el('p.hint', '选定品牌类型、填了数据以后，这里会显示按各个标准评价的结果和还差什么。')
  return el('div', ...all.map((e) => {
    const fold = (key: string, title: string, ...children: Node[]) => {
      const d = el('details', { open: open.has(e.standard + key) }, el('summary', title), ...children)
      d.addEventListener('toggle', () => (d.open ? open.add(e.standard + key) : open.delete(e.standard + key)))
      return d
    }
    const facts = (i: { facts: string[] }) => {
      const asked = i.facts.filter((f) => labelOf(f))
      return el('ul.leads', ...asked.map((f) => el('li', button(labelOf(f)!, () => lead(f), 'plain'))))
    }
    const unstated = e.items.filter((i) => i.outcome === 'unstated')
    const gaps = e.gaps.filter((g) => !unstated.some((i) => i.id === g.item))
    const counted = (outcome: string) => e.items.filter((i) => i.outcome === outcome).length
    return el(
      'article.standard',
      el('h3', el('span.badge', e.level), ' ', e.title),
      el('p.conclusion', el('b', { class: signs[e.outcome] ?? 'open' }, e.conclusion)),
      e.sum ? el('p.sum', e.sum) : false,
      gaps.length > 0 && fold('gaps', `还差什么（${gaps.length}条）`, el('ul.gaps', ...gaps.map((g) => el('li', el('b', g.where), ...g.changes.map((c) => el('span', c)))))),
      unstated.length > 0 && fold('open', `还没有填的（${unstated.length}条）`, el('ul.items', ...unstated.map((i) => el('li', el('b', i.where), facts(i))))),
      fold('items', `逐条查看（达到 ${counted('met')} 条，共 ${e.items.length} 条）`, ...e.items.map((i) => fold(i.id, `${i.where}　${i.word}${i.score ? `　${i.score}` : ''}`,
        el('p.clause', i.text), el('ul.reasons', ...(i.reasons ?? []).map((r) => el('li', r))), facts(i)))),
      e.judged && judge && button('写评定意见（主管部门）', () => judge(e.standard, e.title), small),
    )
  }))
}
