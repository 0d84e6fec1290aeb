// Files of the repository are opened, and papers made; and what serve adds on the machine
// where the site is made: files are saved, and a notice lists brands by rank.

import { button, el, hand, id } from './dom'
import { base64, bytes, type About, type Draft, newDraft } from './drafts'
import { percent } from './opening'
import type { Brand, Candidate, Conflict, Finished, Office, Paper, Report, Source, Start, Stored, Transport } from './transport'

// picker finds a brand of the directory by name and opens its file: here, or from where
// the repository lies.
export function picker(transport: Transport, start: Start, open: (draft: Draft) => void, tell: (e: unknown) => void): HTMLElement {
  const query = el('input', { id: id(), type: 'search', autocomplete: 'off', placeholder: '名称里的几个字' })
  const list = el('ul.known')
  const way = el('div')
  const { office } = transport
  const opened = (path: string, text: string, sum = '') => {
    const draft = newDraft(path.startsWith('content/notices/') ? 'notice' : 'brand', text)
    open(Object.assign(draft, { base: text, was: path, sum, slug: slugOf(path), checked: true }))
  }
  const choose = async (b: Brand) => {
    way.replaceChildren()
    if (office) {
      const file = await office.open(b.file)
      return opened(b.file, file.text, file.sum)
    }
    const source = await transport.call<Source | null>('source', { Path: b.file })
    const answer = source?.read && !window.deskFiles ? await fetch(source.address).catch(() => undefined) : undefined
    if (answer?.ok) return opened(b.file, await answer.text())
    way.replaceChildren(pasting(b, source, (text) => opened(b.file, text)))
    way.querySelector('h3')!.focus()
  }
  const show = () => {
    const word = query.value.trim()
    const found = word ? (start.brands ?? []).filter((b) => b.name.includes(word) || b.file.includes(word)).slice(0, 12) : []
    list.replaceChildren(...found.map((b) => el('li', button(`${b.name}（${b.county ?? ''}）`, () => void choose(b).catch(tell)))))
  }
  query.addEventListener('input', show)
  return el('div.field', el('label', { for: query.id }, '按名称查找名录中的品牌'), el('div.line', query), list, way)
}

