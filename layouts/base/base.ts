// The script of every page: it remembers 长辈版 on this device, prints and copies. It
// stands in the head and runs before anything is drawn, so that the large text
// does not jump in.

const root = document.documentElement
const key = 'elder'

// A browser may refuse storage; the switch then lasts for the page.
function remembered(): boolean {
  try {
    return localStorage.getItem(key) === '1'
  } catch {
    return false
  }
}

function remember(on: boolean) {
  try {
    on ? localStorage.setItem(key, '1') : localStorage.removeItem(key)
  } catch {
    // nothing to remember it in
  }
}

function show(on: boolean) {
  root.classList.toggle('elder', on)
  for (const b of document.querySelectorAll('[data-elder]')) {
    b.setAttribute('aria-pressed', String(on))
  }
}

root.classList.add('js')
root.classList.toggle('asked', /q=|brand=/.test(location.search) || location.hash.includes(',')) // an answer will come, and has its room
show(remembered())
document.addEventListener('DOMContentLoaded', () => {
  show(remembered())
  document.querySelector('.menu [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center', behavior: 'instant' }) // its row is pushed sideways on a phone
})
document.addEventListener('click', (event) => {
  const button = (event.target as Element).closest('button')
  if (button?.hasAttribute('data-elder')) {
    const on = !root.classList.contains('elder')
    remember(on)
    show(on)
  } else if (button?.hasAttribute('data-print')) {
    print()
  } else if (button?.dataset.copy) {
    const field = document.getElementById(button.dataset.copy)!
    getSelection()!.selectAllChildren(field) // to be copied by hand where the browser refuses the page
    if (field instanceof HTMLTextAreaElement) field.select()
    void navigator.clipboard?.writeText(field.textContent!).then(
      () => (button.textContent = '已复制'),
      () => {},
    )
  }
})
