// The form: out of what the engine says of each field, a control that shows the value
// of the text and sets another.

import { button, el, id, mark, small, type Child } from './dom'
import type { Draft } from './drafts'
import type { More } from './more'
import type { Brand, Field, Form, Path, Start, Transport } from './transport'

export interface Host {
  start: Start
  draft: Draft
  more: More
  values: { [key: string]: unknown } // what the text says, with what was typed since
  call: Transport['call']
  set(path: Path, value: unknown): void
  left(control: Control): void // its field was left
}

// A Control is one field on the page.
export interface Control {
  field: Field
  path(): Path
  section: number
  box: HTMLElement // what holds it
  inputs: HTMLElement[] // the first gets the focus
  told: HTMLElement // where its mistakes stand
  described: string // ids of what describes it always
  filled(): boolean
  refresh(): void // shows what follows from other values
}

// A Place is where a value stands. What is below a row of a list is set with the row.
interface Place {
  path(): Path
  get(): unknown
  set(value: unknown): void
  direct: boolean
}

export const keyOf = (path: Path) => JSON.stringify(path)

export function stated(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false
  if (typeof value !== 'object') return true
  const parts = Object.values(value)
  return parts.length ? parts.some(stated) : Array.isArray(value) // an empty list says that there are none
}

type Group = { [key: string]: unknown }
const groupOf = (value: unknown): Group => (value && typeof value === 'object' && !Array.isArray(value) ? (value as Group) : {})
const textOf = (value: unknown): string => (typeof value === 'string' ? value : Array.isArray(value) ? value.map(textOf).join('、') : '')

