// The tokenizer of generator/search/tokenizer.go, from the same ranges: the
// browsers' own Unicode tables differ, these do not.

/** First and last of each range, one after the other. */
const letters = [
  0x30, 0x39, 0x61, 0x7a, 0xdf, 0xf6, 0xf8, 0x24f, 0x370, 0x3ff, 0x400, 0x52f, 0x3005, 0x3007, 0x3041, 0x3096, 0x30a1, 0x30fa, 0x30fc,
  0x30fe, 0x3105, 0x312f, 0x3400, 0x4dbf, 0x4e00, 0x9fff, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0x20000, 0x3fffd,
]

const ignored = [0xad, 0xad, 0x300, 0x36f, 0x200b, 0x200d, 0x2060, 0x2060, 0xfe00, 0xfe0f, 0xfeff, 0xfeff, 0xe0100, 0xe01ef]

const within = (ranges: number[], char: string): boolean => {
  const c = code(char)
  return ranges.some((first, i) => i % 2 === 0 && c >= first && c <= (ranges[i + 1] as number))
}

const code = (s: string): number => s.codePointAt(0) as number

/** What one character is searched as: several, none, or a sign that parts runs. */
export function fold(char: string): string {
  const c = code(char)
  const latin = c < 0x250 || (c >= 0x1e00 && c <= 0x1eff)
  let out = ''
  for (const f of char.normalize(latin ? 'NFKD' : 'NFKC')) {
    if (!within(ignored, f)) out += f < '\x80' ? f.toLowerCase() : f
  }
  return out
}

export const isLetter = (char: string): boolean => within(letters, char)

/** The folded runs of letters and digits in a text. */
export function runs(text: string): string[] {
  let out = ''
  for (const char of text) {
    for (const f of fold(char)) out += isLetter(f) ? f : ' '
  }
  return out.split(' ').filter((run) => run !== '')
}
