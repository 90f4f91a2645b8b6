"""`templates new` and `templates test`: a template drafted from a blank form, and tried on filled ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from formextract.cli.say import say
from formextract.cli.stdout import write_line
from formextract.errors import EXIT_UNREADABLE, FormextractError, UsageError
from formextract.model import Document, Observation, Record
from formextract.model.template import Template

LEAST_SCORE = 0.66
"""Score below which a label is called new to the catalogue."""
SURE = 0.9
"""Confidence from which a value needs no second look."""


def proposer() -> Callable[[str], Sequence[tuple[str, float]]]:
    """Labels to the catalogue's indicators that they may be."""
    from formextract.catalogue import load_catalogue
    from formextract.match.labels import LabelIndex

    catalogue = load_catalogue()
    index = LabelIndex(catalogue.indicators, catalogue.lexicon)
    return lambda label: [(h.indicator, round(h.score, 2)) for h in index.hits(label) if h.score >= LEAST_SCORE]


def run_new(blank: str, name: str, output: str) -> int:
    """Writes the draft of a template for a blank form; the exit status."""
    from formextract import intake, readers
    from formextract.catalogue import load_catalogue
    from formextract.catalogue.draft import as_yaml, draft_of

    document = readers.read(intake.source_file(Path(blank)))
    indicators = load_catalogue().indicators
    drafted = draft_of(document, proposer(), indicators)
    text = as_yaml(drafted, name, Path(blank).name, indicators)
    known = sum(f.indicator is not None and not f.repeated for f in drafted.fields)
    if output:
        path = Path(output)
        if path.exists():
            raise UsageError(f"{path} 已经存在，不会覆盖。请换个文件名，或先把它移走")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    else:
        for line in text.rstrip("\n").split("\n"):
            write_line(line)
    say(f"共找到 {len(drafted.fields)} 个填写处，其中 {known} 个认出了指标，{len(drafted.fields) - known} 个待定")
    return 0


def run_test(template: str, filled: list[str]) -> int:
    """Prints, label by label, what a template finds in filled forms and what it does not; the exit status."""
    from formextract import intake, readers
    from formextract.catalogue import load_catalogue, load_template

    catalogue = load_catalogue()
    loaded = catalogue.templates.get(template)
    if loaded is None:
        path = Path(template)
        if not path.is_file():
            raise UsageError(f"没有模板“{template}”。请给出模板文件，或用 formextract templates list 查看编号")
        loaded = load_template(path, catalogue.indicators)
    status = 0
    for name in filled:
        try:
            document = readers.read(intake.source_file(Path(name)))
        except FormextractError as e:
            say(str(e))
            status = EXIT_UNREADABLE
            continue
        write_line(f"{name}")
        if not _report(document, loaded):
            status = EXIT_UNREADABLE
    return status


def _report(document: Document, template: Template) -> bool:
    from formextract.assemble import assemble
    from formextract.catalogue import load_catalogue
    from formextract.match import Forms
    from formextract.pipeline import prose

    catalogue = load_catalogue()
    several = {**catalogue.templates, template.id: template}
    only = {template.id: template} if template.like is None else several
    forms = Forms(only, catalogue.indicators, catalogue.lexicon)
    found = forms.match(document)
    if found is None or found[0].id != template.id:
        write_line("  没有认作这种表：抬头里没有 recognise.titles 所列的名称，或相同的标签不足 least_labels 个")
        return False
    reader = prose() if found[0].prose else None
    for match in found[1]:
        _record(assemble(document, found[0], match, catalogue.indicators, None, reader))
    return True


def _record(record: Record) -> None:
    seen = {o.label for o in record.values if o.status != "missing"}
    for o in record.values:
        write_line("  " + _line(o, seen))
    for u in record.unmatched:
        write_line(f"  未认领　{u.label or '（无标签）'}：{u.text}")
    found = [o for o in record.values if o.status != "missing"]
    write_line(f"  合计：{len(record.values)} 处，找到 {len(found)} 处，未认领 {len(record.unmatched)} 处")


def _line(o: Observation, seen: set[str]) -> str:
    where = "" if o.source is None else o.source.cell or (f"第 {o.source.page} 页" if o.source.page else "")
    name = f"{o.label}（{o.key}）"
    if o.status == "missing":
        known = o.label in seen
        why = "标签在，但没有这一年或这一项" if known else "表上没有这个标签，或标签的写法不同（可写进 synonyms）"
        return f"没找到　{name}：{why}"
    if o.status == "unreadable":
        return f"读不出　{name}：{o.raw}　{where}"
    if o.status in ("blank", "none"):
        return f"{'空着' if o.status == 'blank' else '填“无”'}　　{name}　{where}".replace("”　　", "”　")
    doubt = "" if o.confidence >= SURE else f"　把握 {o.confidence:.2f}，请看标签和年份"
    value = "、".join(o.value) if isinstance(o.value, tuple) else o.value
    if isinstance(value, bool):
        value = "是" if value else "否"
    return f"找到　　{name}：{value}{o.unit or ''}　{where}{doubt}"
