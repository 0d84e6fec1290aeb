// Answers under a search box as one types: on the home page, and for any other
// form that leads to search.html.

import { element, marked } from './mark'
import { longestQuery, noPhone, taken } from './plan'
import { find, plain, rowAddress } from './remote'
import { arrows, whileTyping } from './typing'

const few = 6

/** Puts a list of answers under the box of a form. */
export function suggest(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>('input[name=q]')
  if (!input) return
  const root = document.documentElement.dataset.root ?? ''
  const status = element('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' })
  const list = element('ul', { class: 'suggestions', 'aria-label': '符合的品牌' })
  list.hidden = true
  form.append(list, status)
  let turn = 0

  const close = (): void => {
    turn++
    list.hidden = true
  }
  whileTyping(input, async () => {
    const text = input.value
    const mine = ++turn
    if (text.trim() === '') return close()
    try {
      const { answer, rows } = await find(plain(text, few))
      if (mine !== turn) return
      const cut = [...text][longestQuery] ? '字词超过 200 字，只按前 200 字查找。' : ''
      const total = answer.total + answer.others
      const items = rows.map((row) =>
        element(
          'li',
          row[7] ? {} : { 'data-slug': row[0] }, // what has a page
          element('a', { href: rowAddress(row) }, element('span', {}, marked(row[1], answer.plan)), element('i', {}, row[10] || row[9])),
        ),
      )
      if (cut) items.unshift(element('li', {}, element('p', {}, cut)))
      const as = taken(answer.plan)
      if (as && total) items.unshift(element('li', {}, element('p', {}, as)))
      if (answer.loose && total) items.unshift(element('li', {}, element('p', {}, '没有完全匹配的结果，相近的品牌：')))
      if (total > rows.length || !total) {
        const more = total ? `全部 ${total} 个结果` : answer.plan.unlisted ? noPhone : '没有找到品牌，查看相近的'
        items.push(element('li', {}, element('a', { href: `${root}search.html?q=${encodeURIComponent(text)}` }, more)))
      }
      list.replaceChildren(...items)
      list.hidden = false
      status.textContent = cut + (total
        ? `${answer.loose ? '没有完全匹配的结果，' : ''}找到 ${total} 个品牌，按向下键查看`
        : answer.plan.unlisted ? noPhone : '没有找到品牌')
    } catch {
      if (mine === turn) close() // the form still leads to the search page, which says what is wrong
    }
  })
  arrows(input, list)
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing || list.hidden) return
    event.preventDefault() // which would empty the box
    close()
    input.focus()
  })
  form.addEventListener('focusout', (event) => {
    if (!form.contains(event.relatedTarget as Node | null)) close()
  })
}
