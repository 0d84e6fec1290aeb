// SHA-512 of FIPS 180-4, for browsers that have none to offer. A message of a few hundred bytes
// takes a few milliseconds.

const word = 0xffffffffffffffffn

/** The first 64 bits behind the point of the roots of the first primes. */
const roots = (count: number, power: bigint): bigint[] => {
  const all: bigint[] = []
  for (let n = 2n; all.length < count; n++) {
    let prime = true
    for (let d = 2n; d * d <= n; d++) if (n % d === 0n) prime = false
    if (!prime) continue
    const of = n << (64n * power)
    let low = 0n
    let high = 1n << 70n
    while (high - low > 1n) {
      const middle = (low + high) >> 1n
      if (middle ** power <= of) low = middle
      else high = middle
    }
    all.push(low & word)
  }
  return all
}

const turn = (x: bigint, n: bigint): bigint => ((x >> n) | (x << (64n - n))) & word

let rounds: bigint[] | undefined

export const sha512 = (message: Uint8Array): Uint8Array => {
  const k = (rounds ??= roots(80, 3n))
  const padded = new Uint8Array((message.length + 17 + 127) & ~127)
  padded.set(message)
  padded[message.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 4, message.length * 8)
  const state = roots(8, 2n)
  for (let block = 0; block < padded.length; block += 128) {
    const w: bigint[] = []
    for (let i = 0; i < 80; i++) {
      if (i < 16) {
        w.push(view.getBigUint64(block + 8 * i))
        continue
      }
      const [x, y] = [w[i - 15]!, w[i - 2]!]
      w.push((w[i - 16]! + (turn(x, 1n) ^ turn(x, 8n) ^ (x >> 7n)) + w[i - 7]! + (turn(y, 19n) ^ turn(y, 61n) ^ (y >> 6n))) & word)
    }
    let [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint]
    for (let i = 0; i < 80; i++) {
      const one = (h + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + ((e & f) ^ (~e & g)) + k[i]! + w[i]!) & word
      const two = ((turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c))) & word
      ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + one) & word, c, b, a, (one + two) & word]
    }
    ;[a, b, c, d, e, f, g, h].forEach((x, i) => (state[i] = (state[i]! + x) & word))
  }
  const out = new Uint8Array(64)
  const to = new DataView(out.buffer)
  state.forEach((x, i) => to.setBigUint64(8 * i, x))
  return out
}
