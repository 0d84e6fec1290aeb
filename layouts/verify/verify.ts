// The page /verify.html: whether a proof is this directory's, and what became of what it proves.
// The proof stands in the address behind #. The page has the register in it and asks nobody.

import { look, parse, today, type Proof, type Register, type Verdict } from './register'

interface Detector { detect(picture: ImageBitmap): Promise<{ rawValue: string }[]> }

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement
const register = JSON.parse(byId('register').textContent!) as Register
const stale = Number(byId('register').dataset.stale)
const form = byId('check') as HTMLFormElement
const input = byId('check-text') as HTMLInputElement
const file = byId('check-file') as HTMLInputElement
const verdict = byId('verdict')
const note = byId('check-note')

const signs: Record<string, string> = { 有效: '✓', 已退出: '✕', 已到期: '○', 不是本名录签发: '！', 名录数据过旧: '？' }
const looks: Record<string, string> = { 有效: 'yes', 已退出: 'no', 不是本名录签发: 'no', 已到期: 'open', 名录数据过旧: 'open' }

const element = (tag: string, text: string): HTMLElement => {
  const e = document.createElement(tag)
  e.textContent = text
  return e
}

const reason = (v: Verdict, p: Proof | undefined): string => {
  const g = v.grant
  const asOf = register.date
  switch (v.word) {
    case '有效':
      return `截至 ${asOf}，这个称号在册。`
    case '已退出':
      return `这个称号${g?.e ? `在 ${g.e} ` : ''}已经退出${g?.b ? `，依据是${g.b}` : ''}。证书和牌匾不再有效。`
    case '已到期':
      return `有效期到 ${(g ? g.u : p?.until) ?? ''} 为止，之后没有续期。`
    case '名录数据过旧':
      return v.why || `签名是本名录的。截至 ${asOf} 这个称号${g ? '在册' : '还没有列入'}，以后有没有变动，这份数据不知道。`
  }
  return v.why
}

const advice = (v: Verdict): string => {
  if (v.word === '不是本名录签发') return `请不要相信这份证明，可以询问${register.publisher}${register.contact ? '：' + register.contact : ''}。`
  if (v.word === '名录数据过旧') return '请联网打开网站上的查验页，再查一次。'
  return ''
}

const show = (v: Verdict, p: Proof | undefined): void => {
  const word = element('p', '')
  word.className = 'word'
  const sign = element('span', signs[v.word]!)
  sign.setAttribute('aria-hidden', 'true')
  word.append(sign, element('strong', v.word === '名录数据过旧' ? `名录数据过旧（${v.days} 天前）` : v.word))
  verdict.className = `verdict ${looks[v.word]}`
  verdict.replaceChildren(word, element('p', reason(v, p)))
  if (v.demo) verdict.append(element('p', '示例：这份证明用示例密钥签名，人人都能做，不证明任何事。'))
  if (advice(v)) verdict.append(element('p', advice(v)))
  if (p && v.word !== '不是本名录签发') {
    const list = document.createElement('dl')
    const add = (name: string, value: string | undefined) => {
      if (!value) return
      const row = document.createElement('div')
      row.append(element('dt', name), element('dd', value))
      list.append(row)
    }
    list.className = 'props'
    add('品牌', v.brand || p.slug)
    add('称号', p.honor)
    add('级别', v.grant?.l)
    add('认定日期', p.date || '原公布文件未载明')
    add('文号', v.grant?.c)
    add('有效期至', v.grant ? v.grant.u : p.until)
    add('签发', register.title)
    verdict.append(element('h2', '签名的内容'), list)
    if (v.brand) {
      const link = element('a', '打开品牌页') as HTMLAnchorElement
      link.href = `${document.documentElement.dataset.root}brands/${(register.former ?? {})[p.slug] ?? p.slug}.html`
      const line = element('p', '')
      line.append(link)
      verdict.append(line)
    }
  }
  verdict.hidden = false
}

let turn = 0

/** Checks an address or what stands in it behind #. */
const check = async (text: string): Promise<void> => {
  const mine = ++turn
  const hash = text.indexOf('#')
  const address = hash > 0 ? text.slice(0, hash) : ''
  const proof = parse(register.origin, (hash >= 0 ? text.slice(hash) : text).trim())
  let v: Verdict = { word: '不是本名录签发', days: 0, why: '这不是名录的证明，或者没有读全。', brand: '', demo: false }
  if (proof && address && !address.startsWith(register.base) && !/^(file|blob):/.test(address) && address !== location.href.split('#')[0]) {
    v.why = `这份证明写的是别的网站：${address.replace(/^https?:\/\//, '').split('/')[0]}。`
  } else if (proof) v = await look(register, proof, today(), stale)
  if (mine !== turn) return
  note.textContent = ''
  show(v, proof)
}

const fromPicture = async (picture: Blob): Promise<void> => {
  const Reader = (window as unknown as { BarcodeDetector?: new (o: { formats: string[] }) => Detector }).BarcodeDetector
  if (!Reader) {
    note.textContent = '这个浏览器不会识别图片里的二维码，请用手机扫码，或者粘贴二维码里的网址。'
    return
  }
  note.textContent = '正在识别…'
  try {
    const found = await new Reader({ formats: ['qr_code'] }).detect(await createImageBitmap(picture))
    if (found[0]) await check(found[0].rawValue)
    else note.textContent = '图片里没有找到二维码，请把二维码拍得大一些、正一些。'
  } catch {
    note.textContent = '图片读不出来，请换一张。'
  }
}

const fromAddress = (): void => {
  if (location.hash.includes('=')) void check(location.hash)
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  if (input.value.trim()) void check(input.value.trim())
})
file.addEventListener('change', () => {
  if (file.files?.[0]) void fromPicture(file.files[0])
})
addEventListener('dragover', (event) => event.preventDefault())
addEventListener('drop', (event) => {
  event.preventDefault()
  const dropped = event.dataTransfer?.files[0]
  if (dropped) void fromPicture(dropped)
})
addEventListener('hashchange', fromAddress)
if (register.demo || today() <= register.date) byId('age').textContent = ''
fromAddress()
