"""A page by the keyboard alone: Tab reaches everything, and shows where it is."""

from playwright.sync_api import Page

# Every place that Tab has to reach, and a listener that notes where it comes by. Of a
# group of radio buttons Tab reaches one: arrow keys go on.
WATCH = """() => {
  const wanted = 'a[href], button, input:not([type=hidden]), select, textarea, summary,'
    + ' [tabindex="0"]'
  const shown = (one) => one.checkVisibility({ checkVisibilityCSS: true })
    && !one.closest('[inert]')
  const key = (one) => one.type === 'radio' ? 'radio ' + one.name
    : one.tagName + ' ' + (one.name || one.id || '') + ' '
      + (one.getAttribute('href') || one.textContent || one.value || '').trim()
  const called = (one) => key(one).slice(0, 80)
  const places = [...document.querySelectorAll(wanted)].filter(
    (one) => shown(one) && !one.disabled && one.tabIndex >= 0
  )
  const left = new Map(places.map((one) => [key(one), called(one)]))
  const jumped = [...document.querySelectorAll('[tabindex]')].filter(
    (one) => one.tabIndex > 0
  )
  window.tabs = { left, faint: [], jumped: jumped.map(called), number: places.length }
  const marked = (one) => {
    const drawn = (it) => {
      const style = getComputedStyle(it)
      return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
        || style.boxShadow !== 'none'
    }
    const label = one.labels && one.labels[0]
    return [one, one.parentElement, label].some((it) => it && drawn(it))
      || ['::before', '::after'].some((part) => [one, label].some((it) => {
        if (!it) return false
        const style = getComputedStyle(it, part)
        return style.boxShadow !== 'none' || style.outlineStyle !== 'none'
      }))
  }
  document.addEventListener('focusin', (event) => {
    window.tabs.left.delete(key(event.target))
    if (!marked(event.target)) window.tabs.faint.push(called(event.target))
  })
}"""
TOLD = """() => ({
  left: [...window.tabs.left.values()],
  faint: window.tabs.faint,
  jumped: window.tabs.jumped,
})"""


def check_keys(page: Page) -> None:
    """Tab reaches every link, button and field once, visibly, and leaves the page."""
    page.evaluate(WATCH)
    page.evaluate("document.activeElement.blur()")
    for _ in range(page.evaluate("window.tabs.number") + 3):
        page.keyboard.press("Tab")
    told = page.evaluate(TOLD)
    assert not any(told.values()), f"{page.url}: {told}"
