/**
 * What the page does by itself: marks the partner of what is pointed at, shows its text, searches and copies. It takes texts out of the
 * page and puts them back as text only. Kept as it is sent, since the page's policy names it by its hash.
 */
export const PAGE_SCRIPT = `
const all = (selector) => [...document.querySelectorAll(selector)]
const form = document.getElementById('tools')
const [search, , status] = form.elements
const tip = document.getElementById('tip')
const partner = (element) => document.getElementById((element.id[0] === 'b' ? 'l' : 'b') + element.id.slice(1))
const entryOf = (event) => event.target.closest('g[id],li[id]')
// A cell of a table has no place of its own; a line with its text may have one.
const entriesOf = (event) => [entryOf(event) ?? cellLines(event.target.closest('td'))].flat()
const cellLines = (cell) => (cell?.innerText ?? '').split('\\n').flatMap((text) => byText.get(fold(text)) ?? [])
const guarded = (text) => (/^\\s*[=+\\-@]/.test(text) && !/^[+-]?[\\d.,]+%?$/.test(text) ? "'" : '') + text.replace(/\\s+/g, ' ')
const fold = (text) => text.normalize('NFKC').toLowerCase().trim()
const byText = new Map(all('li').map((line) => [fold(line.querySelector('span').textContent), line]))
const found = all('li,dl>div,td').map((entry) => {
  const named = [...entry.querySelectorAll('b,span,dt,dd')].map((part) => part.textContent).join(' ')
  return { entry, text: fold(named || entry.innerText) }
})
form.hidden = false
for (const group of all('g[id]')) {
  const title = group.querySelector('title')
  group.setAttribute('aria-label', title.textContent)
  title.remove()
}
for (const line of all('li')) {
  const button = document.createElement('button')
  button.textContent = 'Copy'
  line.prepend(button)
}
const mark = (entry, on) => {
  for (const one of [entry, partner(entry)]) one.classList.toggle('mark', on)
}
document.addEventListener('pointerover', (event) => {
  for (const one of entriesOf(event)) mark(one, true)
  const entry = event.target.closest('g[id]')
  if (!entry) return
  tip.textContent = entry.getAttribute('aria-label')
  tip.hidden = false
  const box = entry.getBoundingClientRect()
  tip.style.left = Math.max(0, Math.min(box.left, innerWidth - tip.offsetWidth)) + 'px'
  tip.style.top = (box.bottom + tip.offsetHeight + 4 < innerHeight ? box.bottom + 4 : Math.max(0, box.top - tip.offsetHeight - 4)) + 'px'
})
document.addEventListener('pointerout', (event) => {
  for (const one of entriesOf(event)) mark(one, false)
  tip.hidden = true
})
document.addEventListener('click', (event) => {
  const entry = entryOf(event)
  if (!entry) return
  if (event.target.matches('button')) copy(entry.querySelector('span').textContent)
  else if (entry.id[0] === 'b') partner(entry).scrollIntoView({ block: 'nearest' })
})
search.addEventListener('input', () => {
  const wanted = fold(search.value)
  let hits = 0
  for (const { entry, text } of found) {
    const hit = wanted !== '' && text.includes(wanted)
    if (hit) hits++
    for (const one of entry.id ? [entry, partner(entry)] : [entry]) {
      one.classList.toggle('hit', hit)
      one.classList.toggle('miss', wanted !== '' && !hit)
    }
  }
  status.textContent = wanted === '' ? '' : hits + ' of ' + found.length
})
form.addEventListener('submit', (event) => {
  event.preventDefault()
  const shown = (selector) => all(selector).filter((one) => !one.classList.contains('miss'))
  copy([
    ...shown('li').map((line) => line.querySelector('span').textContent),
    ...shown('dl>div').map((field) => [...field.children].map((part) => part.textContent).join('\\t')),
    ...all('tr').map((row) => [...row.cells].map((cell) => guarded(cell.innerText)).join('\\t')),
  ].filter((text) => text !== '').join('\\n'))
})
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const area = document.body.appendChild(document.createElement('textarea'))
    area.value = text
    area.select()
    document.execCommand('copy')
    area.remove()
  }
  status.textContent = 'Copied'
}
`

/** SHA-256 of the script above; a test says when it is not. */
export const PAGE_SCRIPT_HASH = 'sha256-+NY0zvc3Jr+9g4xps7jYDrL3y6qNUPJroFCPu12TWwM='
