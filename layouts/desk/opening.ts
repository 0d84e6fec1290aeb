// What is opened on the start: a brand's file goes on as a draft, and Word and Excel are
// taken in: what they make is shown first, and goes on as drafts, into a zip, or under
// serve into the directory. Where a file is being filled in, they fill it in.

import { button, copied, el, hand, id, on } from './dom'
import { base64, keep, newDraft, type Draft } from './drafts'
import type { Editing } from './editing'
import type { Control } from './fields'
import { slugOf } from './office'
import { unpacked } from './send'
import type { Brand, Intake, Made, Office, Path, Source, Start, Step, Stored, Transport } from './transport'
import { zip } from './zip'

const most = 32 << 20 // bytes of what is taken in

// opened returns the draft of a file that the desk gave out, undefined of another kind.
export async function opened(start: Start, file: File): Promise<Draft | undefined> {
  const packed = file.name.endsWith('.zip')
  if (!packed && !/\.(md|txt)$/i.test(file.name)) return
  if (file.size > (packed ? 64 : 1) << 20) throw new Error('这个文件太大，不像是品牌文件。')
  const inside = packed ? await unpacked(file) : undefined
  const text = inside ? inside.text : await file.text()
  if (/[\0\ufffd]/.test(text)) throw new Error(`“${file.name}”不是品牌文件。填报台下载的文件，名称以 .md 或 .zip 结尾。`)
  const called = inside ? inside.name : file.name
  const draft = newDraft(/^kind:/m.test(text) ? 'notice' : 'brand', text)
  return Object.assign(draft, {
    base: text, was: start.brands?.find((b) => b.file.endsWith('/' + called))?.file ?? '', slug: /^([a-z0-9-]+)\.md$/.exec(called)?.[1] ?? '',
    checked: true, pictures: inside?.pictures ?? {},
  })
}

interface Asked { county?: string; as_of?: string; map?: { [head: string]: string }; open?: { path: string; name: string; text: string } }

// take takes a file in, with those files of brands that it wants and that can be read.
async function take(transport: Transport, file: File, asked: Asked, told: (share: number) => void): Promise<Intake & { stored: { [path: string]: Stored } }> {
  if (file.size > most) throw new Error('这个文件超过 32 MB，请分成几个文件。')
  const question = { name: file.name, data: base64(await file.arrayBuffer()), files: {} as { [path: string]: string }, ...asked }
  const stored: { [path: string]: Stored } = {}
  for (;;) {
    const answer = await transport.documents<Intake>('import', question, told)
    const wanted = (answer.wanted ?? []).filter((path) => !(path in stored))
    if (!wanted.length) return { ...answer, stored }
    for (const path of wanted) stored[path] = await read(transport, path)
    for (const path of wanted) if (stored[path]!.text) question.files[path] = base64(new TextEncoder().encode(stored[path]!.text).buffer as ArrayBuffer)
  }
}

// read reads a file of the repository; its text is '' where it cannot be.
async function read(transport: Transport, path: string): Promise<Stored> {
  try {
    if (transport.office) return await transport.office.open(path)
    const source = await transport.call<Source | null>('source', { Path: path })
    const answer = source?.read && !window.deskFiles ? await fetch(source.address) : undefined
    if (answer?.ok) return { path, text: await answer.text(), sum: '' }
  } catch {} // it is said to be missing
  return { path, text: '', sum: '' }
}

export const percent = (share: number) => `正在装载读写 Word、Excel 的程序（${Math.round(100 * share)}%），只在第一次……`

