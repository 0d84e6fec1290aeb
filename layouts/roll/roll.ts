// The official list in parts: a button sets all of them on this page, in their order, and
// prints it. Without script, or where a part does not come, the parts are printed one by one.

const whole = document.querySelector<HTMLButtonElement>('[data-whole]')
const said = document.querySelector<HTMLElement>('.tools[role=status]')
if (whole && said) {
  const sections = [...document.querySelectorAll<HTMLElement>('.parts')]
  const links = sections.flatMap((s) => [...s.querySelectorAll('a')])
  whole.hidden = false
  whole.onclick = async () => {
    if (!document.querySelector('.parts')) {
      print()
      return
    }
    whole.disabled = true
    try {
      const tables = new Map<HTMLAnchorElement, Element[]>()
      for (const [i, link] of links.entries()) {
        said.textContent = `正在取第 ${i + 1} 部分，共 ${links.length} 部分……`
        tables.set(link, await tablesOf(link.href))
      }
      for (const section of sections) {
        section.replaceWith(...[...section.querySelectorAll('a')].flatMap((a) => tables.get(a)!))
      }
      said.textContent = '全部名录已经列在本页。'
      print()
    } catch {
      said.textContent = '名录没有取全，请稍后再试，或者打开各部分分别打印。'
    }
    whole.disabled = false
  }
}

// tablesOf returns the tables of a part, with addresses that hold on any page.
async function tablesOf(address: string): Promise<Element[]> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(address)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const tables = [...page.querySelectorAll('table.official')]
  for (const e of tables.flatMap((t) => [...t.querySelectorAll('[href], [src]')])) {
    for (const name of ['href', 'src']) {
      const value = e.getAttribute(name)
      if (value !== null) e.setAttribute(name, new URL(value, answer.url).href)
    }
  }
  return tables
}
