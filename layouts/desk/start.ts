// What there is to do: a new brand, a file of this device, a draft; for the bureau, a
// notice.

import { button, chosen, el, hand, id } from './dom'
import { all, drop, exported, imported, keep, newDraft, type Draft } from './drafts'
import { picker } from './office'
import type { Path, Start, Transport } from './transport'

// emptyText is the text of a file in which nothing is filled in.
const emptyText = '---\n---\n'

export async function begin(page: HTMLElement, transport: Transport, start: Start, open: (draft: Draft) => void) {
  const told = el('p.trouble', { role: 'alert' })
  const tell = (e: unknown) => (told.textContent = (e as Error).message)

  // made returns a draft in which some values are filled in.
  const made = async (kind: string, values: [string, string][]): Promise<Draft> => {
    let text = emptyText
    for (const [key, value] of values) if (value) text = (await transport.call<{ text: string }>('set', { text, kind, path: [key] as Path, value })).text
    return newDraft(kind, text)
  }

  const group = id()
  const types = el('div.choices', ...start.types.map((t) => el('label.choice', el('input', { type: 'radio', name: group, value: t, required: true }), el('span', t))))
  const county = el('select', { id: id(), required: true }, el('option', { value: '' }, '请选择'), ...start.counties.map((c) => el('option', { value: c }, c)))
  const name = el('input', { id: id(), type: 'text', required: true, autocomplete: 'off' })
  const wanting = el('p.trouble', { role: 'alert' })
  const form = el(
    'form', { novalidate: true, class: 'new' },
    el('h2', '填一个新品牌'),
    el('fieldset.field', el('legend', '品牌类型'), types),
    el('div.pair',
      el('div.field', el('label', { for: county.id }, '县（市、区）'), el('div.line', county)),
      el('div.field', el('label', { for: name.id }, '品牌名称'), el('div.line', name))),
    wanting, el('button', { type: 'submit' }, '开始填写'))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const type = form.querySelector<HTMLInputElement>('input:checked')?.value ?? ''
    const missing = [!type && '品牌类型', !county.value && '县（市、区）', !name.value.trim() && '品牌名称'].filter(Boolean)
    wanting.textContent = missing.length ? `请先填写${missing.join('、')}。` : ''
    if (missing.length) (type ? (county.value ? name : county) : types.querySelector('input'))?.focus()
    else void made('brand', [['name', name.value.trim()], ['type', type], ['county', county.value]]).then(open, tell)
  })

  const choose = chosen('.md,text/markdown,text/plain', async (file) => {
    if (file.size > 1 << 20) return tell(new Error('这个文件太大，不像是品牌文件。'))
    const text = await file.text()
    const known = (start.brands ?? []).find((b) => b.file.endsWith('/' + file.name))
    const draft = newDraft(/^kind:/m.test(text) ? 'notice' : 'brand', text)
    draft.base = text
    draft.was = known?.file ?? ''
    draft.slug = /^([a-z0-9-]+)\.md$/.exec(file.name)?.[1] ?? ''
    draft.checked = true
    open(draft)
  })

  const drafts = el('section.drafts', { 'aria-labelledby': 'desk-drafts' })
  const show = async () => {
    let found: Draft[]
    try {
      found = await all()
    } catch {
      drafts.replaceChildren(el('p.state.open', '这个浏览器不让保存草稿（可能是无痕模式）。填好以后请马上下载，关掉页面内容就没有了。'))
      return
    }
    const take = chosen('.json,application/json', async (file) => {
      try {
        for (const d of imported(await file.text())) await keep(d)
        await show()
      } catch (e) {
        tell(e)
      }
    })
    drafts.replaceChildren(
      el('h2', { id: 'desk-drafts', tabindex: -1 }, '没有送出的草稿'),
      found.length ? el('ul', ...found.map((d) => el('li',
        el('div', el('b', d.name || '（还没有名称）'), el('span.when', `${d.kind === 'notice' ? '公告，' : ''}${when(d.saved)}`)),
        el('div.buttons',
          button('继续填写', () => open(d), '', `继续填写“${d.name}”`),
          button('导出', () => hand(`草稿-${d.name || d.id}.json`, exported([d])), 'ghost', `导出草稿“${d.name}”`),
          button('删除', () => {
            if (confirm(`确定删除草稿“${d.name || '（还没有名称）'}”吗？删除以后不能恢复。`)) void drop(d).then(show).then(() => document.getElementById('desk-drafts')?.focus())
          }, 'ghost', `删除草稿“${d.name}”`))))) : el('p.hint', '还没有。开始填写以后，草稿自动存在这台设备上，关掉页面也不会丢。'),
      button('导入草稿', take, 'ghost small'))
  }
  await show()

  page.replaceChildren(
    el('header.head', el('h1', '填报台'), el('p.lead', '像填表一样填写劳务品牌，边填边检查，随时看到达到了哪些条文、还差什么。填的内容只存在这台设备上，送不送出由您决定。')),
    told,
    el('div.begin',
      form,
      el('div.beside',
        el('section', el('h2', '修改已有的文件'), el('p.hint', '打开以前填好的品牌文件（文件名以 .md 结尾），只改要改的地方，其余原样不动。'), transport.office ? picker(transport.office, start, open, tell) : false, button('打开文件', choose)),
        drafts)),
    el('section.bureau', el('h2', '主管部门：起草公告'), el('p.hint', '公示、认定和退出的公告，按名称选择品牌。'),
      el('div.buttons', ...start.kinds.map((k) => button(`起草${k}公告`, () => void made('notice', [['kind', k]]).then(open, tell))))))
}

// when returns a day as people say it.
export function when(time: number): string {
  const day = new Date(time)
  const clock = `${day.getHours()}:${String(day.getMinutes()).padStart(2, '0')}`
  if (day.toDateString() === new Date().toDateString()) return `今天 ${clock}`
  return `${day.getFullYear()}年${day.getMonth() + 1}月${day.getDate()}日 ${clock}`
}