// showTaken shows what a file makes.
export async function showTaken(page: HTMLElement, transport: Transport, start: Start, file: File, open: (draft: Draft) => void, back: () => void) {
  const parts = copied('desk-taken')
  const one = <E extends HTMLElement>(selector: string) => parts.querySelector<E>(selector)!
  const title = el('h1', { tabindex: -1 }, `从“${file.name}”导入`)
  one('.top div').append(title)
  const status = one('[role=status]')
  const result = one('.result')
  const county = one<HTMLSelectElement>('select')
  const day = one<HTMLInputElement>('input')
  county.append(...start.counties.map((c) => el('option', { value: c }, c)))
  on(parts, 'back', back)
  const map: { [head: string]: string } = {}
  const again = async () => {
    result.replaceChildren()
    status.textContent = '正在读……'
    try {
      const taken = await take(transport, file, { county: county.value, as_of: day.value, map }, (share) => (status.textContent = share < 1 ? percent(share) : '正在读……'))
      const lost = !county.value && (taken.left ?? []).some((l) => l.why.startsWith('没有写县区'))
      status.textContent = said(taken) + (lost ? '表里没有写县（市、区），请在下面选一个。' : '')
      county.toggleAttribute('aria-invalid', lost)
      if (lost) county.focus()
      result.append(...shown(transport, start, taken, open, map, () => void again()))
    } catch (e) {
      status.textContent = (e as Error).message
    }
  }
  county.onchange = day.onchange = () => void again()
  page.replaceChildren(parts)
  title.focus()
  await again()
}

const said = (t: Intake) => `读到 ${t.brands} 个品牌。有内容的单元格 ${t.said} 个，导入 ${t.placed} 个${t.said > t.placed ? `，没有导入的 ${t.said - t.placed} 个列在下面` : ''}。`

// draftOf returns the draft of a file that was made.
function draftOf(m: Made, sum: string, named: boolean): Draft {
  const there = m.before !== ''
  return Object.assign(newDraft(m.kind, m.text), { base: m.before, was: there ? m.path : '', slug: there || named ? slugOf(m.path) : '', sum, name: m.name, checked: true })
}

function shown(transport: Transport, start: Start, taken: Intake & { stored: { [path: string]: Stored } }, open: (draft: Draft) => void, map: { [head: string]: string }, again: () => void): HTMLElement[] {
  const all: HTMLElement[] = []
  const { files } = taken
  const notice = files.some((m) => m.kind === 'notice') // it names the others by their files
  const drafts = files.map((m) => draftOf(m, taken.stored[m.path]?.sum ?? '', notice))
  if (files.length) {
    const done = el('p.done', { role: 'status' })
    const each = (work: (draft: Draft, m: Made) => Promise<unknown>, finished: string) => async () => {
      try {
        for (const [i, m] of files.entries()) {
          await work(drafts[i]!, m)
          done.textContent = `${i + 1}/${files.length}`
        }
        done.textContent = finished
      } catch (e) {
        done.textContent = (e as Error).message
      }
    }
    const { office } = transport
    const encoder = new TextEncoder()
    all.push(el('section', el('h2', `品牌和公告（${files.length} 个）`),
      el('ul.made', ...files.map((m, i) => el('li', el('div', el('b', m.name), el('span.hint', [m.kind === 'notice' ? '公告' : '', m.before ? '名录里已有，只改不同的内容' : '新建'].filter(Boolean).join('，'))),
        button('打开', () => {
          for (const other of drafts) if (other !== drafts[i]) void keep(other) // for who comes back
          open(drafts[i]!)
        }, '', `打开“${m.name}”`)))),
      files.length > 1 && el('div.buttons',
        office && button('全部保存到名录', () => void each((draft, m) => save(office, draft, m.path), `已保存 ${files.length} 个文件。`)(), ''),
        button('全部存为草稿', () => void each((draft) => keep(draft), `已存为 ${files.length} 份草稿，返回以后在“草稿”里。`)(), office ? 'ghost' : ''),
        button('全部下载', () => hand('名录.zip', zip(files.map((m): [string, Uint8Array] => [m.path, encoder.encode(m.text)]))))),
      done))
  }
  const missing = (taken.wanted ?? []).filter((path) => !taken.stored[path]?.text).map((path) => start.brands?.find((b: Brand) => b.file === path)?.name ?? path)
  if (missing.length) all.push(el('section.state', el('h2', '名录里已有，读不到原文件的品牌'), el('p', `${missing.map((n) => `“${n}”`).join('、')}。请返回，按名称打开这个品牌，再把这份表拖到它的页面上。`)))
  const unknown = taken.columns.filter((c) => !c.sure)
  if (unknown.length) {
    const names = el('datalist', { id: id() }, ...taken.names.map((n) => el('option', { value: n })))
    all.push(el('section', el('h2', '没有认出或要核对的列'), el('p.hint', '写明这一列是什么，如 从业人员；不要的列写“不要”。'), names,
      ...unknown.map((c) => {
        const input = el('input', { id: id(), type: 'text', list: names.id, autocomplete: 'off', value: map[c.head] ?? c.as })
        input.addEventListener('change', () => {
          input.value.trim() ? (map[c.head] = input.value.trim()) : delete map[c.head]
          again()
        })
        return el('div.field', el('label', { for: input.id }, `“${c.head}”${c.as ? '（按相近的名称）' : ''}`), el('div.line', input))
      })))
  }
  if (taken.remarks?.length) all.push(el('details.left', { open: true }, el('summary', `请核对（${taken.remarks.length}）`), el('ul', ...taken.remarks.map((r) => el('li', el('b', r.address), r.text)))))
  if (taken.proposals?.length) all.push(el('details.left', { open: true }, el('summary', `介绍里写到、没有填的数（${taken.proposals.length}）`), el('ul', ...taken.proposals.map((p) => el('li', el('b', `${p.brand}：${p.fact}`), `介绍里写着“${p.text}”，没有填，请核对（${p.address}）`)))))
  const left = leftOver(taken)
  if (left) all.push(left)
  return all
}

