// bleve's arithmetic, operation by operation: floating point sums depend on
// their order. search/scorer and search/searcher of bleve 2.6.3.

import type { Postings } from './shards'

const k1 = 1.2
const b = 0.75

/** A clause of a query; run returns each document's score, NaN where it does not match. */
export interface Clause {
  count: number
  weight: number
  run(norm: number): Float64Array
}

const noMatch = (n: number): Float64Array => new Float64Array(n).fill(NaN)

/** A term with BM25, or tf-idf in a field without terms, as bleve has it. */
export function term(n: number, distinct: number, p: Postings, boost: number): Clause {
  const df = p.docs.length
  const avg = Math.ceil(distinct / n)
  const idf = avg > 0 ? log(1 + (n - df + 0.5) / (df + 0.5)) : 1 + log(n / (df + 1))
  return {
    count: df,
    weight: boost * idf * (boost * idf),
    run(norm) {
      const out = noMatch(n)
      const w = boost * idf * norm
      for (let i = 0; i < df; i++) {
        const freq = p.freqs[i]
        let score = 0 // an unscored field only says that the term is there
        if (freq) {
          const tf = Math.sqrt(freq)
          const fieldNorm = Math.fround(1 / Math.sqrt(p.lengths[i] as number))
          const length = 1 / (fieldNorm * fieldNorm)
          score = avg > 0 ? (idf * (tf * k1)) / (tf + k1 * (1 - b + (b * length) / avg)) : tf * fieldNorm * idf
        }
        out[p.docs[i] as number] = w !== 1 ? score * w : score
      }
      return out
    },
  }
}

/** The same score for each of the documents; null: all. */
export function constant(n: number, docs: Iterable<number> | null, boost: number): Clause {
  return {
    count: n,
    weight: boost * boost,
    run(norm) {
      const w = boost * norm
      if (!docs) return new Float64Array(n).fill(w)
      const out = noMatch(n)
      for (const d of docs) out[d] = w
      return out
    },
  }
}

/** At least so many of the clauses; with coord their share weighs too. */
function some(clauses: Clause[], least: number, coord: boolean): Clause {
  const sorted = [...clauses].sort((x, y) => x.count - y.count)
  return {
    count: sorted.reduce((sum, c) => sum + c.count, 0),
    weight: sorted.reduce((sum, c) => sum + c.weight, 0),
    run(norm) {
      const scores = sorted.map((c) => c.run(norm))
      return (scores[0] as Float64Array).map((_, d) => {
        let sum = 0
        let matching = 0
        for (const s of scores) {
          if (isNaN(s[d] as number)) continue
          sum += s[d] as number
          matching++
        }
        return matching < least ? NaN : coord ? sum * (matching / scores.length) : sum
      })
    },
  }
}

export const anyOf = (clauses: Clause[], least = 1): Clause => some(clauses, least, true)
export const allOf = (clauses: Clause[]): Clause => some(clauses, clauses.length, false)

/** What must match, and what adds to the score where it does. */
export function evaluate(must: Clause, should: Clause | null): Float64Array {
  const norm = 1 / Math.sqrt(must.weight + (should ? should.weight : 0))
  const out = must.run(norm)
  if (should) {
    should.run(norm).forEach((score, d) => {
      if (!isNaN(score)) out[d]! += score
    })
  }
  return out
}

/** Go's math.Log (FreeBSD's e_log.c) of 1 or more: browsers' own differ in the last bit. */
function log(x: number): number {
  let k = 0 // x = (1 + f) × 2^k
  for (; x >= Math.SQRT2; k++) x /= 2
  const f = x - 1
  const s = f / (2 + f)
  const s2 = s * s
  const s4 = s2 * s2
  const t1 = s2 * (6.66666666666673513e-1 + s4 * (2.857142874366239149e-1 + s4 * (1.818357216161805012e-1 + s4 * 1.479819860511658591e-1)))
  const t2 = s4 * (3.999999999940941908e-1 + s4 * (2.222219843214978396e-1 + s4 * 1.531383769920937332e-1))
  const r = t1 + t2
  const half = 0.5 * f * f
  return k * 6.9314718036912381649e-1 - (half - (s * (half + r) + k * 1.90821492927058770002e-10) - f)
}