// drawn returns the sections of a form and their controls.
export function drawn(host: Host, form: Form): { sections: HTMLElement[]; controls: Control[] } {
  const controls: Control[] = []
  let section = 0
  const root: Place = { path: () => [], get: () => host.values, set: () => {}, direct: true }

  const below = (place: Place, key: string): Place => ({
    path: () => [...place.path(), key],
    get: () => groupOf(place.get())[key],
    set(value) {
      place.direct ? host.set(this.path(), value) : place.set({ ...groupOf(place.get()), [key]: value })
    },
    direct: place.direct,
  })

  // control registers a field and returns its box.
  const control = (field: Field, place: Place, box: HTMLElement, inputs: HTMLElement[], described: string[], refresh?: () => void, filled?: () => boolean) => {
    const told = el('div', { id: id(), class: 'told' })
    box.append(told)
    const made: Control = {
      field, path: place.path, section, box, inputs, told, described: described.join(' '),
      filled: filled ?? (() => stated(place.get()) || host.draft.unknown.includes(keyOf(place.path()))), refresh: refresh ?? (() => {}),
    }
    controls.push(made)
    box.dataset.path = keyOf(place.path())
    box.addEventListener('focusout', (event) => {
      if (!inputs.includes(event.relatedTarget as HTMLElement)) host.left(made)
    })
    describe(made, false)
    return made
  }

  const hintOf = (field: Field, described: string[]): Child => {
    if (!field.hint) return
    const hint = el('p.hint', { id: id() }, field.hint)
    described.push(hint.id)
    return hint
  }

  const need = (field: Field): Child => field.required && el('span.need', '必填')

  const make = (field: Field, place: Place): HTMLElement => {
    switch (field.kind) {
      case 'group':
        return field.fields?.some((f) => f.kind === 'file') ? host.more.picture(host, field, place, { control, make: (f, key) => make(f, below(place, key)) }) : group(field, place)
      case 'groups':
        return list(field, place, (row) => (field.fields ?? []).map((f) => make(f, below(row, f.key))))
      case 'by':
        return list(field, place, (row, _, year) => [line({ key: 'year', label: '年份', kind: 'whole', unit: '年' }, year), ...(field.fields ?? []).map((f) => make({ ...f, hint: '' }, below(row, f.key)))])
      case 'brands':
        return brands(field, place)
      case 'texts':
      case 'text-or-texts':
        return list(field, place, (row, n) => [line({ ...field, label: `${field.label}，第${n}个`, kind: 'text', hint: '', required: false }, row, true)])
      case 'yes-no':
        return choices({ ...field, choices: ['是', '否'] }, place)
      case 'choice': {
        const all = field.choices ?? []
        return all.length > 6 || all.join('').length > 60 || field.titles ? select(field, place) : choices(field, place)
      }
      case 'set':
        return choices(field, place)
    }
    return line(field, place)
  }

  const group = (field: Field, place: Place): HTMLElement => {
    const fields = field.fields ?? []
    const children = fields.map((f) => make({ ...f, required: f.required && field.required }, below(place, f.key)))
    // The facts are the section itself.
    if (field.key === 'facts') return el('div.facts', field.hint && el('p.hint', field.hint), ...children)
    const described: string[] = []
    return el('fieldset.group', el('legend', field.label), hintOf(field, described), ...children)
  }

  // line is a value that is typed. hidden labels are read and not shown.
  const line = (field: Field, place: Place, hidden = false): HTMLElement => {
    const name = id()
    const described: string[] = []
    const long = field.kind === 'prose' || field.kind === 'markdown'
    const value = textOf(place.get())
    const number = ['count', 'number', 'percent', 'whole'].includes(field.kind)
    const day = field.kind === 'day' && (!value || /^\d{4}-\d\d-\d\d$/.test(value))
    const input = long
      ? el('textarea', { id: name, rows: field.kind === 'markdown' ? 10 : 3 })
      : el('input', {
        id: name, type: day ? 'date' : 'text', autocomplete: 'off', class: number ? 'number' : undefined, max: day ? '9999-12-31' : undefined,
        inputmode: field.kind === 'count' || field.kind === 'whole' ? 'numeric' : number ? 'decimal' : field.kind === 'web' || field.kind === 'address' ? 'url' : undefined,
        placeholder: field.kind === 'partial-day' ? '如 2024-06-30' : undefined,
      })
    input.value = value
    const words = el('p.words', { id: id() })
    const hint = hintOf(field, described)
    if (number || field.most) described.push(words.id)
    const refreshWords = () => {
      if (field.most) {
        const n = [...input.value.replace(/\s/g, '')].length
        words.textContent = `已写 ${n} 字，最多 ${field.most} 字（空白不计）`
        words.classList.toggle('over', n > field.most)
      } else if (number && field.unit !== '分') {
        const asked = input.value
        if (!asked) words.textContent = ''
        else {
          void host.call<{ text: string }>('words', { value: asked.trim(), unit: field.unit ?? '' }).then(
            ({ text }) => {
              if (input.value === asked) words.textContent = text
            },
            () => {},
          )
        }
      }
    }
    let waiting = 0
    input.addEventListener('input', () => {
      place.set(long ? input.value : input.value.trim())
      clearTimeout(waiting)
      waiting = setTimeout(refreshWords, field.most ? 0 : 150)
    })
    // One break parts no paragraphs, on the paper as on the page.
    if (field.key === '#intro') {
      input.addEventListener('change', () => {
        const parted = input.value.replace(/([^\n])\n(?=[^\n\-*|>#\d\s])/g, '$1\n\n')
        if (parted !== input.value) place.set((input.value = parted))
      })
    }
    refreshWords()
    const unit = field.unit && el('span.unit', { 'aria-hidden': true }, field.unit)
    const box = el(
      'div', { class: 'field' + (long ? ' long' : '') },
      el('label', { for: name, class: hidden ? 'unseen' : undefined }, field.label, field.unit ? el('span.unseen', `（${field.unit}）`) : false, need(field)),
      hint, el('div.line', input, unit), (number || !!field.most) && words,
    )
    finish(field, place, box, [input], described)
    if (field.key === '#story') box.append(host.more.inserting(host, input as HTMLTextAreaElement))
    return box
  }

  const select = (field: Field, place: Place): HTMLElement => {
    const name = id()
    const described: string[] = []
    const value = textOf(place.get())
    const hint = hintOf(field, described)
    const input = el('select', { id: name, onchange: () => place.set(input.value || null) }, el('option', { value: '' }, '请选择'))
    const known = field.choices ?? []
    const all = value && !known.includes(value) ? [...known, value] : known
    all.forEach((c, i) => input.append(el('option', { value: c }, field.titles?.[i] ?? c)))
    input.value = value
    const box = el('div.field', el('label', { for: name }, field.label, need(field)), hint, el('div.line', input))
    finish(field, place, box, [input], described)
    return box
  }

  // choices are one of few, or any of several, as buttons. What nobody knows is said by
  // leaving it out, that there are none of several by an empty list.
  const choices = (field: Field, place: Place): HTMLElement => {
    const name = id()
    const described: string[] = []
    const several = field.kind === 'set'
    const value = place.get()
    const now = Array.isArray(value) ? value.map(textOf) : stated(value) ? [textOf(value)] : []
    const known = field.choices ?? []
    const last = several ? '以上都没有' : field.required ? '' : field.proven || field.kind === 'yes-no' ? '不知道' : '不填'
    const all = [...known, ...now.filter((v) => !known.includes(v)), ...(last ? [last] : [])]
    const inputs = all.map((c) => el('input', { type: several ? 'checkbox' : 'radio', name, value: c, checked: now.includes(c) || c === last && !now.length && (several ? Array.isArray(value) : host.draft.unknown.includes(keyOf(place.path()))) }))
    const none = last ? inputs[inputs.length - 1] : undefined
    const change = (event: Event) => {
      const input = event.target as HTMLInputElement
      if (input.checked && several) for (const other of inputs) if ((other === none) !== (input === none)) other.checked = false
      const key = keyOf(place.path())
      host.draft.unknown = host.draft.unknown.filter((u) => u !== key)
      if (input === none && !several) host.draft.unknown.push(key)
      const chosen = inputs.filter((i) => i.checked && i !== none).map((i) => i.value)
      place.set(several ? (chosen.length || none!.checked ? chosen : null) : chosen[0] ?? null)
    }
    const box = el(
      'fieldset.field', el('legend', field.label, need(field)), hintOf(field, described),
      el(field.kind === 'yes-no' ? 'div.choices.yes-no' : 'div.choices', { onchange: change }, ...inputs.map((i) => el(i === none && !several ? 'label.choice.none' : 'label.choice', i, el('span', i.value)))))
    finish(field, place, box, inputs, described)
    return box
  }

  // finish adds to a field what stands beside it: what the county's other brands say,
  // which document shows it, which clauses read it.
  const finish = (field: Field, place: Place, box: HTMLElement, inputs: HTMLElement[], described: string[]) => {
    const others = field.defaults?.length ? el('div.others', { id: id() }) : undefined
    if (others) {
      box.append(others)
      described.push(others.id)
    }
    const made = control(field, place, box, inputs, described, () => {
      if (others) showOthers(field, place, others, inputs)
      if (proof) proof.hidden = !stated(place.get()) || ['否', '无', '0'].includes(textOf(place.get())) && !stated(evidence.get())
    })
    const evidence = below(below(root, 'evidence'), field.key)
    const proof = field.proven ? line({ key: field.key, label: '佐证材料', kind: 'text' }, evidence) : undefined
    if (proof) {
      proof.classList.add('proof')
      const input = proof.querySelector('input')!
      input.placeholder = '选填：哪份材料能证明，如 从业人员名册'
      input.setAttribute('aria-label', `“${field.label}”的佐证材料`)
      box.append(proof)
    }
    if (field.clauses?.length) {
      box.append(el('details.clauses', el('summary', `对应的条文（${field.clauses.length}条）`),
        el('ul', ...field.clauses.map((c) => el('li', el('b', `${c.standard}${c.item}：`), c.text)))))
    }
    made.refresh()
  }

  const showOthers = (field: Field, place: Place, others: HTMLElement, inputs: HTMLElement[]) => {
    const county = textOf(host.values.county)
    const mine = textOf(place.get())
    const name = textOf(host.values.name)
    const by = new Map<string, string[]>()
    for (const d of field.defaults ?? []) if (d.county === county && d.from !== name) by.set(d.value, [...(by.get(d.value) ?? []), d.from])
    others.replaceChildren(...[...by].filter(([value]) => !by.has(mine) && value !== mine).map(([value, from]) => el(
      mine ? 'p.differs' : 'p.same',
      `${county}的${from.slice(0, 2).map((f) => `“${f}”`).join('、')}${from.length > 2 ? `等${from.length}个品牌` : ''}填的是“${value}”${mine ? '，与这里不同，请核对。' : '。'}`,
      !mine && button('照样填写', () => {
        const input = inputs.find((i) => (i as HTMLInputElement).value === value) as HTMLInputElement | undefined
        if (input) {
          input.click()
          input.focus()
        } else place.set(value)
      }, small, `“${field.label}”照样填写“${value}”`),
    )))
  }

  // list is rows that are added and taken away; empty ones are on the page alone. Of years,
  // a row is a value by its year.
  const list = (field: Field, place: Place, draw: (row: Place, n: number, year: Place) => HTMLElement[]): HTMLElement => {
    const texts = field.kind.startsWith('text')
    const byYear = field.kind === 'by'
    const described: string[] = []
    const now = place.get()
    const cells: { value: unknown; year: string }[] = byYear
      ? Object.entries(groupOf(now)).map(([year, value]) => ({ year, value }))
      : (Array.isArray(now) ? now : stated(now) ? [now] : []).map((value) => ({ value, year: '' }))
    const kept = () => cells.filter((c) => stated(c.value) && (!byYear || c.year))
    const commit = () => {
      const all = kept()
      const values = all.map((c) => c.value)
      place.set(!all.length ? null : byYear ? Object.fromEntries(all.map((c) => [c.year, c.value])) : field.kind === 'text-or-texts' && all.length === 1 ? values[0] : values)
    }
    const rows = el('div.rows')
    const box = el(texts ? 'fieldset.field' : 'fieldset.group', el('legend', field.label, need(field)), hintOf(field, described), rows)
    const adds = texts ? '再加一个' : byYear ? '添加一年' : '添加一项'
    const home = section
    const add = button(adds, () => append({ value: texts ? '' : {}, year: '' }).querySelector<HTMLElement>('input, select, textarea')?.focus(), small, `${adds}：${field.label}`)
    const append = (cell: { value: unknown; year: string }) => {
      if (!cells.includes(cell)) cells.push(cell)
      const path = () => (byYear ? [...place.path(), cell.year] : field.kind === 'text-or-texts' && kept().length < 2 ? place.path() : [...place.path(), cells.slice(0, cells.indexOf(cell)).filter((c) => stated(c.value)).length])
      const at = (key: 'value' | 'year'): Place => ({
        path, get: () => cell[key], direct: false,
        set: (value) => {
          cell[key] = value as string
          commit()
        },
      })
      const first = controls.length
      section = home // rows are added later, too
      const children = draw(at('value'), cells.indexOf(cell) + 1, at('year'))
      const own = controls.slice(first)
      const row = el(texts ? 'div.row.text' : 'div.row', ...children, button('删去', () => {
        cells.splice(cells.indexOf(cell), 1)
        for (const c of own) controls.splice(controls.indexOf(c), 1)
        row.remove()
        commit()
        if (texts && !cells.length) append({ value: '', year: '' })
        add.focus()
      }, small, `删去：${field.label}`))
      rows.append(row)
      return row
    }
    control(field, place, box, [add], described, undefined, () => kept().length > 0)
    for (const cell of cells.slice()) append(cell)
    if (texts && !cells.length) append({ value: '', year: '' })
    box.append(add)
    return box
  }

  // brands are those that a notice names, found by their names.
  const brands = (field: Field, place: Place): HTMLElement => {
    const slugOf = (b: Brand) => b.file.replace(/^.*\/|\.md$/g, '')
    const known = new Map((host.start.brands ?? []).map((b) => [slugOf(b), b]))
    const reason = field.fields?.find((f) => f.key === 'reason')
    const described: string[] = []
    const list = el('ol.named')
    const found = el('ul.found')
    const status = el('p.unseen', { role: 'status' })
    const now = place.get()
    const entries: unknown[] = Array.isArray(now) ? now.slice() : []
    const slug = (entry: unknown) => (typeof entry === 'string' ? entry : textOf(groupOf(entry).slug))
    const commit = () => place.set(entries.length ? entries.slice() : null)
    const show = () => {
      list.replaceChildren(...entries.map((entry, i) => {
        const own = slug(entry)
        const b = known.get(own)
        const called = b?.name ?? own
        const why = reason && el('input', { type: 'text', value: textOf(groupOf(entry).reason), 'aria-label': `“${called}”${reason.label}`, placeholder: reason.label })
        why?.addEventListener('input', () => {
          const reason = why.value.trim()
          entries[i] = reason ? { slug: own, reason } : own
          commit()
        })
        return el('li', el('b', called), ` ${b?.county ?? '名录中没有这个品牌'}`, why, button('删去', () => {
          entries.splice(i, 1)
          commit()
          show()
          input.focus()
        }, small, `删去“${called}”`))
      }))
    }
    const name = id()
    const input = el('input', { id: name, type: 'text', autocomplete: 'off', placeholder: '名称里的几个字' })
    input.addEventListener('input', () => {
      const asked = input.value.trim()
      const hits = asked ? [...known].filter(([s, b]) => !entries.some((e) => slug(e) === s) && [b.name, ...(b.other_names ?? [])].some((n) => n.includes(asked))).slice(0, 8) : []
      found.replaceChildren(...hits.map(([s, b]) => el('li', button(`${b.name}（${b.county ?? ''}）`, () => {
        entries.push(s)
        commit()
        show()
        input.value = ''
        found.replaceChildren()
        input.focus()
        status.textContent = `已加入“${b.name}”，共 ${entries.length} 个`
      }))))
      status.textContent = asked ? `找到 ${hits.length} 个` : ''
    })
    const box = el('div.field', el('label', { for: name }, field.label, need(field)), hintOf(field, described), list, el('div.line', input), found, status)
    control(field, place, box, [input], described)
    show()
    return box
  }

  const sections = form.sections.map((s, i) => {
    section = i
    const plain = s.fields.filter((f) => !f.rare).map((f) => make(f, below(root, f.key)))
    const rare = s.fields.filter((f) => f.rare).map((f) => make(f, below(root, f.key)))
    const title = el('h2', { id: id(), tabindex: -1 }, s.title)
    return el('section', { 'aria-labelledby': title.id }, title, ...plain, rare.length > 0 && el('details.rare', el('summary', '很少用到的项目'), ...rare))
  })
  return { sections, controls }
}

// describe ties a control to what is said of it.
export function describe(c: Control, wrong: boolean) {
  for (const input of c.inputs.slice(0, c.inputs[0]?.matches('[type=radio], [type=checkbox]') ? undefined : 1)) {
    mark(input, 'aria-describedby', `${c.described} ${c.told.childElementCount ? c.told.id : ''}`.trim())
    if (input.localName !== 'button') mark(input, 'aria-invalid', wrong ? 'true' : '')
  }
  c.box.classList.toggle('bad', wrong)
}
