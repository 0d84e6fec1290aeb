// Out of the page: as a file, as text, to the host of the files.

import { button, el, hand } from './dom'
import type { Draft } from './drafts'
import { printing, saving } from './office'
import type { Finished, Start, Transport, Ways } from './transport'
import { zip } from './zip'

// packed returns what is downloaded: the file, or with its pictures an archive in the
// shape of content/.
export function packed(f: Finished): { name: string; data: Blob } {
  const name = f.path.replace(/^.*\//, '')
  const text = new TextEncoder().encode(f.text)
  const pictures = Object.entries(f.pictures)
  if (!pictures.length) return { name, data: new Blob([text], { type: 'text/markdown' }) }
  const folder = f.path.slice(0, -name.length)
  return { name: name.replace(/\.md$/, '.zip'), data: zip([[f.path, text], ...pictures.map(([p, data]): [string, Uint8Array] => [folder + p, new Uint8Array(data)])]) }
}

// sending returns the section; finished gives the file as it is at that moment.
export function sending(start: Start, transport: Transport, draft: Draft, finished: () => Promise<Finished>, check: () => void, replaced: (text: string) => void): { section: HTMLElement; show(path: string, mistakes: number, pictures: number): void; entered(): void } {
  const status = el('p', { role: 'status', class: 'done' })
  const state = el('div')
  const what = el('p.hint')
  const act = (does: (f: Finished) => Promise<string> | string) => async () => {
    try {
      status.textContent = await does(await finished())
    } catch (e) {
      status.textContent = (e as Error).message
    }
  }
  const download = button('下载文件', act((f) => {
    const { name, data } = packed(f)
    hand(name, data)
    return `已下载“${name}”，在浏览器的下载文件夹里。`
  }), '')
  const copy = button('复制全文', act(async (f) => {
    const area = el('textarea.unseen', { 'aria-hidden': true, tabindex: -1 })
    area.value = f.text
    try {
      await navigator.clipboard.writeText(f.text)
    } catch {
      document.body.append(area) // no secure page: the old way
      area.select()
      document.execCommand('copy')
      area.remove()
    }
    return '全文已复制，可以粘贴到别处。'
  }))
  const { office } = transport
  // hosted says how the file gets into the repository on its host's pages.
  const hosted = el('div.way', { hidden: true })
  const atHost = async () => {
    const f = await finished()
    const ways = await transport.call<Ways | null>('ways', { Path: f.path, Text: f.text, There: !!draft.was })
    if (!(hosted.hidden = !ways?.open)) {
      hosted.replaceChildren(el('h3', '提交到仓库'), el('ol', ...(ways!.steps ?? []).map((step) => el('li', step))),
        el('div.buttons', button(ways!.fills ? '打开仓库网页' : '复制全文，打开仓库网页', () => {
          if (!ways!.fills) copy.click()
          open(ways!.open, '_blank', 'noopener')
        }, '')))
    }
  }
  const mail = start.feedback.replace(/^mailto:/, '')
  const title = el('h2', { id: 'desk-send', tabindex: -1 }, '送出')
  const section = el(
    'section', { 'aria-labelledby': title.id }, title, state,
    office && saving(office, draft, finished, replaced),
    hosted,
    el('div.way', el('h3', '下载'), what, el('div.buttons', download, copy), status),
    el('div.way', el('h3', '送给谁'),
      el('p', `下载的文件请发给${start.publisher}，由主管部门放进名录。`),
      el('dl.props',
        start.contact ? el('div', el('dt', '联系方式'), el('dd', start.contact)) : false,
        mail ? el('div', el('dt', mail.includes('@') ? '邮箱' : '网址'), el('dd', el('a', { href: mail.includes('@') ? 'mailto:' + mail : mail }, mail))) : false)),
    office && draft.kind === 'brand' && printing(office, finished))
  return {
    section,
    // entered is when the section comes to be seen: what its host would do depends on the text.
    entered: () => void atHost().catch(() => (hosted.hidden = true)),
    show(path, mistakes, pictures) {
      state.replaceChildren(mistakes
        ? el('div.state.no', el('p', `还有 ${mistakes} 处需要改正。改好再送出，主管部门不用退回来。`), button('看看是哪几处', check))
        : el('p.state.good', '检查过了，没有发现错误，可以送出。'))
      const name = path.replace(/^.*\//, '')
      what.textContent = pictures ? `文件名是 ${name.replace(/\.md$/, '.zip')}，里面有填好的内容和 ${pictures} 张图片，不用解压，原样发出就行。` : `文件名是 ${name}，请不要改。`
    },
  }
}
