// With what words queries are read: generator/search/expand.go.

import type { Manifest } from './shards'
import type { Simple } from './tokens'

export interface Vocabulary extends Manifest {
  asking: string[] // with follow from mend, where it is wanted
  follow: Record<string, string[]>
  simple: Simple // from simple
}

export type Choice = Manifest['choices'][string]

/** Cuts a run at known words, the longest first at each place. */
export const split = (run: string, words: string[]): string[] =>
  words[0] ? run.split(RegExp(`(${words.sort((x, y) => y.length - x.length).join('|')})`)).filter(Boolean) : [run]

/** A word that may be the number of an act, or its beginning or end, folded. */
export const numberIn = (word: string, folded: string): string =>
  /[〔［[(（【][0-9０-９]{4}[〕］\])）】]/.test(word) || /^\D*\d+号$/.test(folded) ? folded.replace(/第(\d)/g, '$1') : ''

/** A word and the spellings one letter away that can be read. */
export function slips(word: string, follow: Record<string, string[]>): string[] {
  const out = new Set([word])
  const reads = (rest: string, behind: string): boolean =>
    (follow[behind] ?? []).some((s) => s.startsWith(rest) || (rest.startsWith(s) && reads(rest.slice(s.length), s)))
  ;[...word].forEach((char, i) => {
    const before = word.slice(0, i)
    const rest = word.slice(i + 1)
    for (const c of ['', ...'abcdefghijklmnopqrstuvwxyz']) {
      for (const s of [before + c + rest, before + c + char + rest, before + rest.slice(0, 1) + char + rest.slice(1)]) {
        if (reads(s, '')) out.add(s)
      }
    }
  })
  return [...out]
}

// The characters of simplified texts, those of GB 2312; a few of them are traditional too.
let common = ''

/** Whether a text has characters that may be traditional. */
export function hasOthers(text: string): boolean {
  common ||= new TextDecoder('gbk')
    .decode(new Uint8Array(72 * 188).map((_, i) => (i % 2 ? 161 + ((i >> 1) % 94) : 176 + i / 188)))
    .replace(/[麽於夥後吒袷乾徵摺拚捱麴菸榘醣薹]/g, '')
  return [...text].some((char) => char > '\u31ff' && char < '\uff00' && !common.includes(char))
}
