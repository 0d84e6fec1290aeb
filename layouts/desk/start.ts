// What there is to do: a new brand, a file of this device, a draft; for the bureau, a
// notice.

import { button, chosen, copied, dropped, el, hand, on, opens } from './dom'
import { all, drop, keep, newDraft, type Draft } from './drafts'
import { more, type Path, type Start, type Transport } from './transport'

// emptyText is the text of a file in which nothing is filled in.
const emptyText = '---\n---\n'

export async function begin(page: HTMLElement, head: Element, transport: Transport, start: Start, open: (draft: Draft) => Promise<void>) {
  const parts = copied('desk-begin')
  const one = <E extends Element>(selector: string) => parts.querySelector<E>(selector)!
  const told = one<HTMLElement>('.trouble')
  const tell = (e: unknown) => void (told.textContent = (e as Error).message)

  // made opens a draft in which some values are filled in.
  const made = async (kind: string, values: [string, string][]) => {
    let text = emptyText
    for (const [key, value] of values) if (value) text = (await transport.call<{ text: string }>('set', { text, kind, path: [key] as Path, value })).text
    await open(newDraft(kind, text))
  }

  const form = one<HTMLFormElement>('form')
  const types = parts.querySelector('.choices') // null where brands are of no types
  const county = one<HTMLSelectElement>('select')
  const name = one<HTMLInputElement>('#desk-name')
  const wanting = one<HTMLElement>('form .trouble')
  types?.append(...start.types.map((t) => el('label.choice', el('input', { type: 'radio', name: 'type', value: t }), el('span', t))))
  county.append(...start.counties.map((c) => el('option', { value: c }, c)))
  form.onsubmit = (event) => {
    event.preventDefault()
    const type = types?.querySelector<HTMLInputElement>(':checked')?.value ?? ''
    const called = name.value.trim()
    const missing = [types && !type && '品牌类型', !county.value && '县（市、区）', !called && '品牌名称'].filter(Boolean)
    wanting.textContent = missing.length ? `请先填写${missing.join('、')}。` : ''
    if (missing.length) (types && !type ? types.querySelector('input') : county.value ? name : county)?.focus()
    else void made('brand', [['name', called], ['type', type], ['county', county.value]]).catch(tell)
  }

  // What is opened or dropped is a brand's file, or Word and Excel, which make several.
  const take = async (file: File) => {
    told.textContent = ''
    const second = await more(page)
    const draft = await second.opened(start, file)
    if (draft) return open(draft)
    await second.showTaken(page, transport, start, file, (d) => void open(d).catch(tell), () => void begin(page, head, transport, start, open))
  }
  on(parts, 'open', chosen(opens, (file) => void take(file).catch(tell)))
  dropped(page, (file) => void take(file).catch(tell))

  const drafts = one<HTMLElement>('.drafts')
  const list = one<HTMLElement>('.drafts ul')
  const none = one<HTMLElement>('.drafts .hint')
  const refused = one<HTMLElement>('.drafts .state')
  const beginning = one('.begin')
  const show = async () => {
    const found = await all()
    none.hidden = found.length > 0
    if (found.length) beginning.before(drafts) // whoever comes back goes on
    list.replaceChildren(...found.map((d) => {
      const called = d.name || '（还没有名称）'
      return el('li',
        el('div', el('b', called), el('span.when', `${d.sent ? `已下载 ${when(d.sent)}，` : ''}${d.about ? '评定意见，' : d.kind === 'notice' ? '公告，' : ''}${when(d.saved)}`)),
        el('div.buttons',
          button('继续填写', () => void open(d).catch(tell), '', `继续填写“${called}”`),
          button('导出', () => void more(page).then((m) => hand(`草稿-${called}.json`, m.exported([d]))).catch(tell), 'ghost', `导出草稿“${called}”`),
          button('删除', () => {
            if (confirm(`确定删除草稿“${called}”吗？删除以后不能恢复。`)) void drop(d).then(show).then(() => drafts.querySelector('h2')!.focus())
          }, 'ghost', `删除草稿“${called}”`)))
    }))
  }
  on(parts, 'import', chosen('.json,application/json', async (file) => {
    try {
      for (const d of (await more(page)).imported(await file.text())) await keep(d)
      await show()
    } catch (e) {
      tell(e)
    }
  }))
  one('.bureau .buttons').append(...start.kinds.map((k) => button(`起草${k}公告`, () => void made('notice', [['kind', k]]).catch(tell))))
  await show().catch(() => {
    none.hidden = true
    refused.hidden = false
  })
  const known = one('.known')
  page.replaceChildren(head, parts)
  const { picker } = await more(page)
  known.replaceWith(picker(transport, start, (draft) => void open(draft).catch(tell), tell))
}

// when returns a time as people say it: 6月30日 9:05.
export function when(time: number): string {
  return new Date(time).toLocaleString('zh-CN', { month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' })
}
