// Telephone numbers, however they are spelled: generator/search/phone.go.

import { runs } from './tokens'

export function phoneIn(text: string): string {
  const m = /^(?:(?:0*86)?0?([1-9]\d{9,13})|([1-9]\d{6,8}))$/.exec(runs(text).join(''))
  return m ? m[1] || m[2]! : ''
}

export const joinPhones = (text: string): string =>
  text.replace(/[0-9０-９](?:[-‐‑–—－()（） \u3000]{0,3}[0-9０-９]){6,14}/g, (s) => (phoneIn(s) ? ` ${s.replace(/[ \u3000]/g, '-')} ` : s))
