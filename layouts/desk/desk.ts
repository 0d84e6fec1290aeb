// The desk (填报台): a form in the browser for those who know neither git nor YAML.
//
//   transport.ts  what is asked and answered, and the ways there
//   start.ts      what there is to do
//   editing.ts    one file: its text, what is typed into it, its report
//   fields.ts     the form; pictures.ts of pictures
//   report.ts     mistakes and doubts
//   drafts.ts     what is kept on this device
//   send.ts       out of the page; zip.ts packs
//   opening.ts    files of this device, and what Word and Excel make
//   office.ts     what serve adds: opening, saving, candidates; and papers
//   more.ts       the second script: sending, pictures, office, and evaluation.ts
//   dom.ts        elements

import { button, chosen, copied, dropped, el, mark as attribute, on, opens } from './dom'
import { type Draft } from './drafts'
import { Editing } from './editing'
import { drawn, keyOf, type Control, type Host } from './fields'
import { controlOf, findings, listed, mark, type Finding } from './report'
import { begin, when } from './start'
import { connect, more, type Form, type Mistake, type Path, type Start, type Transport } from './transport'

const page = document.getElementById('desk')!
const head = page.querySelector('header')!

async function main() {
  const bar = el('progress', { max: 1, 'aria-label': '正在装载填报台' })
  const loading = el('p.loading', '正在装载填报台…… ', bar)
  const transport = connect(page, (share) => (bar.value = share))
  if (!transport) return
  page.querySelector('.absent')?.remove()
  page.before(loading)
  more(page).catch(() => {}) // whoever needs it is told
  try {
    const start = await transport.call<Start>('start', {})
    await home(transport, start)
    await transport.ready // what starts needs no engine: it comes meanwhile
    loading.remove()
  } catch (e) {
    loading.replaceWith(el('p.state.no', { role: 'alert' }, `填报台没有装载成功：${(e as Error).message}`))
  }
}

async function home(transport: Transport, start: Start) {
  page.classList.remove('editing')
  await begin(page, head, transport, start, (draft) => edit(transport, start, draft))
}

