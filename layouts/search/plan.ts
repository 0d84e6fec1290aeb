// What a query asks for: generator/search/plan.go, from the same text the same.

import { numberIn, slips, split, type Choice, type Vocabulary } from './expand'
import { joinPhones, phoneIn } from './phone'
import type { Field } from './shards'
import { runs } from './tokens'

/** How many characters of a query are searched for. */
export const longestQuery = 200
const mostTokens = 6
const longestPinyin = 16
const partWidth = 6
const shortestSlip = 4
const pinyinBoost = 4
const aroundBoost = 1
const numberBoost = 4
const tradeBoost = 1

/** What begins a key of pinyin in the shards: it lies apart from the other terms, before them. */
export const spelled = '\x01'

/** A field in which something begins in one of some ways. */
export type Also = readonly [field: Field, starts: string[], boost: number]

/** All of the grams, or any of the others. */
export interface Token {
  grams: string[]
  also: Also[]
}

export interface Plan {
  key: string
  tokens: Token[]
  telling?: Token // of a plan that is loosened
  parts: string[][]
  chosen: Choice[]
  said: string[]
  unlisted?: boolean // a telephone number is asked for that no brand has
  lacks: string // the query, where no brand has it but in other words or in part
}

export const nameless = ({ lacks }: Plan): string => `没有名称含“${lacks}”的品牌`

/** The sentence that says what a query was taken for, where it was: not that 快递 was for 快递. */
export const taken = (plan: Plan): string => {
  const as = plan.said.join('”“')
  return as && (plan.lacks || as !== plan.key) ? (plan.lacks && nameless(plan) + '，下面') + `按“${as}”查找。` : ''
}

/** What is said where a telephone number is asked for that no brand has. */
export const noPhone = '没有品牌在本名录登记这个电话号码'

/** Whether a run may be pinyin. */
export const isWord = (run: string): boolean => /^[a-z]+$/.test(run)

export function newPlan(text: string, v: Vocabulary, mend?: boolean): Plan {
  text = [...text].slice(0, longestQuery).join('')
  const literal = /^ *["“”「][^]*["“”」] *$/.test(text)
  const { choices, groups, asking } = v
  const facetWords = Object.keys(choices)
  const tokens: Token[] = []
  const parts: string[][] = []
  const chosen: Choice[] = []
  const said: string[] = []
  const left: string[] = []
  const wish: Choice[] = []
  let key = ''
  let spelt: string[] = []
  let dropped = false
  if (literal) mend = false
  else text = joinPhones(text)

  const add = (grams: string[], ...also: Also[]): unknown => tokens.push({ grams: spread(grams), also })
  const choose = (choice: Choice): void => {
    chosen.push(choice)
    said.push(choice[2])
  }
  const spell = (): void => {
    const whole = spelt.join('')
    if (spelt[1]) {
      parts.push([spelled + whole.slice(0, longestPinyin)])
      if (mend && spelt.some((word) => word.length < shortestSlip)) spelt = [whole]
    }
    for (const word of spelt) {
      let readings = [word.slice(0, longestPinyin)]
      if (mend && word.length >= shortestSlip) {
        readings = slips(readings[0]!, v.follow)
        said.push(`接近 ${word} 的拼音`)
      }
      const starts = readings.map((s) => spelled + s)
      add(neighbours(word), ['pinyin', starts, pinyinBoost], ['around', starts, aroundBoost])
    }
    spelt = []
  }

  const known = [...v.names, ...groups.flatMap(([, ...words]) => words), ...(mend ? [...facetWords, ...asking] : [])]
  const words = text.split(/[ \u3000]/)
  const choice = (word: string): Choice[] => split(runs(word, v.simple).join(''), facetWords).map((piece) => choices[piece]!)
  const alone = words.every((word) => choice(word).every(Boolean))
  for (const word of words) {
    const cut = runs(word, v.simple)
    const folded = cut.join('')
    key += folded
    const chooses = choice(word)
    if (!literal && folded && chooses.every((c) => c && (alone || !c[3]))) {
      spell()
      chooses.forEach(choose)
      continue
    }
    const phone = !literal && phoneIn(word)
    const part = !literal && /^\d{5,}$/.test(folded) && folded // of a telephone number
    const number = phone || part || (!literal && numberIn(word, folded))
    for (const run of cut) {
      if (isWord(run) && !number) {
        spelt.push(run)
        continue
      }
      spell()
      const chars = [...run]
      if (chars[2]) parts.push(chars[partWidth] ? [chars.slice(0, partWidth).join(''), chars.slice(-partWidth).join('')] : [run])
      if (number) continue
      for (const piece of split(run, known)) {
        const grams = neighbours(piece)
        const names = literal ? [] : groups.filter(([, ...words]) => words.includes(piece)).map(([name]) => name!)
        const c = mend && choices[piece]
        if (c && !c[3]) choose(c)
        else if (c || (mend && (asking.includes(piece) || piece.length < 2))) {
          dropped = true
          if (c) wish.push(c)
        } else if (names[0]) {
          const terms = [piece + '\x1f']
          add(grams, ['trade', terms, tradeBoost], ['group', terms, 0])
          said.push(...names)
        } else {
          left.push(piece)
          for (const gram of grams) add([gram])
        }
      }
    }
    if (number) {
      spell()
      add(phone ? [phone] : cut.flatMap(neighbours), [phone || part ? 'phone' : 'number', [number], numberBoost])
    }
  }
  spell()
  if (dropped && !tokens[0] && !chosen[0]) {
    if (!wish[0]) return newPlan(text, v)
    wish.forEach(choose)
  }
  return {
    key,
    tokens: spread(tokens),
    parts: parts.slice(0, mostTokens),
    chosen,
    lacks: dropped || chosen[0] || !tokens[0] ? '' : text.replace(/^[ \u3000]+|[ \u3000]+$/g, ''),
    said: [...new Set(dropped ? [...left, ...said] : said)].slice(0, mostTokens),
  }
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