// leftOver lists what was not placed, by the reason.
function leftOver(taken: Intake, closed = false): HTMLElement | undefined {
  const by = new Map<string, NonNullable<Intake['left']>>()
  for (const l of taken.left ?? []) by.set(l.why, [...(by.get(l.why) ?? []), l])
  if (!by.size) return
  return el('div.left', el('h2', '没有导入的'), ...[...by].map(([why, cells]) => el('details', { open: !closed && cells.length < 5 }, el('summary', `${why}（${cells.length}）`),
    el('ul', ...cells.map((l) => el('li', el('b', l.address), l.text))))))
}

// save saves a draft under serve, and fails where somebody else has changed the file.
async function save(office: Office, draft: Draft, path: string) {
  const saved = await office.save({ path, was: draft.was, text: draft.text, sum: draft.sum ?? '' })
  Object.assign(draft, { was: saved.path, base: draft.text, sum: saved.sum })
}

// filling returns what fills the file that is being filled in from Word or Excel, and says
// in a box what that changed, and how it is taken back.
export function filling(box: HTMLElement, transport: Transport, editing: Editing, controls: () => Control[], redraw: () => Promise<void>, replaced: (text: string) => void): (file: File) => void {
  const { draft } = editing
  const fill = async (file: File) => {
    await editing.settled()
    const before = draft.text
    const { path, values } = editing.report
    box.textContent = '正在读……'
    const taken = await take(transport, file, { open: { path, name: draft.name, text: before } }, (share) => (box.textContent = share < 1 ? percent(share) : '正在读……'))
    const own = taken.files.find((m) => m.path === path)
    if (!own) {
      const others = (taken.others ?? []).map((name) => `“${name}”`)
      box.textContent = others.length ? `“${file.name}”里是${others.slice(0, 3).join('、')}${others.length > 3 ? `等 ${others.length} 个品牌` : ''}，没有“${draft.name}”，没有填入。要填那些品牌的，返回以后再打开这份表。` : `“${file.name}”里没有与这里不同的内容。`
      return
    }
    editing.write(own.text)
    await redraw()
    const differ = controls().filter((c) => JSON.stringify(at(values, c.path())) !== JSON.stringify(at(editing.report.values, c.path())))
    box.replaceChildren(el('p', `从“${file.name}”填入或改了 ${differ.length} 项${differ.length ? '：' + [...new Set(differ.map((c) => c.field.label))].join('、') : ''}。请逐项核对。 `,
      button('撤回', () => {
        box.textContent = '已撤回。'
        replaced(before)
      }, 'small')), leftOver(taken, true) ?? '')
  }
  return (file) => void fill(file).catch((e) => (box.textContent = (e as Error).message))
}

const at = (values: unknown, path: Path): unknown => path.reduce((v, step) => (v as { [step: Step]: unknown } | undefined)?.[step], values)
