// What a row says.

import type { Row } from './core'
import { element, marked } from './mark'
import type { Plan } from './plan'
import { address, rowAddress } from './remote'
import { runs } from './tokens'

/** Whether a name has the whole query in it. */
export const holds = (name: string, plan: Plan): boolean => runs(name).join('').includes(plan.key)

/** A brand, or a notice, a standard or a page; of a brand that does not stand, what it is instead, since when and by which document. */
export function drawn(row: Row, plan: Plan): HTMLElement {
  const [slug, name, town, builder, badges, text, others, , type, county, status, offers] = row
  const [end] = badges.filter((badge) => badge[2] === status)
  const line = (text: string): HTMLElement => element('span', {}, marked(text, plan))
  return element(
    'li',
    { 'data-slug': slug },
    element('h2', {}, element('a', { href: rowAddress(row) }, marked(name, plan))),
    element(
      'p',
      { class: 'badges' },
      ...(status ? [element('b', { class: 'tag' }, status)] : badges.flatMap(([text, kind, act]) =>
            act === +act! ? element('b', { class: 'badge ' + kind }, text) : act === '公示中' ? element('b', { class: 'tag' }, `${text} ${act}`) : [],
          )),
    ),
    element('p', { class: 'what' }, ...[type, county + town, builder].filter(Boolean).map(line), ...offers.map((offer) => element('b', { class: 'kind' }, offer))),
    ...others
      .filter(([, other]) => holds(other, plan) && !holds(name, plan))
      .map(([word, other]) => element('p', { class: 'what' }, word, line(other))),
    status ? element('p', { class: 'what' }, element('span', {}, end![3]!), element('span', {}, element('a', { href: address(end![5]!) }, end![4]!))) : element('p', {}, marked(text, plan, 76)),
  )
}
