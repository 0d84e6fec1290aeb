import { el } from './dom'
import { load, onDisk, type Engine } from './load'
import type { More } from './more'

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

// A Source is where a file of the repository lies; null without a repository.
export interface Source { address: string; read: boolean; host: string }

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
  judged: boolean
  sum: string
  self?: string
  coach?: string
  items: Item[]
  gaps: { item: string; where: string; kind: string; changes: string[] }[]
}

// A Coaching is what the coach says by one standard: criteria.Coaching.
export interface Coaching {
  standard: string
  none: string
  steps: Advice[]
  wait: string
  more: string
  gains: { text: string; steps: Advice[] }[]
}
export interface Advice { fact: string; text: string; how?: string; items: { where: string }[] }

export interface Item { id: string; where: string; basic: boolean; text: string; outcome: string; word: string; score?: string; reasons: string[] | null; facts: string[]; missing: string[] }

export interface Transport {
  call<A>(name: string, input: unknown): Promise<A>
  // ready is there where an engine is loaded first: what starts needs none.
  ready?: Promise<void>
  // documents asks what makes papers and takes files in (desk/papers); told hears how much
  // of it has come, from 0 to 1.
  documents<A>(name: 'papers' | 'import', input: unknown, told: (share: number) => void): Promise<A>
  // office is there where the page is served by the program on this machine: it opens and
  // saves.
  office?: Office
}

export interface Office {
  open(path: string): Promise<Stored>
  // picture returns the bytes of a picture in Base64.
  picture(path: string): Promise<string>
  // save fails with a Conflict where somebody else has changed the file.
  save(file: Stored): Promise<Stored>
  candidates(asked: { Standard: string; Level: string; Date: string }): Promise<Candidate[]>
}

// A stored file is as it lies in the repository; sum is "" of one that is not there.
export interface Stored { path: string; was?: string; text: string; sum: string; pictures?: { [name: string]: string } }

export interface Candidate { slug: string; name: string; type: string; county: string; place?: number; total?: number; conclusion?: string; unfit?: string }

export interface Paper { name: string; title: string; html: string; docx: string }

// An Intake is what was made of a file of Word or Excel: intake.Answer.
export interface Intake {
  files: Made[]
  wanted: string[] | null
  others: string[] | null
  columns: { head: string; address: string; as: string; sure: boolean }[]
  left: { address: string; text: string; why: string }[] | null
  remarks: { address: string; text: string }[] | null
  proposals: { address: string; brand: string; fact: string; text: string }[] | null
  names: string[]
  brands: number
  said: number
  placed: number
}

export interface Made { path: string; kind: string; name: string; before: string; text: string }

// A finished file, with the pictures beside it.
export interface Finished { path: string; was: string; text: string; pictures: { [name: string]: ArrayBuffer } }

// A Conflict is the error of saving what somebody else has changed: theirs is the file now.
export type Conflict = Error & { theirs: Stored }

declare global {
  interface Window { deskMore?: More }
}

let loading: Promise<More> | undefined

// more returns what the second script brings, once it has come.
export function more(page: HTMLElement): Promise<More> {
  return (loading ??= new Promise((done, failed) => {
    if (window.deskMore) return done(window.deskMore)
    document.head.append(el('script', {
      src: page.dataset.more, onload: () => done(window.deskMore!), onerror: () => {
        loading = undefined
        failed(new Error('页面的一部分没有装载成功，请检查网络后再试。'))
      },
    }))
  }))
}

// connect returns the way to the engine: over HTTP where the page says so, or in a
// worker; undefined where there is none. told hears how much of the engine is loaded,
// from 0 to 1.
export function connect(page: HTMLElement, told: (share: number) => void): Transport | undefined {
  const here = document.querySelector<HTMLMetaElement>('meta[name=desk]')
  if (here) return overHTTP(here.content, here.dataset.token ?? '', 'stores' in here.dataset)
  return page.dataset.worker || window.deskFiles ? inWorker(page, told) : undefined
}

function overHTTP(address: string, token: string, stores: boolean): Transport {
  const call = async <A>(name: string, input: unknown): Promise<A> => {
    const answer = await fetch(address + name, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Minglu-Token': token }, body: JSON.stringify(input) })
    if (answer.status === 409) throw Object.assign(new Error('这个文件在打开以后被别人改过，没有保存。请对照两边，改好后再保存。'), { theirs: await answer.json() })
    if (!answer.ok) throw new Error((await answer.text()).trim())
    return answer.json()
  }
  return {
    call,
    documents: (name, input) => call(name, input),
    office: stores ? {
      open: (path) => call('open', { path }),
      picture: (path) => call('picture', { path }),
      save: (file) => call('save', file),
      candidates: (asked) => call('candidates', asked),
    } : undefined,
  }
}

function inWorker(page: HTMLElement, told: (share: number) => void): Transport {
  const at = (name: string) => new URL(page.dataset[name] ?? '', location.href).href
  const text = (name: 'bundle' | 'sources') => window.deskFiles ? onDisk(name).then((bytes) => new TextDecoder().decode(bytes)) : fetch(at(name)).then((answer) => answer.text())
  const engine = load({ worker: at('worker'), program: at('program'), words: at('words') }, told)
  const bundle = text('bundle')
  const opened = bundle.then((text) => engine.ask('open', text))
  const ready = opened.then(() => {})
  ready.catch(() => {}) // whoever asks is told

  // A second engine knows Word and Excel: it is larger by half, and few need it.
  let second: Promise<Engine> | undefined
  const documents = async (told: (share: number) => void) => {
    const engine = load({ worker: at('worker'), program: at('documents'), words: at('words'), kind: 'documents' }, told)
    await engine.ask('open', await bundle)
    await engine.ask('sources', await text('sources'))
    await engine.read
    return engine
  }
  return {
    ready,
    call: async <A>(name: string, input: unknown): Promise<A> => {
      if (name === 'start') {
        const { start, brands } = JSON.parse(await bundle)
        return { ...start, brands }
      }
      await opened
      return JSON.parse(await engine.ask(name, JSON.stringify(input)))
    },
    documents: async (name, input, told) => {
      second ??= documents(told)
      second.catch(() => (second = undefined))
      return JSON.parse(await (await second).ask(name, JSON.stringify(input)))
    },
  }
}
