// Marks what was searched in the texts of a row. Texts become text nodes, never
// HTML.

import { fold } from './tokens'
import type { Plan } from './plan'

/**
 * The text with <mark> around every character and pair that the plan asks for;
 * of a longer one as many characters as width, from a little before the first.
 */
export function marked(text: string, plan: Plan, width = 1e4): DocumentFragment {
  const chars = [...text]
  let folded = ''
  const from: number[] = [] // of each unit of folded: the character it comes from
  chars.forEach((char, i) => {
    folded += fold(char)
    while (from.length < folded.length) from.push(i)
  })
  const hit = new Set<number>()
  for (const needle of plan.tokens.flatMap((t) => t.grams)) {
    for (let at = -1; (at = folded.indexOf(needle, at + 1)) >= 0;) {
      for (let n = 0; n < needle.length; n++) hit.add(from[at + n] as number)
    }
  }
  const out = document.createDocumentFragment()
  let at = Math.min(...hit) // Infinity where nothing is marked
  at = at < chars.length && chars.length > width ? Math.max(0, at - 16) : 0
  const last = Math.min(chars.length, at + width)
  if (at) out.append('…')
  while (at < last) {
    let end = at
    while (end < last && hit.has(end) === hit.has(at)) end++
    const piece = chars.slice(at, end).join('')
    out.append(hit.has(at) ? element('mark', {}, piece) : piece)
    at = end
  }
  if (last < chars.length) out.append('…')
  return out
}

export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const e = document.createElement(name)
  for (const key in attributes) e.setAttribute(key, attributes[key] as string)
  e.append(...children)
  return e
}