// edit shows a draft until it is left.
async function edit(transport: Transport, start: Start, draft: Draft) {
  const second = await more(page)
  page.classList.add('editing')
  const left = new Set<string>() // paths of the fields that were left
  const folds = new Set<string>() // of the evaluations, that are open
  let controls: Control[] = []
  let sections: HTMLElement[] = []
  let shown: string = '' // which form is drawn
  let view = 0 // a section; behind them the text and the sending
  let drawing = 0 // forms under way
  let first = true

  const parts = copied('desk-edit')
  const one = (selector: string) => parts.querySelector<HTMLElement>(selector)!
  const title = el('h1', { tabindex: -1 })
  const facts = one('.about')
  const kept = one('.kept')
  const nav = one('.steps')
  const work = one('.work')
  const body = one('.sheet')
  const announced = one('[role=status]')
  const offer = one('.offer')
  const aside = one('.aside')
  const list = one('.summary div')
  const summary = one('.summary h2')
  const standards = one('.standards')
  const evaluations = one('.standards div')
  facts.before(title)
  on(parts, 'close', () => sheet(false))
  on(parts, 'check', () => void check())
  on(parts, 'send', () => go(sections.length + 1, true))
  const opener = on(parts, 'sheet', () => sheet(true))

  const editing = new Editing(transport, draft, () => show(), (busy) => page.toggleAttribute('data-busy', busy), (trouble) => {
    kept.textContent = trouble ? '草稿没有存上，请及时下载' : `草稿已存在本机，${when(draft.saved)}`
  })

  const host: Host = {
    start, draft, more: second, values: {}, call: (name, input) => transport.call(name, input),
    set(path, value) {
      put(host.values, path, value)
      editing.set(path, value)
      for (const c of controls) c.refresh()
      progress()
    },
    left(control) {
      left.add(keyOf(control.path()))
      show()
    },
  }

  const whole = copied('desk-whole').firstElementChild as HTMLElement
  const text = whole.querySelector('textarea')!
  const lines = whole.querySelector('.errors')!
  const mend = on(whole, 'fix', () => void fix())
  text.addEventListener('input', () => editing.write(text.value))

  const replaced = (text: string) => {
    editing.write(text)
    void redraw()
  }
  const fill = second.filling(one('.filled'), transport, editing, () => controls, () => redraw(), replaced)
  const filler = on(parts, 'fill', chosen(opens, fill))
  filler.hidden = draft.kind !== 'brand'
  dropped(page, (file) => filler.hidden || fill(file))
  const send = second.sending(transport, draft, () => editing.finished(), () => void check(), replaced, () => editing.save())
  const candidates = transport.office && draft.kind === 'notice' ? second.ranked(transport.office, (slugs) => void cure(['brands'], slugs)) : undefined
  if (candidates) aside.append(candidates.box)

  const sheet = (open: boolean) => {
    aside.classList.toggle('open', open)
    ;(open ? summary : opener).focus()
  }
  aside.addEventListener('keydown', (e) => {
    if (e.key === 'Escape' && aside.classList.contains('open')) sheet(false)
  })

  // go shows a section, and moves the focus to its heading where that was asked for.
  const go = (to: number, focus = false) => {
    if (!editing.report.readable && to < sections.length) to = sections.length
    const from = view
    view = to
    if (from === sections.length && to < sections.length) void redraw()
    if (to === sections.length) {
      void editing.settled().then(() => (text.value = draft.text))
      text.value = draft.text
    }
    const all = [...sections, whole, send.section]
    const next = view + 1 < all.length && button(view + 1 < sections.length ? `下一步：${headingOf(all[view + 1]!)}` : '送出', () => go(view + 1 === sections.length ? view + 2 : view + 1, true), '')
    const before = view > 0 && button('上一步', () => go(view === all.length - 1 ? view - 2 : view - 1, true))
    body.replaceChildren(all[view]!, el('div.turn', before, button('检查', () => void check()), next))
    if (view > sections.length) send.entered()
    progress()
    if (focus) {
      body.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true })
      work.scrollIntoView({ block: 'start' })
    }
    aside.classList.remove('open')
  }

  const headingOf = (section: HTMLElement) => section.querySelector('h2')!.textContent!

  // lead shows the field at a path and gives it the focus.
  const lead = (path: Path) => {
    const control = controlOf(controls, path)
    if (!control) return false
    go(control.section)
    for (let e: HTMLElement | null = control.box; e; e = e.parentElement) if (e instanceof HTMLDetailsElement) e.open = true
    const input = control.inputs.find((i) => (i as HTMLInputElement).checked) ?? control.inputs[0]!
    input.focus({ preventScroll: true })
    control.box.scrollIntoView({ block: 'center' })
    return true
  }

  const leadTo = (f: Finding) => {
    if (f.control && lead(f.path)) return
    go(sections.length)
    const at = draft.text.split('\n').slice(0, (f.line ?? 1) - 1).join('\n').length
    text.focus()
    text.setSelectionRange(at, at)
  }

  const check = async () => {
    draft.checked = true
    await editing.settled()
    aside.classList.add('open')
    summary.focus()
  }

  const fix = async () => {
    const mended = await editing.fix()
    text.value = draft.text
    await redraw()
    announced.textContent = mended ? `改正了 ${mended} 处` : '没有可以自动改正的'
  }

  const cure = async (path: Path, value: unknown, leads = true) => {
    const open = aside.classList.contains('open')
    editing.set(path, value)
    await editing.settled()
    await redraw()
    if (leads) lead(path)
    else aside.classList.toggle('open', open)
    announced.textContent = '已改正'
  }

  // judge opens what is judged of the brand that is open, as it is now.
  const judge = draft.kind === 'brand' ? (standard: string, title: string) => void (async () => {
    const f = await editing.finished()
    const { values } = editing.report
    const about = { standard, title, type: String(values.type ?? ''), brand: f.path, of: f.text, name: draft.name }
    leave()
    await edit(transport, start, await second.judging(transport, about))
  })().catch((e) => (announced.textContent = (e as Error).message)) : undefined

  const typeOf = (values: { [key: string]: unknown }) => draft.about?.type ?? String((draft.kind === 'notice' ? values.kind : values.type) ?? '')

  // redraw makes the form of what the text says.
  const redraw = async () => {
    drawing++
    let form: Form
    let type: string
    try {
      await editing.settled()
      type = typeOf(editing.report.values)
      form = await transport.call<Form>('form', { kind: draft.kind, type, standard: draft.about?.standard })
    } finally {
      drawing--
    }
    if (drawing) return // another is under way
    const { values, readable } = editing.report
    host.values = structuredClone(values)
    for (const [key, value] of Object.entries(draft.pending)) put(host.values, JSON.parse(key), value)
    shown = type
    const made = drawn(host, form)
    const behind = sections.length && view - sections.length // the text and the sending stay where they are
    if (behind >= 0 && sections.length) view = made.sections.length + behind
    sections = made.sections
    controls = made.controls
    if (first) {
      first = false
      if (draft.checked || draft.base) for (const c of controls) left.add(keyOf(c.path()))
    }
    nav.replaceChildren(el('ol', ...[...sections, whole, send.section].map((s, i) => el('li', el('button', { type: 'button', onclick: () => go(i, true) }, el('span', headingOf(s)), el('i'))))))
    go(readable ? view : sections.length)
    show()
  }

  // isGiven reports whether a mistake is that the picture of an opened file is not here.
  const isGiven = (m: Mistake) => m.rule === 'missing-file' && draft.base.includes(m.message.replace(/^.*?“|”.*$/g, ''))

  // What is pressed must be there when it is let go: what changes meanwhile is shown then.
  let held = false
  let waits = false
  const hold = () => (held = true)
  const release = () => setTimeout(() => {
    held = false
    if (waits) show()
  })

  const show = () => {
    const { report } = editing
    if (drawing) return
    if ((waits = held)) return
    const type = typeOf(report.values)
    if (report.readable && type !== shown && !editing.refused[keyOf(['type'])]) {
      void redraw()
      return
    }
    const all = { ...report, mistakes: report.mistakes.filter((m) => !isGiven(m)) }
    const found = findings(all, controls, (c) => draft.checked || (!!c && left.has(keyOf(c.path()))))
    for (const [key, message] of Object.entries(editing.refused)) {
      const path: Path = JSON.parse(key)
      const typed = draft.pending[key]
      const headed = path[0] === '#story' && typeof typed === 'string' && !/^#/m.test(typed)
      found.unshift({ path, control: controlOf(controls, path), text: message, ...(headed ? { cure: second.storyHead + typed, says: '加上小标题“品牌故事”' } : {}) })
    }
    mark(controls, found, (path, value) => void cure(path, value))
    title.textContent = draft.name || (draft.kind === 'notice' ? '新公告' : '新品牌')
    facts.textContent = draft.about ? `评定意见，按${draft.about.title}` : draft.kind === 'notice' ? `${type}公告` : [type, report.values.county].filter(Boolean).join(' · ')
    const wrong = found.filter((f) => !f.doubt).length
    list.replaceChildren(
      found.length ? listed(found, leadTo, (path, value) => void cure(path, value, false)) : el('p.hint', draft.checked ? '没有发现错误。' : '填过的各项没有发现错误。全部填好以后，请点“检查”。'),
      report.advice ? el('p.state', report.advice) : '')
    evaluations.replaceChildren(second.evaluated(report.evaluations, (f) => controls.find((c) => keyOf(c.path()) === keyOf(['facts', f]))?.field.label, (f) => lead(['facts', f]), folds, () => transport.call('coach', editing.file()), judge))
    standards.hidden = draft.kind === 'notice'
    candidates?.show(report)
    const says = wrong ? `${wrong} 处需要改正` : ''
    if (announced.textContent !== says) announced.textContent = says
    opener.textContent = wrong ? `需改正 ${wrong} 处` : '检查和评价'
    seenList.replaceChildren(...report.mistakes.filter((m) => m.certain).map((m) => el('li', `${controlOf(controls, m.path)?.field.label ?? `第 ${m.line} 行`}：${m.message}`)))
    if (!report.fixable) offer.replaceChildren()
    else if (offer.firstChild) offer.querySelector('p')!.textContent = fixes(report.fixable)
    else offer.replaceChildren(el('div.state.open', el('p', fixes(report.fixable)), seen, button('全部改正', () => void fix(), 'small')))
    mend.hidden = !report.fixable
    const errors = findings(all, controls, () => true)
    lines.replaceChildren(errors.some((f) => !f.doubt) ? listed(errors.filter((f) => !f.doubt), (f) => leadTo({ ...f, control: undefined })) : '')
    const blank = controls.filter((c) => c.path().length === 2 && c.path()[0] === 'leader' && !c.filled()).map((c) => c.field.label)
    send.show(report.path, all.mistakes.length + Object.keys(editing.refused).length, Object.keys(draft.pictures).length, blank)
    progress(found)
  }

  // What is open stays open while it changes.
  const seenList = el('ul')
  const seen = el('details', el('summary', '看看改哪些'), seenList)
  const fixes = (n: number) => `有 ${n} 处写法可以自动改正，如全角数字、多余的单位，意思不变。`

  let foundLast: Finding[] = []

  // progress shows in the list of sections how far each is.
  const progress = (found = foundLast) => {
    foundLast = found
    nav.querySelectorAll('button').forEach((b, i) => {
      if (i === view && !b.hasAttribute('aria-current')) b.scrollIntoView({ block: 'nearest', inline: 'center' })
      attribute(b, 'aria-current', i === view ? 'step' : '')
      if (i >= sections.length) return
      b.disabled = !editing.report.readable
      const own = controls.filter((c) => c.section === i)
      const wanted = own.filter((c) => c.field.required && c.path().length === 1 || c.path()[0] === 'facts')
      const wrong = found.filter((f) => !f.doubt && f.control?.section === i).length
      const done = wanted.filter((c) => c.filled()).length
      const mark = b.querySelector('i')!
      mark.className = wrong ? 'wrong' : wanted.length && done === wanted.length ? 'all' : ''
      mark.textContent = wrong ? `${wrong} 处要改` : wanted.length ? `${done}/${wanted.length}` : own.some((c) => c.filled()) ? '已填' : ''
    })
  }

  const leave = () => {
    editing.save()
    page.removeEventListener('pointerdown', hold)
    for (const ended of ['pointerup', 'pointercancel']) removeEventListener(ended, release)
    removeEventListener('pagehide', keepNow)
    document.removeEventListener('visibilitychange', keepNow)
  }
  on(parts, 'back', () => {
    void editing.settled().then(() => {
      leave()
      return home(transport, start)
    })
  })
  const keepNow = () => editing.save()
  page.addEventListener('pointerdown', hold)
  for (const ended of ['pointerup', 'pointercancel']) addEventListener(ended, release)
  addEventListener('pagehide', keepNow)
  document.addEventListener('visibilitychange', keepNow)

  await redraw()
  page.replaceChildren(parts)
  ;(body.querySelector<HTMLElement>('h2') ?? title).focus({ preventScroll: true })
  scrollTo(0, 0)
}

// put sets a value in values that were read, where no list is on the way.
function put(values: { [key: string]: unknown }, path: Path, value: unknown) {
  const [step, ...rest] = path
  if (typeof step !== 'string') return
  if (!rest.length) values[step] = value ?? undefined
  else {
    const inner = values[step]
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) values[step] = {}
    put(values[step] as { [key: string]: unknown }, rest, value)
  }
}

void main()
