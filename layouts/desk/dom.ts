// Elements, made in one expression.

type Attributes = { [name: string]: string | number | boolean | ((event: Event) => void) | undefined }
export type Child = Node | string | false | undefined

// el returns an element of a name, with classes behind dots. What begins with "on" is
// heard, true and false are attributes that are there or not, and what is undefined is
// left out.
export function el<K extends keyof HTMLElementTagNameMap>(name: K, ...rest: (Attributes | Child)[]): HTMLElementTagNameMap[K]
export function el<K extends keyof HTMLElementTagNameMap>(name: `${K}.${string}`, ...rest: (Attributes | Child)[]): HTMLElementTagNameMap[K]
export function el(spec: string, ...rest: (Attributes | Child)[]): HTMLElement {
  const [name, ...classes] = spec.split('.')
  const e = document.createElement(name!)
  if (classes.length) e.className = classes.join(' ')
  for (const part of rest) {
    if (typeof part === 'string' || part instanceof Node) e.append(part)
    else if (part) {
      for (const [key, value] of Object.entries(part)) {
        if (typeof value === 'function') e.addEventListener(key.slice(2), value)
        else if (value === true) e.setAttribute(key, '')
        else if (value !== false && value !== undefined) e.setAttribute(key, String(value))
      }
    }
  }
  return e
}

export const small = 'ghost small' // a kind of button

export function button(text: string, press: () => void, kind = 'ghost', label?: string): HTMLButtonElement {
  return el('button', { type: 'button', class: kind, 'aria-label': label, onclick: press }, text)
}

// copied returns what stands in a template of the page.
export function copied(name: string): DocumentFragment {
  return document.importNode((document.getElementById(name) as HTMLTemplateElement).content, true)
}

// on has a button of a template do something.
export function on(of: ParentNode, name: string, press: () => void): HTMLButtonElement {
  const b = of.querySelector<HTMLButtonElement>(`[data-do=${name}]`)!
  b.onclick = press
  return b
}

// mark sets an attribute, or takes it away where it says nothing.
export function mark(e: Element, name: string, value: string) {
  value ? e.setAttribute(name, value) : e.removeAttribute(name)
}

declare global {
  interface Window { deskIDs?: number } // of both scripts
}

// id returns a name that no other element has.
export function id(): string {
  window.deskIDs = (window.deskIDs ?? 0) + 1
  return 'd' + window.deskIDs
}

// chosen asks for a file of this device.
export function chosen(accept: string, then: (file: File) => void, capture?: string): () => void {
  const input = el('input', { type: 'file', accept, capture })
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    input.value = ''
    if (file) then(file)
  })
  return () => input.click()
}

// opens is what the desk opens.
export const opens = '.md,.zip,.docx,.xlsx,.csv,.doc,.xls,.pdf'

// dropped hears of a file that is dropped onto the page, instead of who heard before.
export function dropped(page: HTMLElement, then: (file: File) => void) {
  page.ondragover = (event) => event.preventDefault()
  page.ondrop = (event) => {
    event.preventDefault()
    const file = event.dataTransfer?.files[0]
    if (file) then(file)
  }
}

// hand gives a file to the device's downloads.
export function hand(name: string, data: Blob) {
  const address = URL.createObjectURL(data)
  const link = el('a', { href: address, download: name })
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
