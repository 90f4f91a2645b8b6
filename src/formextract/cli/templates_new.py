"""`templates new` and `templates test`: a template drafted from a blank form, and tried on filled ones."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from formextract.cli.say import say
from formextract.cli.stdout import write_line
from formextract.errors import EXIT_UNREADABLE, FormextractError, UsageError
from formextract.model.template import Template

if TYPE_CHECKING:
    from formextract.catalogue import Catalogue
    from formextract.drafting.draft import Draft
    from formextract.drafting.trial import Outcome, Trial
    from formextract.model import Document

_NAME = re.compile(r"[a-z-]+/[a-z-]+@\d{4}")
FREE_TEXTS = 5
"""Texts without a label that are shown one by one; of a notice around the form there may be a hundred."""
_OUTCOMES: dict[Outcome, str] = {
    "found": "找到　",
    "doubtful": "有疑问",
    "unreadable": "读不出",
    "empty": "空着　",
    "none": "填无　",
    "missing": "没找到",
    "unclaimed": "未认领",
}


def run_new(blank: str, name: str, output: str, number: int, like: str = "") -> int:
    """Writes the draft of a template for a blank form; the exit status. `number`: which form of a file with several,
    `like`: the template of which it is the next edition.
    """
    from formextract import pipeline
    from formextract.catalogue import load_catalogue
    from formextract.drafting import as_yaml, draft_of, forms_in, layout_of, why_not_blank

    if _NAME.fullmatch(name) is None:
        raise UsageError(
            f"模板编号“{name}”写法不对，应为 项目/表@年份，小写字母和连字符，如 county-brief/half-year@2025"
        )
    if output and Path(output).exists():
        raise UsageError(f"{output} 已经存在，不会覆盖。请换个文件名，或先把它移走")
    catalogue = load_catalogue()
    if like and like not in catalogue.templates:
        raise UsageError(f"没有模板“{like}”。请用 formextract templates list 查看编号")
    if like and (name.partition("@")[0] != like.partition("@")[0] or name in catalogue.templates):
        raise UsageError(f"{like} 的新一版应写作 {like.partition('@')[0]}@年份，年份不同于已有的。请用 --id 写明")
    document = pipeline.read(blank)
    several = forms_in(document, catalogue.lexicon)
    layouts = [layout_of(d, catalogue.lexicon) for d in several]
    if number > len(several):
        raise UsageError(f"{blank} 里只找到 {len(several)} 份表，没有第 {number} 份")
    at = number - 1 if number else max(range(len(several)), key=lambda i: len(layouts[i].found))
    if len(several) > 1:
        listed = "；".join(f"{i} {layout.title}（{len(layout.found)} 处）" for i, layout in enumerate(layouts, 1))
        say(f"文件里有 {len(several)} 份表：{listed}。起草的是第 {at + 1} 份，用 --form 可另选")
    why = why_not_blank(several[at], layouts[at])
    if why:
        say(f"{blank}：{why}")
    drafted = draft_of(several[at], catalogue.indicators, catalogue.lexicon)
    if not drafted.fields:
        say(f"{blank}：没有找到填写处。请确认是空白表（填写处空着），扫描件请看是否清晰")
        return EXIT_UNREADABLE
    told: list[str] = []
    if like:
        text, told = _next_edition(drafted, several[at], name, like, catalogue)
    else:
        text = as_yaml(drafted, name, Path(blank).name)
    if output:
        path = Path(output)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    else:
        for line in text.rstrip("\n").split("\n"):
            write_line(line)
    if like:
        for line in ["与上一版的不同：", *told] if told else ["与上一版没有不同"]:
            say(line)
        return 0
    live = [f for f in drafted.fields if not f.repeats]
    new = sum(f.new is not None for f in live)
    say(f"共找到 {len(live)} 个填写处，其中 {len(live) - new} 个认出了指标，{new} 个是新指标，请核对")
    return 0


def _next_edition(
    drafted: Draft, document: Document, name: str, like: str, catalogue: Catalogue
) -> tuple[str, list[str]]:
    """The template of a new edition, and what it asks differently from the one before, a line each."""
    import yaml

    from formextract.drafting.editions import next_edition, template_with
    from formextract.drafting.making import files_of, made_of, written

    base = yaml.safe_load((catalogue.folder / f"{like}.yaml").read_text(encoding="utf-8"))
    words = "\n".join(item.text for item in document.items())
    made, differences = next_edition(base, made_of(drafted), words)
    files = files_of(made, name, catalogue.title_of(like.partition("/")[0]), catalogue.indicators)
    text = written(template_with(base, yaml.safe_load(files[f"{name.partition('/')[2]}.yaml"])))
    kinds = {"added": "新增", "gone": "取消", "changed": "改动"}
    told = [
        f"{kinds[d['kind']]}　{d['label']}" + (f"：{d['told']}" if d["kind"] == "changed" else "") for d in differences
    ]
    return text, told


def run_test(template: str, filled: list[str]) -> int:
    """Prints, label by label, what a template finds in filled forms and what it does not; the exit status."""
    from formextract import pipeline
    from formextract.drafting import tried
    from formextract.pipeline import prose

    loaded, catalogue = _template(template)
    indicators = {**catalogue.indicators, **loaded.own}
    status = 0
    for name in filled:
        try:
            document = pipeline.read(name)
        except FormextractError as e:
            say(str(e))
            status = EXIT_UNREADABLE
            continue
        trial = tried(document, loaded, catalogue.templates, indicators, catalogue.lexicon, prose(catalogue.folder))
        write_line(f"{name}")
        for line in _lines(trial):
            write_line(f"  {line}")
        if trial.refused:
            status = EXIT_UNREADABLE
    return status


def _template(name: str) -> tuple[Template, Catalogue]:
    """A template by its id, or from its file with the catalogue of the folder that it lies in."""
    from formextract.catalogue import load_catalogue, load_template

    shipped = load_catalogue()
    if name in shipped.templates:
        return shipped.templates[name], shipped
    path = Path(name)
    if not path.is_file():
        raise UsageError(f"没有模板“{name}”。请给出模板文件，或用 formextract templates list 查看编号")
    own = path.resolve().parent.parent
    catalogue = load_catalogue(own) if (own / "indicators.yaml").is_file() else shipped
    return load_template(path, catalogue.indicators), catalogue


def _lines(trial: Trial) -> list[str]:
    if trial.refused:
        return [f"没有认作这种表：{trial.refused}"]
    out = []
    free = 0
    for s in trial.said:
        if s.outcome == "unclaimed" and not s.label:
            free += 1
            if free > FREE_TEXTS:
                continue
        name = f"{s.label or '（无标签）'}" + (f"（{s.indicator}）" if s.indicator else "")
        out.append(f"{_OUTCOMES[s.outcome]}　{name}" + (f"：{s.text}" if s.text else ""))
        if s.why:
            out.append(f"　　　　　　{s.why}")
    if free > FREE_TEXTS:
        out.append(f"另有 {free - FREE_TEXTS} 段没有标签的文字，没有一一列出")
    total = len(trial.said) - trial.count("unclaimed")
    counts = "，".join(
        f"{words.strip('　')} {trial.count(outcome)}" for outcome, words in _OUTCOMES.items() if trial.count(outcome)
    )
    rows = f"，共 {trial.records} 条记录" if trial.records > 1 else ""
    return [*out, f"合计：{total} 个标签{rows}；{counts}"]
