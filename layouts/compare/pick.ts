// Choosing brands for comparing where they are listed: what is chosen leads to compare.html.

import { element } from '../search/mark'
import { address } from '../search/remote'
import { remember, remembered } from './kept'

const least = 2
const most = 4

/** Puts boxes into the rows of a list, now and whenever it has others, as long as the button is pressed. */
export function pick(button: HTMLElement, list: HTMLElement): void {
  const link = element('a', {})
  const none = element('button', { type: 'button', class: 'ghost' }, '清空')
  const said = element('span', { role: 'status' })
  const bar = element('span', { class: 'picked' }, said, link, none)
  let chosen = remembered()

  const tell = (): void => {
    for (const box of list.querySelectorAll<HTMLInputElement>('.pick input')) {
      box.checked = chosen.includes(box.value)
      box.disabled = !box.checked && chosen.length >= most
    }
    said.textContent = `已选 ${chosen.length} 个` + (chosen.length < least ? `，选 ${least} 到 ${most} 个` : chosen.length < most ? '' : '，已选满')
    link.hidden = chosen.length < least
    link.href = address('compare.html#' + chosen)
    link.textContent = `对比这 ${chosen.length} 个品牌`
    none.hidden = !chosen[0]
  }
  const choose = (slugs: string[]): void => {
    remember((chosen = slugs))
    tell()
  }
  const add = (): void => {
    for (const row of list.children) {
      const brand = row.querySelector<HTMLAnchorElement>('a[href*="brands/"]')
      const slug = /brands\/([a-z0-9-]+)\.html/.exec(brand?.href ?? '')?.[1]
      if (!slug || row.querySelector('.pick')) continue
      const box = element('input', { type: 'checkbox', value: slug, 'aria-label': '加入对比：' + brand!.textContent })
      box.onchange = (event) => {
        event.stopPropagation()
        choose(box.checked ? [...chosen, slug] : chosen.filter((other) => other !== slug))
      }
      row.append(element('label', { class: 'pick' }, box, '加入对比'))
    }
    tell()
  }
  const rows = new MutationObserver(add)
  none.onclick = () => {
    choose([])
    button.focus()
  }
  button.onclick = () => {
    const on = button.getAttribute('aria-pressed') !== 'true'
    button.setAttribute('aria-pressed', `${on}`)
    if (on) {
      button.after(bar)
      rows.observe(list, { childList: true })
      return add()
    }
    bar.remove()
    rows.disconnect()
    list.querySelectorAll('.pick').forEach((label) => label.remove())
  }
}
