"""Whoever reads by ear, works by keyboard alone or has the page twice as large can do what all others do."""

import re

import pytest
from test_browser import KEY, SIZES, Desk, address, chromium  # noqa: F401 - fixtures

PATHS = (
    "/", "/queue", "/load", "/files", "/table", "/outputs", "/log", "/learnt", "/accounts", "/programmes", "/calendar",
    "/api/docs",
)  # fmt: skip
TABS = ("figures", "findings", "criteria", "unmatched", "log")

LACKS = """() => {
  const bad = [], shown = (e) => e.checkVisibility({ visibilityProperty: true });
  const say = (what, e) => bad.push(what + ': ' + e.outerHTML.replace(/\\s+/g, ' ').slice(0, 90));
  const typed = (e) => ['INPUT', 'SELECT', 'TEXTAREA'].includes(e.tagName);
  const name = (e) => e.getAttribute('aria-label') || [...(e.labels || [])].map((l) => l.textContent).join('')
    || (typed(e) ? '' : e.textContent);
  for (const e of document.querySelectorAll('button, a[href], input, select, textarea, [tabindex="0"]')) {
    if (shown(e) && e.type !== 'hidden' && !name(e).trim()) say('no name', e);
  }
  for (const e of document.querySelectorAll('th')) {
    if (shown(e) && !e.textContent.trim() && !e.querySelector('[aria-label]')) say('head', e);
  }
  for (const e of document.querySelectorAll('img:not([alt])')) say('picture', e);
  let level = 0;
  for (const h of document.querySelectorAll('h1, h2, h3, h4')) {
    if (!shown(h)) continue;
    if (Number(h.tagName[1]) > level + 1) say('level', h);
    level = Number(h.tagName[1]);
  }
  const ids = new Set();
  for (const e of document.querySelectorAll('[id]')) { if (ids.has(e.id)) say('twice', e); ids.add(e.id); }
  for (const [what, attribute] of [['[role=tab]', 'aria-controls'], ['dialog', 'aria-labelledby']]) {
    for (const e of document.querySelectorAll(what)) if (!ids.has(e.getAttribute(attribute))) say(attribute, e);
  }
  for (const e of document.querySelectorAll('th[data-sort], th[data-column], tr[data-href]')) {
    if (shown(e) && e.tabIndex < 0 && !e.querySelector('a[href], button')) say('mouse alone', e);
  }
  return bad;
}"""
"""What has no name, is reached by mouse alone, or stands at a level that skips one."""

OUTSIDE = """() => {
  const bad = [];
  if (document.documentElement.scrollWidth > innerWidth + 1) bad.push('the page is wider');
  for (const e of document.querySelectorAll('button, a[href], input, select, textarea, h1, h2')) {
    const r = e.getBoundingClientRect();
    if (!e.checkVisibility({ visibilityProperty: true }) || !r.width || e.closest('.unseen, svg')) continue;
    let p = e.parentElement;
    while (p && !/auto|scroll|hidden/.test(getComputedStyle(p).overflow)) p = p.parentElement;
    const inside = p && p !== document.body, cut = !inside || getComputedStyle(p).overflowX === 'hidden';
    const right = inside ? p.getBoundingClientRect().right : innerWidth;
    if (cut && r.right > right + 1) bad.push(e.id || e.textContent.trim().slice(0, 20));
  }
  return bad;
}"""
"""What is cut off so that nobody can come to it."""


def test_everything_has_a_name_and_a_key(chromium, address):  # noqa: F811
    desk = Desk(chromium, address, "张三")
    page, lacking = desk.page, {}
    for path in PATHS:
        desk.go(path)
        lacking[path] = page.evaluate(LACKS)
    desk.submission(".pdf")
    for tab in TABS:
        page.click(f'[data-tab="{tab}"]')
        lacking[tab] = page.evaluate(LACKS)
    page.click('[data-tab="figures"]')
    desk.choose(KEY)
    desk.keys("e")
    page.wait_for_selector("#edit-text")
    lacking["edit"] = page.evaluate(LACKS)
    desk.keys("Escape")
    here = page.url.partition("#")[0]
    for ending in ("/print", "/letters/operator"):
        page.goto(here + ending)
        page.wait_for_load_state("networkidle")
        lacking[ending] = page.evaluate(LACKS)
    assert {where: told for where, told in lacking.items() if told} == {}
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_twice_as_large_nothing_is_out_of_reach(chromium, address, size):  # noqa: F811
    half = (size[0] // 2, size[1] // 2)  # what a screen has at 200 %
    desk = Desk(chromium, address, "欧阳某某", half)
    page, outside = desk.page, {}
    for path in PATHS:
        desk.go(path)
        outside[path] = page.evaluate(OUTSIDE)
    desk.submission(".pdf")
    for tab in TABS:
        page.click(f'[data-tab="{tab}"]')
        outside[tab] = page.evaluate(OUTSIDE)
    page.click('[data-tab="figures"]')
    desk.choose(KEY)
    desk.keys("e")
    page.wait_for_selector("#edit-text")
    outside["edit"] = page.evaluate(OUTSIDE)
    desk.shoot()
    typed = page.locator("#edit-text").bounding_box()
    assert typed["y"] >= 0
    assert typed["y"] + typed["height"] <= half[1]
    at = page.evaluate("([x, y]) => document.elementFromPoint(x, y).id", [typed["x"] + 5, typed["y"] + 5])
    assert at == "edit-text"  # nothing lies over it
    assert page.locator("#stage").bounding_box()["height"] > 140  # room to read the page in
    assert {where: told for where, told in outside.items() if told} == {}
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_heads_sort_and_parts_open_by_keyboard_alone(chromium, address, size):  # noqa: F811
    desk = Desk(chromium, address, "张三", size)
    page = desk.page
    desk.go("/")
    head = page.locator("th[data-sort]").filter(has_text="疑点")
    head.focus()
    desk.keys("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    desk.keys(" ")
    assert head.get_attribute("aria-sort") == "ascending"
    desk.keys("j")  # a row is marked, and yet a link that has the focus is what Enter opens
    page.focus('.bar a[href="/files"]')
    desk.keys("Enter")
    page.wait_for_url("**/files")
    desk.go("/table")
    heads = page.locator("#table th[data-column]")
    assert heads.count() >= 2
    heads.nth(0).focus()
    with page.expect_navigation():
        desk.keys("Enter")
    page.wait_for_load_state("networkidle")
    page.locator("#table th[data-column]").nth(1).focus()
    with page.expect_navigation():
        desk.keys("Control+Enter")
    assert len(re.findall("rank=", page.url)) == 2
    desk.submission(".pdf")
    page.focus("#tab-figures")
    desk.keys("ArrowRight", "ArrowRight")
    assert page.get_attribute("#tab-criteria", "aria-selected") == "true"
    assert page.locator("#panel-criteria").is_visible()
    assert page.evaluate("() => document.activeElement.id") == "tab-criteria"
    desk.keys("ArrowLeft")
    assert page.locator("#panel-findings").is_visible()
    desk.done()
