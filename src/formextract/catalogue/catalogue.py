"""All templates, indicators and words of a folder, read once and checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from formextract import doors
from formextract.catalogue.folders import default_folder, shipped_folder
from formextract.catalogue.kept import kept
from formextract.catalogue.places import check_place
from formextract.catalogue.yamlfile import YamlFile, fail
from formextract.errors import TemplateError
from formextract.model.template import (
    SHAPES,
    Concepts,
    FieldSpec,
    Indicator,
    Lexicon,
    Programme,
    TableWords,
    Template,
)
from formextract.wording import applicants_called

REGION_PARTS = ("省", "市", "县")
TARGET_PARTS = ("baseline", "target")
FREE_PARTS = ("narrative", "statement")
"""Shapes whose parts are named by words that the form prints."""
PROGRAMME_FILE = "programme.yaml"
TABLES_FILE = "tables.yaml"
WHOLE_DOCUMENT = "document"
"""In `prose`: figures are looked for in all paragraphs."""


class _Indicators(BaseModel):
    model_config = ConfigDict(extra="forbid")
    indicators: dict[str, Indicator]


@dataclass(frozen=True)
class Catalogue:
    """What the templates' folder holds. `templates` by id, `indicators` by id, `programmes` by the folder's name."""

    folder: Path
    indicators: dict[str, Indicator]
    templates: dict[str, Template]
    lexicon: Lexicon
    programmes: dict[str, Programme]

    def title_of(self, program: str) -> str:
        """What staff read for a programme; the name itself for one that the folder does not know."""
        return self.programmes[program].title if program in self.programmes else program

    def applicants_called(self, templates: Iterable[str]) -> str:
        """What staff call those who apply with these templates (ids): clusters where a template does not say who. One
        that has gone says nothing.
        """
        known = [self.templates[t].applicant for t in set(templates) if t in self.templates]
        return applicants_called("cluster" if who is None else who.kind for who in known)


@kept
def load_catalogue(folder: Path | None = None) -> Catalogue:
    """The catalogue of a folder (default: the shipped one); TemplateError with file, line and mend for a mistake."""
    folder = folder or default_folder()
    if not folder.is_dir():
        raise TemplateError(f"找不到模板目录 {folder}。请重新安装 formextract，或用正确的目录")
    indicators = load_indicators(folder)
    words_file = folder / "words.txt"
    words = tuple(words_file.read_text(encoding="utf-8").split()) if words_file.is_file() else ()
    lexicon = (
        YamlFile(folder / "lexicon.yaml")
        .parse(Lexicon)
        .model_copy(update={"words": words, "tables": load_table_words(folder), **_concepts(folder)})
    )
    templates: dict[str, Template] = {}
    for path in sorted(folder.glob("*/*@*.yaml")):
        template = load_template(path, indicators)
        if template.id in templates:
            raise fail(path, 1, f"模板编号“{template.id}”与 {templates[template.id].path} 重复")
        templates[template.id] = template
    for template in templates.values():
        check_like(template, {t.id.partition("/")[2] for t in templates.values() if t.program == template.program})
    programmes: dict[str, Programme] = {}
    for t in reversed(templates.values()):
        if t.like is None or t.program not in programmes:  # an application, and not a report that is like it
            programmes[t.program] = _programme(folder, t)
    return Catalogue(folder, _with_own(indicators, templates), templates, lexicon, programmes)


def load_table_words(folder: Path) -> TableWords:
    """The words of tables of a folder; the shipped ones where it has none of its own."""
    path = folder / TABLES_FILE
    return YamlFile(path if path.is_file() else shipped_folder() / TABLES_FILE).parse(TableWords)


def _concepts(folder: Path) -> dict[str, object]:
    """The concepts of which labels are made; a folder may do without."""
    path = folder / "concepts.yaml"
    if not path.is_file():
        return {}
    found = YamlFile(path).parse(Concepts)
    lists = {"plain", "soft", "firms", "abroad"}
    return {"concepts": found.model_dump(exclude=lists), **found.model_dump(include=lists)}


def _programme(folder: Path, template: Template) -> Programme:
    """What is said of the template's programme; where nothing is, it is called by the form's title."""
    path = folder / template.program / PROGRAMME_FILE
    return YamlFile(path).parse(Programme) if path.is_file() else Programme(title=template.title)


def _with_own(indicators: dict[str, Indicator], templates: Mapping[str, Template]) -> dict[str, Indicator]:
    """The catalogue with the indicators that templates bring along; one id has one meaning."""
    out = dict(indicators)
    for template in templates.values():
        for name, indicator in template.own.items():
            if out.setdefault(name, indicator) != indicator:
                raise YamlFile(template.path).error(
                    ["indicators", name],
                    f"别的模板也有编号为“{name}”的指标，写法不同。请换一个编号，或移到 indicators.yaml",
                )
    return out


def load_indicators(folder: Path) -> dict[str, Indicator]:
    """The catalogue of a folder of templates; TemplateError for a mistake, or a wording of two indicators."""
    file = YamlFile(folder / "indicators.yaml")
    indicators = file.parse(_Indicators).indicators
    seen: dict[str, str] = {}
    for name, indicator in indicators.items():
        for wording in (indicator.label, *indicator.synonyms):
            if wording in indicator.synonyms and indicator.synonyms.count(wording) > 1:
                raise file.error(["indicators", name, "synonyms"], f"“{wording}”写了两次，请删去一处")
            if seen.setdefault(wording, name) != name:
                raise file.error(
                    ["indicators", name], f"“{wording}”已是 {seen[wording]} 的说法，一个说法只能归一个指标"
                )
    return indicators


def load_template(path: Path, indicators: dict[str, Indicator]) -> Template:
    """One template file, its indicators checked against the catalogue; TemplateError for a mistake."""
    file = YamlFile(path)
    template = file.parse(Template).model_copy(update={"path": path})
    expected = f"{path.parent.name}/{path.stem}"
    if template.id != expected:
        raise file.error(["template"], f"模板编号“{template.id}”与文件位置不符，应为“{expected}”")
    _check_own(file, template, indicators)
    indicators = {**indicators, **template.own}
    order = {f.indicator for f in template.fields}
    seen: set[str] = set()
    for i, field in enumerate(template.fields):
        if field.key in seen:
            raise file.error(["fields", i], f"“{field.key}”写了两次，请删去一处，或用 dims 区分")
        seen.add(field.key)
    shapes = (*SHAPES, *sorted(doors.names("formextract.shapes")))
    for i, field in enumerate(template.fields):
        if field.shape is not None and field.shape not in shapes:
            raise file.error(["fields", i, "shape"], f"“shape”的值应为下列之一：{'、'.join(shapes)}")
        for key in ("indicator", "names", "joined", "target", "cover"):
            name = getattr(field, key)
            if name is not None and name not in indicators:
                raise file.error(["fields", i, key], f"指标目录里没有“{name}”，请检查拼写，或先写入 indicators.yaml")
        if field.after is not None and field.after not in order:
            raise file.error(["fields", i, "after"], f"after 所指的“{field.after}”不在本表中")
        _check_parts(file, i, field, indicators)
        check_place(file, i, field, indicators)
        indicator = indicators[field.indicator]
        for dim, value in field.dims.items():
            if value not in indicator.dims.get(dim, []):
                raise file.error(["fields", i, "dims"], f"“{field.indicator}”没有 {dim}={value} 这一项")
        if indicator.kind in ("bool", "choice", "multichoice") and not field.options and field.shape in (None, "ticks"):
            raise file.error(["fields", i], f"“{field.indicator}”是勾选项，须写 options（印在表上的选项）")
        if isinstance(field.options, dict):
            tokens = {"yes", "no"} if indicator.kind == "bool" else set(indicator.type.partition(":")[2].split("|"))
            for text, token in field.options.items():
                if token not in tokens:
                    raise file.error(
                        ["fields", i, "options"], f"选项“{text}”的取值“{token}”应为 {'、'.join(sorted(tokens))} 之一"
                    )
        if field.section and template.sections and field.section not in {"0", *(s.id for s in template.sections)}:
            raise file.error(["fields", i, "section"], f"本表没有第“{field.section}”部分")
    for i, part in enumerate(template.layout.parts if template.layout is not None else ()):
        if part not in {s.id for s in template.sections}:
            raise file.error(["layout", "parts", i], f"本表没有第“{part}”部分，sections 里没有它")
    who = template.applicant
    for key, name in (("name", who.name), ("identifier", who.identifier)) if who is not None else ():
        if name is not None and name not in template.indicators() and template.like is None:
            raise file.error(["applicant", key], f"applicant 所指的“{name}”不在本表的 fields 中")
    for i, name in enumerate(template.prose):
        if name != WHOLE_DOCUMENT and name not in indicators:
            raise file.error(["prose", i], f"prose 里的“{name}”应为 {WHOLE_DOCUMENT}，或指标目录里的一个编号")
    return template


def check_like(template: Template, forms: Collection[str]) -> None:
    """TemplateError where a template is like a form (`application@2025`) that its programme does not have."""
    if template.like is not None and template.like not in forms:
        known = "、".join(sorted(forms)) or "（没有）"
        raise YamlFile(template.path).error(
            ["like"], f"like 所指的“{template.like}”不在同一项目的模板中，那里有：{known}"
        )


def _check_parts(file: YamlFile, i: int, field: FieldSpec, indicators: Mapping[str, Indicator]) -> None:
    """TemplateError where the parts of a place are no indicators, or 省, 市 and 县 do not say which each is."""
    for name in (field.goals or ())[:]:
        if name not in indicators:
            raise file.error(["fields", i, "goals"], f"指标目录里没有“{name}”，请检查拼写，或先写入 indicators.yaml")
    if field.shape == "region" and not field.parts:
        raise file.error(["fields", i], f"region 须写 parts，说明 {'、'.join(REGION_PARTS)} 各是哪个指标")
    for part, name in field.parts.items():
        if field.shape in FREE_PARTS:
            pass  # printed words of the form's own
        elif field.shape == "targets" and part not in TARGET_PARTS:
            raise file.error(["fields", i, "parts", part], f"parts 不认识“{part}”，应为 {'、'.join(TARGET_PARTS)}")
        elif field.shape != "targets" and part not in REGION_PARTS:
            raise file.error(["fields", i, "parts", part], f"parts 不认识“{part}”，应为 {'、'.join(REGION_PARTS)}")
        if name not in indicators:
            raise file.error(
                ["fields", i, "parts", part], f"指标目录里没有“{name}”，请检查拼写，或先写入 indicators.yaml"
            )
    if field.shape == "statement" and not field.parts:
        raise file.error(["fields", i], "statement 须写 parts，说明印在表上的哪些字后面各是哪个指标")
    if field.parts and field.shape not in (*FREE_PARTS, "targets") and set(field.parts) != set(REGION_PARTS):
        raise file.error(["fields", i, "parts"], f"parts 须写全 {'、'.join(REGION_PARTS)}")


def _check_own(file: YamlFile, template: Template, indicators: Mapping[str, Indicator]) -> None:
    """TemplateError where an indicator of the template's own is the catalogue's already, or has the wording of another
    one that the form asks for.
    """
    if not template.own:
        return
    used = {n: indicators[n] for f in template.fields for n in f.indicators if n in indicators}
    wordings = {w: name for name, i in used.items() for w in (i.label, *i.synonyms)}
    for name, indicator in template.own.items():
        if indicators.get(name, indicator) != indicator:
            raise file.error(["indicators", name], f"指标目录里已有“{name}”，写法不同。请直接使用，或换一个编号")
        for wording in (indicator.label, *indicator.synonyms):
            if wordings.setdefault(wording, name) != name:
                raise file.error(
                    ["indicators", name], f"“{wording}”已是 {wordings[wording]} 的说法，一个说法只能归一个指标"
                )
