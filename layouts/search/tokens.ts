// The tokenizer of generator/search/tokenizer.go, from the same ranges: the
// browsers' own Unicode tables differ, these do not.

const signs =
  /[^0-9a-zß-öø-ɏͰ-ϿЀ-ԯ々-〇ぁ-ゖァ-ヺー-ヾㄅ-ㄯ㐀-䶿一-鿿가-힣\uf900-\ufaff\u{20000}-\u{3fffd}]/gu
const ignored = /[\xad\u0300-\u036f\u115f\u1160\u180b-\u180f\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\u{e0100}-\u{e01ef}]/gu
const latin = /[\0-ɏḀ-ỿ]/

/** The simplified forms of traditional characters. */
export type Simple = Record<string, string>

/** What one character is searched as: several, none, or a space, which parts runs. */
export const fold = (char: string, simple: Simple = {}): string =>
  char
    .normalize(latin.test(char) ? 'NFKD' : 'NFKC')
    .replace(ignored, '')
    .replace(/[A-Z]/g, (c) => c.toLowerCase())
    .replace(signs, ' ')
    .replace(/[^ -\xff]/gu, (c) => simple[c] ?? c)

/** The folded runs of letters and digits in a text. */
export const runs = (text: string, simple?: Simple): string[] =>
  [...text].map((char) => fold(char, simple)).join('').split(' ').filter(Boolean)
