"""How far letters stand out from what they stand on, as WCAG 2.2 reckons it (1.4.3, level AA)."""

import re

AA = 4.5
"""The least contrast of letters of usual size; those of 24 px, or 18.66 px and bold, need 3."""
LARGE_AA = 3.0
BY_KIND = {"white": "#fff"}

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_DECLARED = re.compile(r"(?:^|;)\s*([-\w]+)\s*:\s*([^;]+)")
_COLOUR = re.compile(r"#([0-9a-fA-F]{3,8})\b|rgba?\(([^)]*)\)")


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Of two colours, (red, green, blue) from 0 to 255: from 1, the same, to 21, black on white."""
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def over(colour, ground):
    """What is seen of a colour with its opacity over a ground."""
    *rgb, opacity = colour
    return tuple(c * opacity + g * (1 - opacity) for c, g in zip(rgb, ground, strict=True))


def colour(text):
    """Red, green, blue and opacity; None where the text names no colour."""
    found = _COLOUR.search(BY_KIND.get(text.strip(), text))
    if found is None:
        return None
    if found[2]:
        parts = [float(p) for p in re.split(r"[\s,/]+", found[2].strip())]
        return (*parts[:3], parts[3] if len(parts) > 3 else 1.0)
    digits = found[1] if len(found[1]) > 4 else "".join(d * 2 for d in found[1])
    values = [int(digits[n : n + 2], 16) for n in range(0, len(digits), 2)]
    return (*values[:3], values[3] / 255 if len(values) > 3 else 1.0)


def rules(css):
    """A stylesheet's rules for screens, `(selector, declarations)`, one a selector, those of @media too."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"@(?:page|font-face)[^{]*\{[^{}]*\}", "", css)
    css = re.sub(r"@media print \{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)  # ink on paper
    css = re.sub(r"@media[^{]*\{", "", css)
    out = []
    for selectors, body in _RULE.findall(css):
        declared = dict(_DECLARED.findall(body))
        out += [(" ".join(s.split()), declared) for s in _apart(selectors.strip(" }\n"))]
    return out


def _apart(selectors):
    """A list of selectors, its commas outside of brackets."""
    depth, start, out = 0, 0, []
    for n, letter in enumerate(selectors):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            out.append(selectors[start:n])
            start = n + 1
    return [*out, selectors[start:]]


def pairs(css, papers):
    """Every colour of letters that a stylesheet declares with each ground on which it may stand, and where it says so.

    The ground is the rule's own, else that of the nearest thing around it of which the stylesheet says one, else each
    of `papers`.
    """
    found = rules(css)
    grounds = {}
    for selector, declared in found:
        ground = declared.get("background-color", declared.get("background"))
        if ground is not None:
            grounds[selector] = ground
    for selector, declared in found:
        if "color" not in declared or "disabled" in selector:
            continue
        for letters in _values(declared["color"], found):
            own = _ground(selector, grounds, found)
            for ground in own or papers:
                yield selector, letters, over(ground, papers[0][:3])


def _ground(selector, grounds, found):
    """The grounds that the stylesheet gives what is selected, or what is around it; empty where it gives none."""
    steps = selector.split(" ")
    coloured = {s for s, declared in found if "color" in declared}
    for length in range(len(steps), 0, -1):
        around = " ".join(steps[:length])
        plain = re.sub(r"(::?[\w-]+(\([^)]*\))?|\[[^\]]*\])+$", "", around)
        tag = re.match(r"[a-z]*", steps[length - 1])[0]
        named = [n for n in (around, plain, tag) if n in grounds][:1]
        named = named or [n for n in grounds if _is_variant(n, plain) and n not in coloured]
        values = [v for n in named for v in _values(grounds[n], found)]
        if values and all(v[3] < 1 for v in values):
            under = _ground(" ".join(steps[: length - 1]), grounds, found) if length > 1 else []
            values = [(*over(v, u[:3]), 1.0) for v in values for u in under]
        if values:
            return values
    return []


def _is_variant(selector, plain):
    """Whether what a selector selects is the plain one's, with a class or a state more."""
    return selector.startswith(plain) and re.fullmatch(r"[.:\[][^ ]*", selector[len(plain) :]) is not None


def _values(text, found):
    """The colours that a declaration may mean: one a rule that sets the variable it names."""
    if named := re.search(r"var\((--[\w-]+)\)", text):
        return [v for _, d in found if named[1] in d for v in _values(d[named[1]], found)]
    value = colour(text)
    return [] if value is None or value[3] == 0 else [value]
