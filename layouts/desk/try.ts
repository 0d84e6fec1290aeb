// What-if on a brand's page: each fact can be tried, and the engine of the desk says what
// the standards would make of it. What is tried stands in the address, behind #try?, and
// nowhere else: nothing is stored, nothing is sent.

import { button, el, id } from './dom'
import { evaluated } from './evaluation'
import { load } from './load'
import type { Coaching, Evaluation, Field, Form, Mistake } from './transport'

type Facts = { [fact: string]: unknown }

// The part of a brand's public data that is used.
interface Brand {
  type?: string
  county: string
  as_of?: string
  facts: Facts
  evidence?: { [fact: string]: string }
  years?: { year: number; facts: Facts }[]
  honors: { level: string }[]
  evaluations?: { standard: string; items: { id: string; outcome: string; points?: number }[] }[]
}

interface Tried { evaluations: Evaluation[]; coach: Coaching[]; mistakes: Mistake[] }

const box = document.getElementById('try')!
const opener = box.querySelector('button')!
const said = box.querySelector('p')!

// engine returns what answers: the program that serves this page, or one in a worker. The
// desk's page knows both.
async function engine(): Promise<(call: string, input: unknown) => Promise<any>> {
  const address = new URL('desk.html', new URL(document.documentElement.dataset.root ?? '', location.href))
  const answer = await fetch(address)
  const desk = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const here = desk.querySelector<HTMLMetaElement>('meta[name=desk]')
  if (here) {
    return async (call, input) => {
      const answer = await fetch(new URL(here.content, address) + call, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Minglu-Token': here.dataset.token ?? '' }, body: JSON.stringify(input) })
      if (!answer.ok) throw new Error((await answer.text()).trim())
      return answer.json()
    }
  }
  const files = desk.getElementById('desk')?.dataset
  if (!files?.worker) throw new Error('本站没有装填报台，不能试算。')
  const at = (name: string) => new URL(files[name]!, address).href
  const made = load({ worker: at('worker'), program: at('program') }, (share) => (said.textContent = `正在装载…… ${Math.round(share * 100)}%`))
  await made.ask('open', await (await fetch(at('bundle'))).text())
  return async (call, input) => JSON.parse(await made.ask(call, JSON.stringify(input)))
}

async function main() {
  const source = document.querySelector<HTMLLinkElement>('link[rel=alternate][type="application/json"]')!
  const [ask, brand] = await Promise.all([engine(), fetch(source.href).then((answer) => answer.json()).then((file): Brand => file.brand)])
  const form: Form = await ask('form', { kind: 'brand', type: brand.type ?? '', standard: '' })
  const fields = form.sections.flatMap((s) => s.fields).filter((f) => f.key === 'facts').flatMap((f) => f.fields ?? [])
  await show(ask, brand, fields)
}

// front returns the text of a file that says as much as is public of a brand.
function front(brand: Brand, facts: Facts): string {
  const { type, county, as_of, evidence } = brand
  const years = Object.fromEntries((brand.years ?? []).map((y) => [y.year, y.facts]))
  return `---\n${JSON.stringify({ type: type || undefined, county, as_of, facts, evidence, years })}\n---\n`
}

// Values as the address writes them: 是, 否, a number, a choice, choices with 、 between
// them; a set of none is 无, and what is not stated is empty.
function written(v: unknown): string {
  if (v === undefined) return ''
  if (Array.isArray(v)) return v.join('、') || '无'
  return typeof v === 'boolean' ? (v ? '是' : '否') : String(v)
}

function read(f: Field, text: string): unknown {
  if (text === '') return undefined
  if (f.kind === 'yes-no') return text === '是'
  if (f.kind === 'set') return text === '无' ? [] : text.split('、').filter((c) => f.choices!.includes(c))
  if (f.kind === 'choice') return f.choices!.includes(text) ? text : undefined
  return /^-?\d{1,12}(\.\d{1,4})?$/.test(text) ? Number(text) : text
}

async function show(ask: (call: string, input: unknown) => Promise<any>, brand: Brand, fields: Field[]) {
  const given = Object.fromEntries((brand.evaluations ?? []).map((e) => [e.standard, Object.fromEntries(e.items.filter((i) => i.outcome !== 'undetermined').map((i) => [i.id, i.points ?? 0]))]))
  const tried = new Map<Field, string>() // what differs from the brand's own, as the address writes it
  const was = front(brand, brand.facts)
  const trial = (coach = false): Promise<Tried> => {
    const facts = { ...brand.facts }
    for (const [f, text] of tried) facts[f.key] = read(f, text)
    return ask('try', { text: was, tried: front(brand, facts), held: brand.honors.map((h) => h.level), given, coach })
  }
  const before = await trial()

  const open = new Set<string>()
  const summary = el('ul')
  const result = el('div')
  const told = new Map<Field, HTMLElement>()
  const controls = new Map<Field, { set(text: string): void; focus(): void; reset: HTMLElement }>()
  const own = (f: Field) => written(brand.facts[f.key])
  const short = (f: Field) => f.label.split('（')[0]!

  const draw = (t: Tried) => {
    summary.replaceChildren(...t.evaluations.map((e, i) => {
      const old = before.evaluations[i]!
      return el('li', el('b', e.level), ` ${e.conclusion}`, e.sum ? `；${e.sum}` : '',
        (e.conclusion !== old.conclusion || e.sum !== old.sum) && el('span', `原来：${old.conclusion}${old.sum ? `；${old.sum}` : ''}`))
    }))
    result.replaceChildren(evaluated(t.evaluations, (key) => fields.find((f) => f.key === key)?.label, (key) => {
      const f = fields.find((f) => f.key === key)
      if (f) controls.get(f)!.focus()
    }, open, () => trial(true).then((t) => t.coach)))
    for (const [f, place] of told) {
      const own = t.mistakes.filter((m) => m.path[1] === f.key)
      place.replaceChildren(...own.map((m) => el('p.mistake', m.message)))
    }
  }

  // One question is on its way at a time; of what is changed meanwhile the last is asked.
  let asking = false
  let again = false
  const answer = async () => {
    if (asking) return void (again = true)
    asking = true
    try {
      do {
        again = false
        draw(await trial())
      } while (again)
    } catch (e) {
      summary.replaceChildren(el('li', (e as Error).message))
    } finally {
      asking = false
    }
  }
  let writing = 0
  const changed = (f: Field, text: string) => {
    if (text === own(f)) tried.delete(f)
    else tried.set(f, text)
    marked(f)
    clearTimeout(writing)
    writing = setTimeout(() => history.replaceState(null, '', tried.size ? '#try?' + new URLSearchParams([...tried].map(([f, text]) => [f.key, text])) : location.pathname + location.search), 150)
    void answer()
  }
  const marked = (f: Field) => {
    const { reset } = controls.get(f)!
    reset.hidden = !tried.has(f)
    all.hidden = tried.size === 0
  }

  const control = (f: Field): HTMLElement => {
    const name = id()
    const place = el('div.told', { id: name + 't' })
    const back = `恢复：${own(f) || '未填报'}${own(f) && f.unit ? ' ' + f.unit : ''}`
    const reset = button(back, () => {
      set(own(f))
      changed(f, own(f))
      focus()
    }, 'plain', `${back}（${short(f)}）`)
    reset.hidden = true
    let set: (text: string) => void
    let focus: () => void
    let field: HTMLElement
    if (f.kind === 'set') {
      const boxes = f.choices!.map((c) => el('input', { type: 'checkbox', value: c, onchange: () => changed(f, boxes.filter((b) => b.checked).map((b) => b.value).join('、') || (own(f) === '' ? '' : '无')) }))
      set = (text) => boxes.forEach((b) => (b.checked = text.split('、').includes(b.value)))
      focus = () => boxes[0]!.focus()
      field = el('fieldset.field', el('legend', short(f)), el('div.choices', ...boxes.map((b) => el('label.choice', b, el('span', b.value)))), reset, place)
    } else {
      const options = f.kind === 'yes-no' ? ['是', '否'] : f.choices
      const input = options
        ? el('select', { id: name, 'aria-describedby': name + 't', onchange: () => changed(f, input.value) }, el('option', { value: '' }, '未填报'), ...options.map((c) => el('option', { value: c }, c)))
        : el('input.number', { id: name, type: 'text', inputmode: 'decimal', autocomplete: 'off', 'aria-describedby': name + 't', oninput: () => changed(f, input.value.trim()) })
      set = (text) => (input.value = text)
      focus = () => input.focus()
      field = el('div.field', el('label', { for: name }, short(f)), el('div.line', input, f.unit ? el('span.unit', f.unit) : false), reset, place)
    }
    told.set(f, place)
    controls.set(f, {
      set, reset, focus: () => {
        field.closest('details')?.setAttribute('open', '')
        focus()
      },
    })
    return field
  }

  // What decides what is not reached stands first.
  const wanting = new Set(before.evaluations.flatMap((e) => e.items.filter((i) => i.outcome !== 'met').flatMap((i) => i.facts)))
  const lacking = fields.filter((f) => wanting.has(f.key))
  const others = fields.filter((f) => !wanting.has(f.key))
  const all = button('全部恢复', () => {
    tried.clear()
    from()
    history.replaceState(null, '', location.pathname + location.search)
    void answer()
  })
  // from shows what is tried.
  const from = () => {
    for (const f of fields) {
      controls.get(f)!.set(tried.has(f) ? tried.get(f)! : own(f))
      marked(f)
    }
  }
  const addressed = () => {
    tried.clear()
    if (location.hash.startsWith('#try?')) {
      for (const [key, text] of new URLSearchParams(location.hash.slice(5))) {
        const f = fields.find((f) => f.key === key)
        if (f && written(read(f, text)) !== own(f)) tried.set(f, written(read(f, text)))
      }
    }
  }

  const heading = el('h3', { tabindex: -1 }, '试算')
  const trying = el('div.desk.trying',
    heading,
    el('p.state.open', el('strong', '下面是试算的数据，不是本品牌填报的数据。'), '结果只供参考，不作任何依据。改动不保存、不送出，只记在网址里：把网址发给别人，看到的是同样的试算。'),
    el('div.trial',
      el('div', ...(lacking.length ? [el('h4', '还没有全部达到的条目用到的数据'), ...lacking.map(control)] : []),
        el('details.rare', { open: lacking.length === 0 }, el('summary', `其他数据（${others.length}项）`), ...others.map(control))),
      el('div.outcome', el('div.now', { role: 'status' }, summary), all, result)))
  addressed()
  from()
  if (others.some((f) => tried.has(f))) trying.querySelector('details')!.open = true
  draw(tried.size ? await trial() : before)
  box.replaceChildren(trying)
  addEventListener('hashchange', () => {
    addressed()
    from()
    void answer()
  })
  heading.focus()
}

main().catch((e) => {
  opener.disabled = false
  said.textContent = location.protocol === 'file:' ? '从磁盘打开的页面不能试算，请在网站上打开。' : `试算没有装载成功：${(e as Error).message}`
})
