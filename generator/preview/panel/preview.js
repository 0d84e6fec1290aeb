// The script that the preview adds to every page. It listens to the preview's
// events, loads the page again when its bytes changed, and shows mistakes and
// what the standards make of the brand. It keeps to a shadow tree: no style of
// the site changes what it shows, and it changes nothing of the site.
(() => {
  const loaded = document.currentScript.dataset.page
  const store = {
    get(key) { try { return JSON.parse(sessionStorage.getItem('minglu-' + key)) } catch { return null } },
    set(key, value) { try { sessionStorage.setItem('minglu-' + key, JSON.stringify(value)) } catch { /* a browser may refuse storage */ } },
  }

  const host = document.createElement('div')
  host.id = 'minglu-preview'
  const shadow = host.attachShadow({ mode: 'open' })
  shadow.innerHTML = '<link rel="stylesheet" href="/.minglu/preview.css">' +
    '<div id="review"></div><div id="note" role="status"></div><div id="mistakes" role="alert"></div>'
  const part = (id) => shadow.getElementById(id)
  document.body.append(host)

  // Where the reader was, before the page was loaded again.
  const before = store.get('place')
  if (before && before.page === location.pathname) {
    store.set('place', null)
    const back = () => { scrollTo(before.x, before.y); history.scrollRestoration = 'auto' }
    document.readyState === 'complete' ? back() : addEventListener('load', back)
  }

  // A page that is another each time it is made would be loaded for ever.
  function mayReload() {
    const now = Date.now()
    const recent = (store.get('reloads') || []).filter((t) => now - t < 5000)
    store.set('reloads', [...recent, now])
    return recent.length < 12
  }

  function reload() {
    if (!mayReload()) {
      part('note').textContent = '页面不断变化，已停止自动刷新，请手动刷新。'
      return
    }
    store.set('place', { page: location.pathname, x: scrollX, y: scrollY })
    history.scrollRestoration = 'manual'
    location.reload()
  }

  const shown = {}
  function show(id, html) {
    if (shown[id] === html) return
    shown[id] = html
    part(id).innerHTML = html
    if (id === 'mistakes') fold(false)
    const details = part(id).querySelector('details')
    if (details) {
      details.open = store.get(id + '-open') === true
      details.addEventListener('toggle', () => store.set(id + '-open', details.open))
    }
  }

  function fold(folded) {
    const section = part('mistakes').querySelector('section')
    if (!section) return
    const button = section.querySelector('button')
    section.classList.toggle('folded', folded)
    button.setAttribute('aria-expanded', String(!folded))
    button.textContent = folded ? '展开' : '收起'
  }
  shadow.addEventListener('click', (event) => {
    const button = event.target.closest('button')
    if (button) fold(button.getAttribute('aria-expanded') === 'true')
  })
  addEventListener('keydown', (event) => { if (event.key === 'Escape') fold(true) })

  // Browsers open few connections to a host: pages that nobody sees keep none.
  let source, lost
  function listen() {
    source = new EventSource('/.minglu/events?page=' + encodeURIComponent(location.pathname))
    source.onopen = () => { clearTimeout(lost); lost = 0; part('note').textContent = '' }
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) {
        part('note').textContent = '这一页不再自动更新：打开的预览页面太多。请关闭一些，再刷新这一页。'
        return
      }
      lost = lost || setTimeout(() => { part('note').textContent = '与预览程序的连接断开，正在重新连接。' }, 2000)
    }
    source.onmessage = (event) => {
      const now = JSON.parse(event.data)
      if (now.page !== loaded) return reload()
      show('mistakes', now.mistakes)
      show('review', now.review)
    }
  }
  document.addEventListener('visibilitychange', () => {
    source?.close()
    source = null
    if (!document.hidden) listen()
  })
  if (!document.hidden) listen()
})()
