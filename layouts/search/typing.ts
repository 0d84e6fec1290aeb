// Calls search while someone types: a moment after the last key, not while a
// Chinese input method is still putting a word together.

const pause = 150 // milliseconds

export function whileTyping(input: HTMLInputElement, search: () => void): void {
  let timer = 0
  const soon = (event: Event): void => {
    clearTimeout(timer)
    if (!(event as InputEvent).isComposing) timer = setTimeout(search, pause)
  }
  input.addEventListener('input', soon)
  input.addEventListener('compositionend', soon)
}

/** Down leads from the box into the list, up and down move along its links. */
export function arrows(input: HTMLInputElement, list: HTMLElement): void {
  const move = (event: KeyboardEvent): void => {
    const step = ({ ArrowDown: 1, ArrowUp: -1 } as Record<string, number>)[event.key]
    if (!step || event.isComposing) return
    const stops: HTMLElement[] = [input, ...list.querySelectorAll<HTMLElement>('a')]
    const next = stops[stops.indexOf(event.target as HTMLElement) + step]
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  input.addEventListener('keydown', move)
  list.addEventListener('keydown', move)
}
