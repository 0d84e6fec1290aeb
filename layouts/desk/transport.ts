import { bytesOf, load } from './load'

// What the page asks and what it is answered: the shapes of generator/desk, and the
// two ways there are to it.

export type Step = string | number
export type Path = Step[]

export interface Start {
  title: string
  region: string
  day: string
  types: string[]
  counties: string[]
  kinds: string[]
  brands: Brand[] | null
  guide: string
}

// Ways are the pages of the repository's host for one file; null without a repository.
export interface Ways { open: string; fills: boolean; steps: string[] | null }

export interface Brand { file: string; name: string; other_names?: string[]; type?: string; county?: string; status?: string }

export interface Form { kind: string; title: string; sections: Section[] }
export interface Section { title: string; fields: Field[] }

export interface Field {
  key: string
  label: string
  kind: string
  hint?: string
  required?: boolean
  rare?: boolean
  unit?: string
  most?: number
  choices?: string[]
  titles?: string[]
  clauses?: { standard: string; item: string; text: string }[]
  proven?: boolean
  shared?: boolean
  fields?: Field[]
  defaults?: { county: string; value: string; from: string }[]
}

export interface Report {
  path: string
  readable: boolean
  values: { [key: string]: unknown }
  mistakes: Mistake[]
  fixable: number
  doubts: { path: Path; text: string }[]
  advice: string
  evaluations: Evaluation[]
}

export interface Mistake { path: Path; rule: string; message: string; line: number; suggestion?: string; certain?: boolean }

export interface Evaluation {
  standard: string
  title: string
  level: string
  outcome: string
  conclusion: string
  sum: string
  items: Item[]
  gaps: { item: string; where: string; changes: string[] }[]
}

export interface Item { id: string; where: string; basic: boolean; text: string; outcome: string; word: string; score?: string; reasons: string[] | null; facts: string[] }

export interface Transport {
  call<A>(name: string, input: unknown): Promise<A>
  // ready is there where an engine is loaded first: what starts needs none.
  ready?: Promise<void>
  // office is there where the page is served by the program on this machine: it opens,
  // saves and prints.
  office?: Office
}

export interface Office {
  open(path: string): Promise<Stored>
  // picture returns the bytes of a picture in Base64.
  picture(path: string): Promise<string>
  // save fails with a Conflict where somebody else has changed the file.
  save(file: Stored): Promise<Stored>
  candidates(asked: { Standard: string; Level: string; Date: string }): Promise<Candidate[]>
  papers(file: { path: string; text: string }): Promise<Paper[]>
}

// A stored file is as it lies in the repository; sum is "" of one that is not there.
export interface Stored { path: string; was?: string; text: string; sum: string; pictures?: { [name: string]: string } }

export interface Candidate { slug: string; name: string; type: string; county: string; place?: number; total?: number; conclusion?: string; unfit?: string }

export interface Paper { name: string; html: string }

// A finished file, with the pictures beside it.
export interface Finished { path: string; was: string; text: string; pictures: { [name: string]: ArrayBuffer } }

// A Conflict is the error of saving what somebody else has changed: theirs is the file now.
export type Conflict = Error & { theirs: Stored }

declare global {
  interface Window { deskOffice?: typeof import('./office') } // serve.ts
}

// connect returns the way to the engine: over HTTP where the page says so, or in a
// worker; undefined where there is none. told hears how much of the engine is loaded,
// from 0 to 1.
export function connect(page: HTMLElement, told: (share: number) => void): Transport | undefined {
  const here = document.querySelector<HTMLMetaElement>('meta[name=desk]')
  if (here) return overHTTP(here.content, here.dataset.token ?? '')
  const { worker, program, words, bundle } = page.dataset
  return worker || window.deskFiles ? inWorker(absolute(worker), absolute(program), absolute(words), absolute(bundle), told) : undefined
}

function absolute(address = ''): string {
  return address && new URL(address, location.href).href
}

function overHTTP(address: string, token: string): Transport {
  const call = async <A>(name: string, input: unknown): Promise<A> => {
    const answer = await fetch(address + name, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Minglu-Token': token }, body: JSON.stringify(input) })
    if (answer.status === 409) throw Object.assign(new Error('这个文件在打开以后被别人改过，没有保存。请对照两边，改好后再保存。'), { theirs: await answer.json() })
    if (!answer.ok) throw new Error((await answer.text()).trim())
    return answer.json()
  }
  if (!window.deskOffice) return { call }
  return {
    call,
    office: {
      open: (path) => call('open', { path }),
      picture: (path) => call('picture', { path }),
      save: (file) => call('save', file),
      candidates: (asked) => call('candidates', asked),
      papers: (file) => call('papers', file),
    },
  }
}

function inWorker(worker: string, program: string, words: string, bundle: string, told: (share: number) => void): Transport {
  const engine = load({ worker, program, words }, told)
  const disk = window.deskFiles?.bundle
  const text = (disk ? Promise.resolve(new TextDecoder().decode(bytesOf(disk))) : fetch(bundle).then((answer) => answer.text()))
  const opened = text.then((text) => engine.ask('open', text))
  const ready = opened.then(() => {})
  ready.catch(() => {}) // whoever asks is told
  return {
    ready,
    call: async <A>(name: string, input: unknown): Promise<A> => {
      if (name === 'start') {
        const { start, brands } = JSON.parse(await text)
        return { ...start, brands }
      }
      await opened
      return JSON.parse(await engine.ask(name, JSON.stringify(input)))
    },
  }
}
