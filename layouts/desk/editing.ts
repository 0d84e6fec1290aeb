// One file being filled in: its text is the truth, what is typed is set in it by the
// engine one after the other, and every change is kept and checked.

import { base64, keep, type Draft } from './drafts'
import { keyOf } from './fields'
import type { Finished, Path, Report, Transport } from './transport'

const pause = 180 // milliseconds of quiet before what was typed is set and checked
const between = 400 // and between two savings of the draft

export class Editing {
  report!: Report
  refused: { [path: string]: string } = {} // what could not be set, and why
  private timer = 0
  private saving = 0
  private running: Promise<void> | undefined

  constructor(private transport: Transport, readonly draft: Draft, private changed: () => void, private working: (busy: boolean) => void, private kept: (trouble: boolean) => void) {}

  // set takes what was typed; it is in the text when settled is.
  set(path: Path, value: unknown) {
    this.draft.pending[keyOf(path)] = value
    this.later()
  }

  // write takes another text.
  write(text: string) {
    this.draft.text = text
    this.draft.pending = {}
    this.refused = {}
    this.later()
  }

  // later sets and checks after a pause, and keeps the draft meanwhile.
  later() {
    this.working(true)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.settled(), pause)
    this.saving ||= setTimeout(() => this.save(), between)
  }

  save() {
    clearTimeout(this.saving)
    this.saving = 0
    const { draft } = this
    if (draft.base && draft.text === draft.base && !Object.keys(draft.pending).length && !draft.sent) return // nothing was changed
    this.draft.saved = Date.now()
    keep(this.draft).then(() => this.kept(false), () => this.kept(true))
  }

  // settled resolves when all that was typed is in the text and checked.
  async settled(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = 0
    while (this.running) await this.running
    this.running = this.work()
    try {
      await this.running
    } finally {
      this.running = undefined
      if (!this.timer) this.working(false)
    }
  }

  private async work() {
    const draft = this.draft
    const keys = Object.keys(draft.pending)
    const values = keys.map((key) => draft.pending[key])
    const before = draft.text
    const sets = keys.map((key, i) => ({ path: JSON.parse(key) as Path, value: values[i] ?? null }))
    const { text, refused, report } = await this.transport.call<{ text: string; refused: string[]; report: Report }>('type', { ...this.file(), sets })
    if (draft.text !== before) return // the whole text was written meanwhile
    draft.text = text
    keys.forEach((key, i) => {
      if (refused[i]) this.refused[key] = refused[i]
      else {
        delete this.refused[key]
        if (draft.pending[key] === values[i]) delete draft.pending[key]
      }
    })
    this.report = report
    if (report.readable) draft.name = draft.about?.name ?? String(report.values.name ?? report.values.title ?? '')
    this.saving ||= setTimeout(() => this.save(), between)
    this.changed()
  }

  file() {
    const draft = this.draft
    const pictures = Object.fromEntries(Object.entries(draft.pictures).map(([name, data]) => [name, base64(data.slice(0, 4096))]))
    const about = draft.about && { standard: draft.about.standard, brand: draft.about.brand, of: draft.about.of }
    return { kind: draft.kind, path: '', slug: draft.slug, was: draft.was, text: draft.text, pictures, ...about }
  }

  async fix(): Promise<number> {
    await this.settled()
    const { text, mended } = await this.transport.call<{ text: string; mended: number }>('fix', this.file())
    if (mended) {
      this.write(text)
      await this.settled()
    }
    return mended
  }

  async finished(): Promise<Finished> {
    await this.settled()
    const { text, pictures, was } = this.draft
    return { path: this.report.path, was, text, pictures }
  }
}
