"""Words stand out from their ground for whoever sees less (WCAG 2.2, level AA): in the stylesheets, and as drawn."""

from pathlib import Path

import pytest
from contrast import AA, LARGE_AA, colour, contrast, over, pairs
from test_browser import KEY, Desk, address, chromium  # noqa: F401 - fixtures

import formextract.reports
import formextract.review

SHEETS = [
    path
    for package in (formextract.review, formextract.reports)
    for path in sorted(Path(package.__file__).parent.rglob("*.css"))
]
PAPERS = [colour("#ffffff"), colour("#f3f5f8")]
"""What pages and cards are made of."""
PATHS = (
    "/", "/queue", "/load", "/files", "/table", "/outputs", "/log", "/learnt", "/accounts", "/programmes", "/calendar",
    "/api/docs", "/sign-in", "/nowhere",
)  # fmt: skip

SHOWN = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const parsed = (text) => text.match(/[\\d.]+/g).map(Number);
  const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const look = (element, letters, text) => {
    const grounds = [];
    let opacity = 1, picture = false;
    for (let e = element; e; e = e.parentElement) {
      const s = getComputedStyle(e);
      opacity *= Number(s.opacity);
      if (grounds.length && grounds.at(-1)[3] === 1) continue;
      const [r, g, b, a = 1] = parsed(s.backgroundColor);
      if (a) grounds.push([r, g, b, a]);
      picture ||= s.backgroundImage !== 'none';
    }
    const { fontSize, fontWeight } = getComputedStyle(element);
    const large = parseFloat(fontSize) >= 24 || (parseFloat(fontSize) >= 18.66 && Number(fontWeight) >= 700);
    const where = element.className || element.tagName;
    if (!picture) found.push([text.slice(0, 30), where, parsed(letters), grounds, opacity, large]);
  };
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement, text = walk.currentNode.textContent.trim();
    if (!text || !seen(e) || e.closest('option, script, .unseen, :disabled')) continue;
    look(e, getComputedStyle(e).color, text);
  }
  for (const e of document.querySelectorAll('[placeholder]')) {
    if (seen(e)) look(e, getComputedStyle(e, '::placeholder').color, e.placeholder);
  }
  return found;
}"""


def faint(shown):
    """What of the words that a page shows does not stand out enough."""
    out = {}
    for text, where, letters, grounds, opacity, large in shown:
        ground = (255, 255, 255)
        for one in reversed(grounds):
            ground = over(one, ground)
        seen = over((*letters[:3], (letters[3] if len(letters) > 3 else 1) * opacity), ground)
        if (ratio := contrast(seen, ground)) < (LARGE_AA if large else AA):
            out[where] = f"{text}: {ratio:.2f}"
    return out


def test_contrast_is_reckoned_as_the_standard_does():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)  # the well known #777
    assert list(pairs(".a { color: #777 } .b { background: #000 } .b .c { color: #fff }", PAPERS[:1])) == [
        (".a", (119, 119, 119, 1.0), (255, 255, 255)),
        (".b .c", (255, 255, 255, 1.0), (0, 0, 0)),
    ]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: f"{p.parents[1].name}-{p.name}")
def test_every_colour_of_letters_stands_out_from_each_ground_it_may_have(sheet):
    faint_ = {}
    for selector, letters, ground in pairs(sheet.read_text(encoding="utf-8"), PAPERS):
        if (ratio := contrast(over(letters, ground), ground)) < AA:
            faint_[selector] = round(ratio, 2)
    assert faint_ == {}


def test_all_words_that_the_pages_show_stand_out(chromium, address):  # noqa: F811
    desk = Desk(chromium, address, "张三", (1920, 1080))
    page, found = desk.page, {}
    for path in PATHS:
        desk.go(path)
        found |= {(path, where): told for where, told in faint(page.evaluate(SHOWN)).items()}
    desk.submission(".pdf")
    for tab in ("figures", "findings", "criteria", "unmatched", "log"):
        page.click(f'[data-tab="{tab}"]')
        found |= {(tab, where): told for where, told in faint(page.evaluate(SHOWN)).items()}
    desk.keys("f")  # a finding is chosen, its value shown below
    found |= {("finding", where): told for where, told in faint(page.evaluate(SHOWN)).items()}
    page.click('[data-tab="figures"]')
    desk.choose(KEY)
    for key in ("e", "Escape", "a", "?"):
        desk.keys(key)
        page.wait_for_load_state("networkidle")
        found |= {(key, where): told for where, told in faint(page.evaluate(SHOWN)).items()}
    assert found == {}
    desk.complaints.clear()  # the page that is not there
    desk.done()
