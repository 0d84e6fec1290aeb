// What serve (serve.ts) adds on the machine where the site is made: files are opened from the
// repository and saved in it, papers printed, and a notice lists brands by rank.

import { button, el, id } from './dom'
import { base64, type Draft, newDraft } from './drafts'
import type { Candidate, Conflict, Finished, Office, Report, Start, Stored, Transport } from './transport'

// picker finds a brand of the repository by name and opens its file.
export function picker(office: Office, start: Start, open: (draft: Draft) => void, tell: (e: unknown) => void): HTMLElement {
  const query = el('input', { id: id(), type: 'search', autocomplete: 'off' })
  const list = el('ul.known')
  const show = () => {
    const word = query.value.trim()
    const found = word ? (start.brands ?? []).filter((b) => b.name.includes(word) || b.file.includes(word)).slice(0, 12) : []
    list.replaceChildren(...found.map((b) => el('li', button(`${b.name}（${b.county ?? ''}）`, () => void opened(office, b.file).then(open, tell)))))
  }
  query.addEventListener('input', show)
  return el('div.field', el('label', { for: query.id }, '按名称查找名录中的品牌'), el('div.line', query), list)
}

async function opened(office: Office, path: string): Promise<Draft> {
  const file = await office.open(path)
  const draft = newDraft(path.startsWith('content/notices/') ? 'notice' : 'brand', file.text)
  draft.base = file.text
  draft.was = path
  draft.sum = file.sum
  draft.slug = path.replace(/^.*\/|\.md$/g, '')
  draft.checked = true
  return draft
}

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
      draft.slug = f.path.replace(/^.*\/|\.md$/g, '')
      sides.replaceChildren()
      status.textContent = `已保存到 ${f.path}。`
      await preview(f.path, shown)
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
  const slug = path.replace(/^.*\/|\.md$/g, '')
  const address = new URL(`${path.startsWith('content/notices/') ? 'notices' : 'brands'}/${slug}.html`, location.href).href
  await new Promise((resolve) => setTimeout(resolve, 600)) // the files are read anew first
  const there = (await fetch(address, { cache: 'no-store' })).ok
  into.replaceChildren(there
    ? el('div.preview', el('p', el('a', { href: address, target: '_blank', rel: 'noopener' }, '在新窗口查看网页')), el('iframe', { src: address, title: '网页预览', loading: 'lazy' }))
    : el('p.hint', '还没有认定的品牌没有网页；要预览的，启动预览时加上 --all。'))
}

// papers prints the official forms.
export function printing(office: Office, finished: () => Promise<Finished>): HTMLElement {
  const status = el('p', { role: 'status' })
  const list = el('div.buttons')
  const make = async () => {
    try {
      const f = await finished()
      const papers = await office.papers({ path: f.path, text: f.text })
      list.replaceChildren(...papers.map((p) => button('打印' + /[^-]*表/.exec(p.name)?.[0], () => print(p.html), 'ghost', '打印' + p.name.replace(/\.html$/, ''))))
      status.textContent = `已备好 ${papers.length} 张，点名称打印。`
    } catch (e) {
      status.textContent = (e as Error).message
    }
  }
  return el('div.way', el('h3', '打印推荐表和评分表'), el('div.buttons', button('准备表格', () => void make())), list, status)
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
