// What the engine finds: mistakes at their fields and in a list, and doubts.

import { button, el, small } from './dom'
import { describe, keyOf, type Control } from './fields'
import type { Mistake, Path, Report } from './transport'

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
export interface Finding { control?: Control; path: Path; text: string; line?: number; doubt?: boolean; cure?: string; says?: string }

// findings returns what is to be shown of a report: of fields that nobody has left yet,
// nothing.
export function findings(report: Report, controls: Control[], shows: (c: Control | undefined, m: Mistake | undefined) => boolean): Finding[] {
  const all: Finding[] = []
  for (const m of report.mistakes) {
    const control = controlOf(controls, m.path)
    if (!shows(control, m)) continue
    const own = control && (keyOf(control.path()) === keyOf(m.path) || control.field.kind === 'set')
    all.push({ control, path: m.path, text: m.message, line: m.line, cure: own && (m.certain || m.rule === 'bad-number') ? m.suggestion : undefined, says: m.certain ? undefined : `填 ${m.suggestion}` })
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
    const said = own.map((f) => `${f.doubt} ${f.text} ${f.cure}`).join()
    if (c.told.dataset.said === said) continue // what is pressed stays where it is
    c.told.dataset.said = said
    c.told.replaceChildren(...own.map((f) => el(f.doubt ? 'p.doubt' : 'p.mistake', el('b', f.doubt ? '请核对：' : '需改正：'), f.text,
      f.cure !== undefined && button(f.says ?? `改为 ${f.cure}`, () => cure(f.path, f.cure!), small))))
    describe(c, own.some((f) => !f.doubt))
  }
}

// listed returns the list of findings, each a button that leads to its place.
export function listed(found: Finding[], lead: (f: Finding) => void, cure?: (path: Path, text: string) => void): HTMLElement {
  const part = (title: string, of: Finding[], kind: string) => of.length > 0 && el(`div.${kind}`, el('h3', `${title}（${of.length}处）`), el('ol', ...of.map((f) => {
    const b = button('', () => lead(f), 'plain')
    b.append(el('b', f.control ? f.control.field.label : f.line ? `第 ${f.line} 行` : '整个文件'), ' ', f.text)
    return el('li', b, cure && f.cure !== undefined && button(f.says ?? `改为 ${f.cure}`, () => cure(f.path, f.cure!), small))
  })))
  return el('div.findings', part('需要改正', found.filter((f) => !f.doubt), 'mistakes'), part('请核对', found.filter((f) => f.doubt), 'doubts'))
}