// pasting asks for the text of a file that this page cannot read by itself.
function pasting(b: Brand, source: Source | null, opened: (text: string) => void): HTMLElement {
  const area = el('textarea', { id: id(), rows: 5, spellcheck: 'false' })
  const told = el('p.trouble', { role: 'alert' })
  const name = b.file.replace(/^.*\//, '')
  const title = el('h3', { tabindex: -1 }, `打开“${b.name}”的文件`)
  if (!source) return el('div', title, el('p', `本站没有公开品牌的文件。请向主管部门要“${b.name}”的文件 ${name}，再点“打开文件”。`))
  return el('div', title,
    el('ol', el('li', '打开 ', el('a', { href: source.address, target: '_blank', rel: 'noopener' }, `${source.host} 上的原文件`), '（需要登录的，先登录）。'),
      el('li', '全部选中并复制：电脑上按 Ctrl+A，再按 Ctrl+C；手机上长按，选“全选”“复制”。'), el('li', '回到这里，粘贴到下面，点“打开”。')),
    el('div.field', el('label', { for: area.id }, '粘贴全文'), area),
    told, button('打开', () => {
      told.textContent = area.value.trim() ? '' : '还没有粘贴内容。'
      if (area.value.trim()) opened(area.value)
    }, ''))
}

// judging returns the draft of what is judged of a brand: the file that is there, where
// it can be read.
export async function judging(transport: Transport, about: About): Promise<Draft> {
  const slug = slugOf(about.brand)
  const path = `content/judgements/${about.standard}/${slug}.yaml`
  const draft = Object.assign(newDraft('judgement', ''), { about, slug, name: about.name })
  const file = await transport.office?.open(path).catch(() => undefined)
  return file ? Object.assign(draft, { text: file.text, base: file.text, was: path, sum: file.sum, checked: true }) : draft
}

export const slugOf = (path: string) => path.replace(/^.*\/|\.[a-z]+$/g, '')

// saving returns what saves a draft, with both texts side by side where somebody else
// has changed the file meanwhile.
export function saving(office: Office, draft: Draft, finished: () => Promise<Finished>, replaced: (text: string) => void): HTMLElement {
  const status = el('p', { role: 'status', class: 'done' })
  const sides = el('div.sides')
  const shown = el('div')
  const save = async () => {
    try {
      const f = await finished()
      const moved = draft.was && draft.was !== f.path ? draft.was : ''
      const pictures = Object.fromEntries(Object.entries(f.pictures).map(([name, data]) => [name, base64(data)]))
      const saved = await office.save({ path: f.path, was: moved, text: f.text, sum: draft.sum ?? '', pictures })
      draft.was = f.path
      draft.base = f.text
      draft.sum = saved.sum
      draft.slug = slugOf(f.path)
      sides.replaceChildren()
      status.textContent = `已保存到 ${f.path}。`
      if (draft.kind !== 'judgement') await preview(f.path, shown)
    } catch (e) {
      status.textContent = (e as Error).message
      if ('theirs' in (e as Error)) compare((e as Conflict).theirs)
    }
  }
  const compare = (theirs: Stored) => {
    const mine = draft.text
    const side = (title: string, text: string, label: string, take: () => void) => {
      const area = el('textarea', { readonly: true, rows: 16, 'aria-label': title })
      area.value = text
      return el('div', el('h4', title), area, button(label, take))
    }
    sides.replaceChildren(
      side('别人改过的', theirs.sum ? theirs.text : '（文件已被删除）', '改用这一份，我的不要了', () => {
        draft.sum = theirs.sum
        draft.base = theirs.text
        sides.replaceChildren()
        status.textContent = '已换成别人改过的那一份。'
        if (theirs.sum) replaced(theirs.text)
      }),
      side('我填的', mine, '看过了，保存我填的', () => {
        draft.sum = theirs.sum
        if (!theirs.sum) draft.was = ''
        void save()
      }))
  }
  return el('div.way', el('h3', '保存到名录'), el('p.hint', '直接写进这台电脑上的名录，原来的文件别人改过的，会先让您对照。'),
    el('div.buttons', button('保存', () => void save(), '')), status, sides, shown)
}

// renaming gives a brand another address; the old one leads there.
export function renaming(call: Transport['call'], draft: Draft, replaced: (text: string) => void): HTMLElement {
  const slug = el('input', { id: id(), type: 'text', value: draft.slug, autocomplete: 'off', spellcheck: 'false' })
  const status = el('p', { role: 'status', class: 'done' })
  const rename = async () => {
    try {
      const { text } = await call<{ text: string }>('rename', { Text: draft.text, Path: draft.was, Slug: slug.value.trim() })
      draft.slug = slug.value.trim()
      replaced(text)
      status.textContent = '已改，保存以后生效。旧地址会转到新地址。'
    } catch (e) {
      status.textContent = (e as Error).message
    }
  }
  return el('details.way', el('summary', '改网页的地址（文件名）'),
    el('div.field', el('label', { for: slug.id }, '新的地址，用小写拼音和连字符，县区在前'), el('div.line', slug, button('改地址', () => void rename()))), status)
}

// preview shows the brand's page as it now is, where it has one.
async function preview(path: string, into: HTMLElement) {
  const slug = slugOf(path)
  const address = new URL(`${path.startsWith('content/notices/') ? 'notices' : 'brands'}/${slug}.html`, location.href).href
  await new Promise((resolve) => setTimeout(resolve, 600)) // the files are read anew first
  const there = (await fetch(address, { cache: 'no-store' })).ok
  into.replaceChildren(there
    ? el('div.preview', el('p', el('a', { href: address, target: '_blank', rel: 'noopener' }, '在新窗口查看网页')), el('iframe', { src: address, title: '网页预览', loading: 'lazy' }))
    : el('p.hint', '还没有认定的品牌没有网页；要预览的，启动预览时加上 --all。'))
}

// papers prints the official forms.
export function printing(transport: Transport, finished: () => Promise<Finished>): HTMLElement {
  const status = el('p', { role: 'status' })
  const list = el('ul.made')
  const make = async () => {
    try {
      const f = await finished()
      status.textContent = '正在准备……'
      const papers = await transport.documents<Paper[]>('papers', { path: f.path, text: f.text }, (share) => (status.textContent = share < 1 ? percent(share) : '正在准备……'))
      list.replaceChildren(...papers.map((p) => el('li', el('b', /[^-]*表/.exec(p.name)![0], el('span.hint', p.title)), el('span.buttons', button('打印', () => print(p.html), 'ghost', '打印' + p.name),
        button('下载 Word 文件', () => hand(p.name + '.docx', new Blob([bytes(p.docx)])), 'ghost', `下载 Word 文件：${p.name}`)))))
      status.textContent = `已备好 ${papers.length} 张。`
    } catch (e) {
      status.textContent = (e as Error).message
    }
  }
  return el('div.way', el('h3', '推荐表和评分表（打印、Word）'), el('div.buttons', button('准备表格', () => void make())), list, status)
}

// print prints a page that needs nothing else. Its styles are set by script, since the
// page's policy allows none in the text.
function print(html: string) {
  const page = new DOMParser().parseFromString(html, 'text/html')
  const styles = [...page.querySelectorAll('style')].map((s) => s.textContent ?? '')
  for (const s of page.querySelectorAll('style, script, meta, link')) s.remove()
  const frame = el('iframe', { title: '打印', class: 'unseen' })
  document.body.append(frame)
  const inner = frame.contentWindow as Window & typeof globalThis
  inner.document.documentElement.lang = 'zh-CN'
  inner.document.title = page.title
  inner.document.body.replaceWith(inner.document.adoptNode(page.body))
  inner.document.adoptedStyleSheets = styles.map((text) => {
    const sheet = new inner.CSSStyleSheet()
    sheet.replaceSync(text)
    return sheet
  })
  inner.addEventListener('afterprint', () => frame.remove())
  inner.print()
}

// ranked lists the brands that a notice can name, the best first, to be put on the list.
export function ranked(office: Office, set: (slugs: unknown[]) => void): { box: HTMLElement; show(report: Report): void } {
  const list = el('ol.ranked')
  const box = el('section.candidates', el('h2', '可以列入的品牌'), el('p.hint', '有标准的按名次排列。标有原因的，一般不列入。'), list)
  let last = ''
  const show = async (report: Report) => {
    const values = report.values as { standard?: string; level?: string; date?: string; from?: string; brands?: unknown[] }
    const named = (values.brands ?? []).map((b) => (typeof b === 'object' && b ? (b as { slug?: string }).slug : b))
    const asked = { Standard: values.standard ?? '', Level: values.level ?? '', Date: values.date ?? values.from ?? '' }
    const key = JSON.stringify([asked, named])
    if (key === last) return
    last = key
    const found = await office.candidates(asked)
    const row = (c: Candidate) => {
      const there = named.includes(c.slug)
      const rank = [c.place ? `第 ${c.place} 名` : '', c.total ? `${c.total} 分` : '', c.conclusion ?? ''].filter(Boolean).join('，')
      return el('li', el('div', el('b', c.name), el('span.hint', [c.type, c.county].filter(Boolean).join(' · ')), rank ? el('span', rank) : false, c.unfit ? el('span.trouble', c.unfit) : false),
        button(there ? '移出' : '列入', () => set(there ? (values.brands ?? []).filter((_, i) => named[i] !== c.slug) : [...(values.brands ?? []), c.slug]), there ? 'ghost' : '', `${there ? '移出' : '列入'}“${c.name}”`))
    }
    list.replaceChildren(...found.map(row))
  }
  return { box, show: (report) => void show(report).catch(() => list.replaceChildren()) }
}
