// What a query asks for: generator/search/plan.go, from the same text the same.

import { runs } from './tokens'

/** How many characters of a query are searched for. */
export const longestQuery = 200
const mostTokens = 6
const longestPinyin = 16
const partWidth = 6

export interface Token {
  grams: string[] // all of these
  pinyin: string // or this, where it is not empty
}

export interface Plan {
  runs: string[]
  key: string
  tokens: Token[]
  parts: string[][]
}

/** Whether a run may be pinyin. */
export const isWord = (run: string): boolean => /^[a-z]+$/.test(run)

export function newPlan(text: string, names: string[]): Plan {
  const all = runs([...text].slice(0, longestQuery))
  const plan: Plan = { runs: all, key: all.join(''), tokens: [], parts: [] }
  for (const run of all) {
    if (isWord(run)) {
      plan.tokens.push({ grams: spread(neighbours(run)), pinyin: run.slice(0, longestPinyin) })
      continue
    }
    for (const piece of split(run, names)) {
      for (const gram of neighbours(piece)) plan.tokens.push({ grams: [gram], pinyin: '' })
    }
    const chars = [...run]
    if (chars[2] && plan.parts.length < mostTokens) {
      plan.parts.push(chars[partWidth] ? [chars.slice(0, partWidth).join(''), chars.slice(-partWidth).join('')] : [run])
    }
  }
  plan.tokens = spread(plan.tokens)
  return plan
}

function neighbours(s: string): string[] {
  const chars = [...s]
  return chars[1] ? chars.slice(1).map((char, i) => (chars[i] as string) + char) : [s]
}

/** At most mostTokens of a list, taken evenly. */
function spread<T>(list: T[]): T[] {
  if (list.length <= mostTokens) return list
  return Array.from({ length: mostTokens }, (_, i) => list[((i * (list.length - 1)) / (mostTokens - 1)) | 0] as T)
}

/** Cuts a run at known names, the longest first at each place. */
function split(run: string, names: string[]): string[] {
  const out: string[] = []
  let rest = 0
  for (let i = 0; i < run.length;) {
    let end = 0
    for (const name of names) if (run.startsWith(name, i)) end = Math.max(end, i + name.length)
    if (end) {
      out.push(run.slice(rest, i), run.slice(i, end))
      rest = end
    }
    i = end || i + 1
  }
  out.push(run.slice(rest))
  return out.filter(Boolean)
}
