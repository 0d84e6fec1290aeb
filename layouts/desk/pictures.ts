// A picture is chosen or taken, made small on the device, and kept in the draft.

import { button, chosen, el, id } from './dom'
import type { Control, Host } from './fields'
import type { Field, Path } from './transport'

const widest = 1600 // pixels, of the longer side

// scaled returns the picture as JPEG. The browser turns it upright, and nothing of
// where and when it was taken stays in it.
async function scaled(file: Blob): Promise<ArrayBuffer> {
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(file)
  } catch {
    throw new Error('这个文件不是浏览器认得的图片，请选择 JPG 或 PNG 格式的图片。')
  }
  const by = Math.min(1, widest / Math.max(bitmap.width, bitmap.height))
  const canvas = el('canvas', { width: Math.max(1, Math.round(bitmap.width * by)), height: Math.max(1, Math.round(bitmap.height * by)) })
  const pen = canvas.getContext('2d')!
  pen.fillStyle = '#fff' // behind what is transparent
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.85))
  if (!blob) throw new Error('图片没有处理成功，请换一张再试。')
  return blob.arrayBuffer()
}

// added keeps a picture in the draft and returns the name that it gets.
function added(host: Host, data: ArrayBuffer): string {
  const stem = `tupian-${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}`
  let name = `${stem}.jpg`
  for (let n = 2; host.draft.pictures[name]; n++) name = `${stem}-${n}.jpg`
  host.draft.pictures[name] = data
  return name
}

// storyHead is what a story begins with that has no heading of its own.
export const storyHead = '## 品牌故事\n\n'

// inserting puts pictures into the text that is typed into an area, with what they show.
export function inserting(host: Host, area: HTMLTextAreaElement): HTMLElement {
  const alt = el('input', { id: id(), type: 'text', autocomplete: 'off' })
  const status = el('p', { role: 'status' })
  const take = async (picked: File) => {
    try {
      const name = added(host, await scaled(picked))
      area.value = `${area.value.trimEnd() || storyHead.trimEnd()}\n\n![${alt.value.trim().replace(/[[\]\\]/g, '')}](${name})\n`
      area.dispatchEvent(new Event('input', { bubbles: true }))
      status.textContent = '图片已放在文字的最后，可以把那一行移到别处。'
      alt.value = ''
    } catch (e) {
      status.textContent = (e as Error).message
    }
  }
  const choose = chosen('image/*', take)
  return el('details.clauses', el('summary', '在文字里放一张图片'),
    el('div.field', el('label', { for: alt.id }, '图中是什么，一句话'), el('div.line', alt, button('选择图片', () => {
      if (alt.value.trim()) return choose()
      status.textContent = '请先写一句话，说明图中是什么。'
      alt.focus()
    }))), status)
}

interface Place { path(): Path; get(): unknown; set(value: unknown): void }
interface Making {
  control(field: Field, place: Place, box: HTMLElement, inputs: HTMLElement[], described: string[]): Control
  make(field: Field, key: string): HTMLElement
}

// picture is a group one of whose fields is a file.
export function picture(host: Host, field: Field, place: Place, making: Making): HTMLElement {
  const file = field.fields!.find((f) => f.kind === 'file')!
  const at: Place = {
    path: () => [...place.path(), file.key],
    get: () => (place.get() as { [key: string]: unknown } | undefined)?.[file.key],
    set: (value) => host.set(at.path(), value),
  }
  const shown = el('div.picture')
  const hint = el('p.hint', { id: id() }, field.hint ?? '')
  const status = el('p', { role: 'status' })
  let address = ''
  const show = () => {
    const name = String(at.get() ?? '')
    const data = host.draft.pictures[name]
    if (address) URL.revokeObjectURL(address)
    address = data ? URL.createObjectURL(new Blob([data])) : ''
    shown.replaceChildren(...(address ? [el('img', { src: address, alt: '选好的图片' })] : name ? [el('p.hint', `原来的图片“${name}”不用重新选择；要换的，请另选一张。`)] : []))
    remove.hidden = !name
    choose.textContent = name ? '换一张图片' : '选择图片'
  }
  const take = async (picked: File) => {
    try {
      const data = await scaled(picked)
      delete host.draft.pictures[String(at.get() ?? '')]
      const name = added(host, data)
      at.set(name)
      status.textContent = `图片已放好，${Math.ceil(data.byteLength / 1024)} KB。请写一句说明。`
    } catch (e) {
      status.textContent = (e as Error).message
    }
    show()
  }
  const choose = button('选择图片', chosen('image/*', take))
  const camera = button('拍一张', chosen('image/*', take, 'environment'))
  camera.hidden = !matchMedia('(pointer: coarse)').matches
  const remove = button('去掉图片', () => {
    delete host.draft.pictures[String(at.get() ?? '')]
    at.set(null)
    status.textContent = ''
    show()
    choose.focus()
  })
  const own = el('div.field', hint, shown, el('div.buttons', choose, camera, remove), status)
  making.control({ ...file, label: field.label }, at, own, [choose], [hint.id])
  show()
  return el('fieldset.group', el('legend', field.label), own,
    ...field.fields!.filter((f) => f !== file).map((f) => making.make({ ...f, required: false }, f.key)))
}
