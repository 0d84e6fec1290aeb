// The page /compare.html: the brands that its address names, side by side. Which rows there
// are, and what they are called, the page says; what stands in them the data of the brands.

import { element } from '../search/mark'
import { address } from '../search/remote'
import { suggest } from '../search/suggest'
import { remember, remembered, slugsIn } from './kept'

/** What a row shows of a brand's data, as the page says. */
interface Shows {
  path: string
  codes?: Record<string, string>
  only?: string
  parts?: { key: string; label?: string; codes?: Record<string, string>; none?: string }[]
}

type Values = Record<string, unknown>
type Brand = Values & { slug: string; name: string }

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement
const [form, said, compared, differing] = ['choose', 'said', 'compared', 'differing'].map(byId) as [HTMLFormElement, HTMLElement, HTMLElement, HTMLInputElement]
const table = compared.querySelector('table') as HTMLTableElement
const heads = (table.tHead as HTMLTableSectionElement).rows[0] as HTMLTableRowElement
const most = Number(compared.dataset.most)
const none = '—'

const known = new Map<string, Promise<Brand>>()
let chosen: string[] = []
let turn = 0

/** What the address asks for. A brand's own page sends its brand alone, which joins those chosen before, or together with others, which take their place. */
function asked(): string[] {
  const one = slugsIn(new URLSearchParams(location.search).get('brand') ?? '')
  const before = one.length === 1 && !location.hash ? remembered() : []
  return slugsIn(`${[...before.filter((slug) => !one.includes(slug)).slice(1 - most), ...one, location.hash.slice(1)]}`)
}

function choose(slugs: string[]): void {
  take(slugs.slice(0, most))
  void show(slugs.length > most ? `最多对比 ${most} 个品牌。` : '')
}

/** Writes what is chosen into the address, so that it can be sent to others. */
function take(slugs: string[]): void {
  chosen = slugs
  history.replaceState(null, '', location.pathname + (slugs.length ? '#' + slugs : ''))
  remember(chosen)
}

async function read(slug: string): Promise<Brand> {
  const response = await fetch(address(`brands/${slug}.json`))
  if (!response.ok) throw response
  return ((await response.json()) as { brand: Brand }).brand
}

async function show(first: string): Promise<void> {
  const mine = ++turn
  const say = [first]
  const brands: Brand[] = []
  const left: string[] = [] // what could not be read now, and may be later
  for (const slug of chosen) {
    if (!known.has(slug)) known.set(slug, read(slug))
    try {
      const brand = await (known.get(slug) as Promise<Brand>)
      if (!brands.some((b) => b.slug === brand.slug)) brands.push(brand)
    } catch (failure) {
      known.delete(slug) // a failure is not kept
      const unknown = (failure as Response).status === 404
      if (!unknown) left.push(slug)
      say.push(unknown ? `没有网址名为“${slug}”的品牌。` : `“${slug}”没有读出来，请检查网络后刷新本页。`)
    }
  }
  if (mine !== turn) return
  take([...brands.map((b) => b.slug), ...left]) // a former address becomes the present one
  if (brands.length === 1) say.push('再加入一个品牌，就可以对比。')
  if (brands.length > 1) say.push(`正在对比 ${brands.length} 个品牌。`)
  said.textContent = say.join('')
  compared.hidden = !brands.length
  draw(brands)
}

function draw(brands: Brand[]): void {
  table.style.setProperty('--n', `${brands.length}`)
  heads.replaceChildren(heads.cells[0] as HTMLElement, ...brands.map(head))
  for (const row of (table.tBodies[0] as HTMLTableSectionElement).rows) {
    const shows = JSON.parse(row.dataset.shows as string) as Shows
    const cells = brands.map((brand) => lines(brand, shows))
    const texts = cells.map((cell) => cell.map((line) => line.join('')).join('\n'))
    row.hidden = texts.every((text) => !text)
    row.classList.toggle('same', texts.every((text) => text === texts[0]))
    row.replaceChildren(row.cells[0] as HTMLElement, ...cells.map((cell) => element('td', {}, ...(cell.length ? cell.map(paragraph) : [none]))))
  }
}

function head(brand: Brand): HTMLElement {
  const out = element('button', { type: 'button', class: 'ghost', 'aria-label': `移除${brand.name}` }, '移除')
  out.onclick = () => {
    choose(chosen.filter((slug) => slug !== brand.slug))
    byId('compare-q').focus()
  }
  return element('th', { scope: 'col' }, element('a', { href: address(`brands/${brand.slug}.html`) }, brand.name), ' ', out)
}

/** A line is a label, which may be empty, and a value. */
const paragraph = ([label, value]: [string, string]): HTMLElement => element('p', {}, ...(label ? [element('small', {}, label + ' ')] : []), /^\d{4}-[-\d]+$/.test(value) ? element('time', {}, value) : value)

function lines(brand: Brand, shows: Shows): [string, string][] {
  const value = shows.path.split('.').reduce<unknown>((of, key) => (of as Values | undefined)?.[key], brand)
  if (!shows.parts) return text(value, shows.codes) ? [['', text(value, shows.codes)]] : []
  const records = ((value ?? []) as Values[]).filter((record) => !shows.only || record.standard === shows.only)
  return records.flatMap((record) => {
    const own = shows.parts!.map((part): [string, string] => [part.label ?? '', text(record[part.key], part.codes) || (part.none ?? '')]).filter(([, said]) => said)
    const bare = own.filter(([label]) => !label)
    return [['', bare.map(([, said]) => said).join(' ')] as [string, string], ...own.filter(([label]) => label)]
  })
}

function text(value: unknown, codes?: Record<string, string>): string {
  if (value === undefined) return ''
  if (Array.isArray(value)) return value.join('；')
  if (typeof value === 'number') return value.toLocaleString('en-US', { maximumFractionDigits: 9 }) // 6,120, as on the brands' pages
  return codes?.[String(value)] ?? String(value)
}

function add(slug: string): void {
  const input = form.querySelector('input') as HTMLInputElement
  input.value = ''
  input.dispatchEvent(new Event('input')) // closes the list
  input.focus()
  choose(slugsIn(`${[...chosen, slug]}`))
}

suggest(form)
form.addEventListener('click', (event) => {
  const slug = (event.target as Element).closest<HTMLElement>('li[data-slug]')?.dataset.slug
  if (!slug) return
  event.preventDefault() // of a link to the brand's page
  add(slug)
})
form.addEventListener('submit', (event) => {
  const first = form.querySelector<HTMLElement>('ul:not([hidden]) li[data-slug]')?.dataset.slug
  if (!first) return
  event.preventDefault()
  add(first)
})
differing.onchange = () => table.classList.toggle('differing', differing.checked)
addEventListener('hashchange', () => choose(asked()))
choose(asked())
