// What a register says of a proof, as generator/proof has it: the same words for the same
// proofs, which a test holds the two to.

import { signedBy } from './signature'

export interface Grant { h: number; d?: string; u?: string; l: string; c?: string; s?: string; e?: string; b?: string }
export interface Register {
  origin: string
  base: string
  title: string
  publisher: string
  contact?: string
  date: string
  demo?: boolean
  keys: { k: string; r?: string; demo?: boolean }[] | null
  honors: string[] | null
  brands: Record<string, { n: string; g: Grant[] | null }>
  former?: Record<string, string>
}

export interface Proof { origin: string; slug: string; honor: string; date: string; until: string; signature: Uint8Array }

export type Word = '有效' | '已退出' | '已到期' | '不是本名录签发' | '名录数据过旧'

export interface Verdict { word: Word; days: number; why: string; brand: string; grant?: Grant; demo: boolean }

const fixed = 71 // version, two days of three bytes, signature

/** Reads the part of an address behind #; undefined where it is no proof of this form. */
export const parse = (origin: string, fragment: string): Proof | undefined => {
  const found = /^#?([^=\s]+)=([1-9]\d{0,499})$/.exec(fragment)
  if (!found) return
  const slug = found[1]!
  let hex = BigInt(found[2]!).toString(16)
  if (hex.length % 2) hex = '0' + hex
  const bytes = Uint8Array.from(hex.match(/../g)!, (two) => parseInt(two, 16))
  if (bytes.length < fixed || bytes[0] !== 1 || (bytes.length - fixed) % 2) return
  const day = (at: number): string => {
    const packed = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!
    const [year, month, day] = [packed >> 9, (packed >> 5) & 15, packed & 31]
    const two = (n: number) => String(n).padStart(2, '0')
    if (!packed) return ''
    return String(year).padStart(4, '0') + (month ? '-' + two(month) + (day ? '-' + two(day) : '') : day ? '-00-' + two(day) : '')
  }
  let honor = ''
  for (let at = fixed; at < bytes.length; at += 2) honor += String.fromCharCode((bytes[at]! << 8) | bytes[at + 1]!)
  return { origin, slug, honor, date: day(1), until: day(4), signature: bytes.slice(7, fixed) }
}

const message = (p: Proof): Uint8Array => new TextEncoder().encode(['minglu-proof-1', p.origin, p.slug, p.honor, p.date, p.until, ''].join('\n'))

/** The first day that a date can mean. */
const first = (date: string): string => date && (date + '-01-01').slice(0, 10)

const age = (date: string, today: string): number => Math.max(0, Math.round((Date.parse(today) - Date.parse(date)) / 864e5))

/** Today in China, where days of the register begin and end. */
export const today = (): string => new Date(Date.now() + 8 * 36e5).toISOString().slice(0, 10)

const own = <T>(of: Record<string, T> | undefined, key: string): T | undefined => (of && Object.prototype.hasOwnProperty.call(of, key) ? of[key] : undefined)

export const look = async (r: Register, p: Proof, day: string, stale: number): Promise<Verdict> => {
  const v: Verdict = { word: '不是本名录签发', days: r.demo ? 0 : age(r.date, day), why: '', brand: '', demo: false }
  const said = message(p)
  let by
  for (const key of r.keys ?? []) {
    if (await signedBy(key.k, said, p.signature)) {
      by = key
      break
    }
  }
  if (!by) return { ...v, why: '签名对不上：证明被改过，或者是别人做的。' }
  v.demo = !!by.demo
  const entry = own(r.brands, own(r.former, p.slug) ?? p.slug)
  v.brand = entry?.n ?? ''
  v.grant = entry?.g?.find((g) => r.honors?.[g.h] === p.honor && (g.d ?? '') === p.date)
  const now = r.demo ? r.date : day
  const until = v.grant ? v.grant.u ?? '' : p.until
  if (v.grant?.s === '已退出') v.word = '已退出'
  else if (v.grant?.s === '已到期' || (until && until < now)) v.word = '已到期'
  else if (!v.grant && by.r) v.why = '签名用的密钥已经吊销，名录里也没有这项认定。'
  else if (!v.grant && first(p.date) > r.date) [v.word, v.why] = ['名录数据过旧', '这份名录数据早于这项认定。']
  else if (v.days > stale) v.word = '名录数据过旧'
  else if (!v.grant) v.why = '签名对得上，但这份名录里没有这项认定。'
  else v.word = '有效'
  return v
}
