// Drafts lie in the browser's own store, on this device alone.

export interface Draft {
  id: string
  kind: string // brand, notice, judgement
  about?: About // of a judgement
  was: string // the path of the file that it was opened from, '' for a new one
  slug: string // its name without .md, '' for one that follows from the name
  base: string // its text then
  sum?: string // what serve tells it by
  text: string
  name: string
  saved: number // milliseconds
  pictures: { [name: string]: ArrayBuffer }
  pending: { [path: string]: unknown } // typed, and not in the text yet
  unknown: string[] // paths of what nobody knows
  sent?: number // when it was downloaded, in milliseconds
  checked: boolean // all mistakes are shown
}

// About is what a judgement is about: a brand, whose file it is held against, and the
// standard.
export interface About { standard: string; title: string; type: string; brand: string; of: string; name: string }

export function newDraft(kind: string, text: string): Draft {
  return {
    id: Date.now().toString(36) + Math.random().toString(36).slice(2, 6), kind, was: '', slug: '', base: '', text, name: '', saved: Date.now(),
    pictures: {}, pending: {}, unknown: [], checked: false,
  }
}

const store = 'drafts'

let opened: Promise<IDBDatabase> | undefined

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open('minglu-desk' + location.pathname, 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(store, { keyPath: 'id' })
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
  return opened
}

async function ask<A>(mode: IDBTransactionMode, question: (drafts: IDBObjectStore) => IDBRequest<A>): Promise<A> {
  const db = await database()
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(store, mode)
    const asked = question(transaction.objectStore(store))
    transaction.oncomplete = () => resolve(asked.result)
    transaction.onerror = transaction.onabort = () => reject(transaction.error)
  })
}

// all returns the drafts, the latest first.
export async function all(): Promise<Draft[]> {
  const drafts = await ask<Draft[]>('readonly', (s) => s.getAll())
  return drafts.sort((a, b) => b.saved - a.saved)
}

export const keep = (draft: Draft) => ask('readwrite', (s) => s.put(draft))
export const drop = (draft: Draft) => ask('readwrite', (s) => s.delete(draft.id))

// exported returns drafts as a file that imported reads.
export function exported(drafts: Draft[]): Blob {
  const plain = drafts.map((d) => ({ ...d, pictures: Object.fromEntries(Object.entries(d.pictures).map(([name, data]) => [name, base64(data)])) }))
  return new Blob([JSON.stringify({ minglu: 1, drafts: plain })], { type: 'application/json' })
}

// imported returns the drafts in a file, which get names of their own.
export function imported(text: string): Draft[] {
  try {
    return JSON.parse(text).drafts.map((d: Draft) => {
      const fresh = newDraft(d.kind, d.text.slice())
      return { ...fresh, ...d, id: fresh.id, pictures: Object.fromEntries(Object.entries(d.pictures).map(([name, data]) => [name, bytes(String(data))])) }
    })
  } catch {
    throw new Error('这不是填报台导出的草稿文件，请选择“导出草稿”得到的文件。')
  }
}

export function base64(data: ArrayBuffer): string {
  let text = ''
  for (const byte of new Uint8Array(data)) text += String.fromCharCode(byte)
  return btoa(text)
}

export function bytes(text: string): ArrayBuffer {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer
}
