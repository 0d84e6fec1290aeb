// What a query asks for: generator/search/plan.go, from the same text the same.

import { runs } from './tokens'

const longestQuery = 200
const mostTokens = 6
const longestPinyin = 16
const partWidth = 6

export interface Token {
  grams: string[] // all of these
  pinyin: string // or this, where it is not empty
}

export interface Plan {
  key: string
  tokens: Token[]
  parts: string[][]
  cut: boolean // the text is longer than a query may be
}

/** Whether a run may be pinyin. */
export const isWord = (run: string): boolean => /^[a-z]+$/.test(run)

/** As much of a text as is searched for. */
export const query = (text: string): string => [...text].slice(0, longestQuery).join('')

export function newPlan(text: string, names: ReadonlySet<string>): Plan {
  const asked = query(text)
  const plan: Plan = { key: '', tokens: [], parts: [], cut: asked !== text }
  for (const run of runs(asked)) {
    plan.key += run
    if (isWord(run)) {
      plan.tokens.push({ grams: spread(neighbours(run)), pinyin: run.slice(0, longestPinyin) })
      continue
    }
    for (const piece of split(run, names)) {
      for (const gram of neighbours(piece)) plan.tokens.push({ grams: [gram], pinyin: '' })
    }
    const chars = [...run]
    if (chars.length > 2 && plan.parts.length < mostTokens) {
      plan.parts.push(chars.length <= partWidth ? [run] : [chars.slice(0, partWidth).join(''), chars.slice(-partWidth).join('')])
    }
  }
  plan.tokens = spread(plan.tokens)
  return plan
}

function neighbours(s: string): string[] {
  const chars = [...s]
  return chars.length === 1 ? [s] : chars.slice(1).map((char, i) => (chars[i] as string) + char)
}

/** At most mostTokens of a list, taken evenly. */
function spread<T>(list: T[]): T[] {
  if (list.length <= mostTokens) return list
  return Array.from({ length: mostTokens }, (_, i) => list[Math.floor((i * (list.length - 1)) / (mostTokens - 1))] as T)
}

/** Cuts a run at known names, the longest first at each place. */
function split(run: string, names: ReadonlySet<string>): string[] {
  const chars = [...run]
  const part = (from: number, to?: number): string => chars.slice(from, to).join('')
  const out: string[] = []
  let rest = 0
  for (let i = 0; i < chars.length;) {
    let end = chars.length
    while (end > i + 1 && !names.has(part(i, end))) end--
    if (end > i + 1) {
      out.push(part(rest, i), part(i, end))
      rest = end
    }
    i = end
  }
  out.push(part(rest))
  return out.filter(Boolean)
}
