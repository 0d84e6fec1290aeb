// The brand's page: what tries figures (desk/try.ts) and its engine come when they are
// asked for, or where the address holds a trial.

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
