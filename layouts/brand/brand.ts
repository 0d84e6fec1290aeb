// The brand's page: it is shared, and what is selected goes into a prepared correction. What
// tries figures (desk/try.ts) and its engine come when they are asked for, or where the
// address holds a trial.

const box = document.getElementById('try')

function start(box: HTMLElement) {
  const button = box.querySelector('button')!
  const said = box.querySelector('p')!
  button.disabled = true
  said.textContent = '正在装载……'
  const script = document.createElement('script')
  script.src = box.dataset.script!
  script.onerror = () => {
    button.disabled = false
    said.textContent = '没有装载成功，请检查网络后再试。'
  }
  const sheet = document.createElement('link')
  sheet.rel = 'stylesheet'
  sheet.href = box.dataset.sheet!
  document.head.append(sheet, script)
}

if (box) {
  box.hidden = false
  box.querySelector('button')!.onclick = () => start(box)
  if (location.hash.startsWith('#try?')) start(box)
}

const share = document.querySelector<HTMLButtonElement>('[data-share]')
if (share) {
  const url = document.querySelector<HTMLLinkElement>('link[rel=canonical]')?.href ?? location.href.split('#')[0]
  const said = share.parentElement!.querySelector('[role=status]')!
  share.hidden = false
  share.onclick = async () => {
    if (navigator.share) {
      await navigator.share({ title: document.title, url }).catch(() => {}) // closing it is no failure
      return
    }
    try {
      await navigator.clipboard.writeText(url)
      said.textContent = '已复制本页网址。'
    } catch {
      said.textContent = '请复制网址：' + url
    }
  }
}

const correct = document.querySelector<HTMLAnchorElement>('[data-correct]')
if (correct?.protocol === 'mailto:') {
  const prepared = correct.href
  correct.onclick = () => {
    correct.href = prepared + encodeURIComponent([...getSelection()!.toString().trim()].slice(0, 300).join('')) // no character is cut in two
  }
}
