// A list: brands are chosen for comparing.

import { pick } from '../compare/pick'

const list = document.querySelector<HTMLElement>('.entries')
const tools = document.querySelector<HTMLElement>('[data-pick]')
if (list && tools) {
  tools.hidden = false
  pick(tools.querySelector('button') as HTMLElement, list)
}
