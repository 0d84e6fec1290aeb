// Out of the page: as a file, as text, to the host of the files.

import { button, copied, el, hand, on } from './dom'
import type { Draft } from './drafts'
import type { Finished, Transport, Ways } from './transport'
import { printing, renaming, saving } from './office'
import { unzip, zip } from './zip'

// packed returns what is downloaded: the file, or with its pictures an archive in the
// shape of content/.
export function packed(f: Finished): { name: string; data: Blob } {
  const name = f.path.replace(/^.*\//, '')
  const text = new TextEncoder().encode(f.text)
  const pictures = Object.entries(f.pictures)
  if (!pictures.length && name.endsWith('.md')) return { name, data: new Blob([text], { type: 'text/markdown' }) }
  const folder = f.path.slice(0, -name.length)
  return { name: name.replace(/\.(md|yaml)$/, '.zip'), data: zip([[f.path, text], ...pictures.map(([p, data]): [string, Uint8Array] => [folder + p, new Uint8Array(data)])]) }
}

// unpacked is the reverse of packed.
export async function unpacked(file: Blob): Promise<{ name: string; text: string; pictures: { [name: string]: ArrayBuffer } }> {
  const files = unzip(await file.arrayBuffer())
  const text = files.find(([path]) => path.endsWith('.md'))
  if (!text) throw new Error('这个压缩包不是填报台下载的，或者重新压缩过。请打开原来下载的 .zip，或者解压后打开里面的 .md 文件。')
  const base = (path: string) => path.replace(/^.*\//, '')
  const pictures = files.filter((f) => f !== text).map(([path, data]): [string, ArrayBuffer] => [base(path), data.buffer as ArrayBuffer])
  return { name: base(text[0]), text: new TextDecoder().decode(text[1]), pictures: Object.fromEntries(pictures) }
}

// sending returns the section; finished gives the file as it is at that moment.
export function sending(transport: Transport, draft: Draft, finished: () => Promise<Finished>, check: () => void, replaced: (text: string) => void, kept: () => void): { section: HTMLElement; show(path: string, mistakes: number, pictures: number, blank: string[]): void; entered(): void } {
  const section = copied('desk-sending').firstElementChild as HTMLElement
  const one = (selector: string) => section.querySelector<HTMLElement>(selector)!
  const act = (name: string, does: (f: Finished) => Promise<string> | string) => on(section, name, async () => {
    const status = one('.done')
    try {
      status.textContent = await does(await finished())
    } catch (e) {
      status.textContent = (e as Error).message
    }
  })
  act('download', (f) => {
    const { name, data } = packed(f)
    hand(name, data)
    draft.sent = Date.now()
    kept()
    return `已下载“${name}”，在浏览器的下载文件夹里。`
  })
  act('copy', async (f) => {
    try {
      await navigator.clipboard.writeText(f.text)
    } catch { // a page that is not secure has no clipboard: the old way
      const area = el('textarea.unseen')
      area.value = f.text
      section.append(area)
      area.select()
      document.execCommand('copy')
      area.remove()
    }
    return '全文已复制，可以粘贴到别处。'
  })
  on(section, 'check', check)
  const { office } = transport
  if (office) {
    one('.way').before(saving(office, draft, finished, replaced))
    if (draft.kind === 'brand' && draft.was) one('.way').after(renaming(transport.call, draft, replaced))
  }
  if (draft.kind === 'brand') one('#desk-papers').append(printing(transport, finished))
  // hosted says how the file gets into the repository on its host's pages.
  const hosted = async () => {
    const f = await finished()
    const ways = await transport.call<Ways | null>('ways', { Path: f.path, Text: f.text, There: !!draft.was })
    one('#desk-ways').replaceChildren(...(ways?.open ? [el('div.way', el('h3', '提交到仓库'), el('ol', ...(ways.steps ?? []).map((step) => el('li', step))),
      el('div.buttons', button(ways.fills ? '打开仓库网页' : '复制全文，打开仓库网页', () => {
        if (!ways.fills) section.querySelector<HTMLElement>('[data-do=copy]')!.click()
        open(ways.open, '_blank', 'noopener')
      }, '')))] : []))
  }
  return {
    section,
    // entered is when the section comes to be seen: what its host would do depends on the text.
    entered: () => void hosted().catch(() => {}),
    show(path, mistakes, pictures, blank) {
      one('.no').hidden = !mistakes
      one('.good').hidden = !!mistakes
      one('.good').textContent = `检查过了，没有发现错误，可以送出。${blank.length ? `推荐表上还空着：${blank.join('、')}。` : ''}`
      one('.no p').textContent = `还有 ${mistakes} 处需要改正。改好再送出，主管部门不用退回来。`
      const name = path.replace(/^.*\//, '')
      one('.what').textContent = pictures || !name.endsWith('.md') ? `文件名是 ${name.replace(/\.(md|yaml)$/, '.zip')}，里面有填好的内容${pictures ? `和 ${pictures} 张图片` : ''}，不用解压，原样发出就行。` : `文件名是 ${name}，请不要改。它用填报台打开，双击打不开是正常的。`
    },
  }
}
