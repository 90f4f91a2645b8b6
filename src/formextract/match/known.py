"""Which template a document is an edition of: by what it says it is; labels confirm, and break ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from formextract.match.cluster_rows import by_cluster
from formextract.match.hints import Hint
from formextract.match.naming import Naming, SaidOf, TitleReading, provinces_in, provinces_of_cities, without_brackets
from formextract.match.recognise import Prepared, captions_of, head_of, recognised
from formextract.model import Document
from formextract.model.template import Lexicon, Programme

CONFIRMED = 3
"""Labels in their very wording that confirm a name which other programmes have too, or that of a folder."""
A_FEW = 2
"""Labels that confirm what a file's name says."""
SHEET = "汇总表"
"""What a list of many clusters calls itself; where it reports on them, each row is read."""
REPORTS = frozenset({"annual", "half-year", "evaluation", "review"})
_LEAST_SAID = ("annual",)
"""The kind of which other kinds' titles have the words, too: 发展情况, 工作总结."""
_REPORTS_END, _PLANS_END, _TABLES_END = ("报告", "总结", "汇报"), ("规划", "方案"), ("表",)
"""How titles end of letters, of plans, which are proofs where no form of the programme is called so, and of tables."""
TITLE = 3
"""Lines at the head of a paper among which its title stands."""
FOLDERS = 3
"""Folders above a file whose names may say whose paper it is."""


@dataclass(frozen=True, slots=True)
class KnownForm:
    """A document's template; in `note`, for staff, what could not be told; the year of its title, '' for none."""

    prepared: Prepared
    note: str = ""
    year: str = ""


class Recogniser:
    """The templates with the names of their programmes."""

    def __init__(
        self, templates: Sequence[Prepared], programmes: Mapping[str, Programme] | None, lexicon: Lexicon
    ) -> None:
        self.templates = templates
        self.naming = Naming(programmes or {}, lexicon)

    def hinted(self, document: Document, hint: Hint) -> KnownForm | None:
        """The template of a document of which somebody says the programme or the kind."""
        said, found = self.naming.said(document), self.of(document)
        meant = self._meant(document, hint, found)
        if meant is None or (found is not None and meant.template.id == found.prepared.template.id):
            return found
        labels = self._labels(document, meant)
        year = said.title.year if said.title is not None else ""
        if found is None:
            # 高新技术企业认定申请书 is another paper, whatever rows it shares
            programme = self.naming.programmes.get(meant.template.program)
            places = set(programme.places) if programme is not None else set()
            abroad = places and provinces_in(" ".join(_head(document))) - places
            papers = any(self.naming.names_a_paper(line) for line in _head(document))
            others = abroad or (papers and not said.collective)
            if said.refused or said.foreign or others or len(labels) < min(A_FEW, len(meant.labels)):
                return None
            return KnownForm(meant, self._followed(meant), year)
        own = self._labels(document, found.prepared)
        told = said.title is not None and said.title.firm and (bool(said.title.form) or bool(said.form))
        if told or (len(labels) < len(own) and not found.note):
            return KnownForm(found.prepared, self._otherwise(found.prepared, meant), found.year)
        return KnownForm(meant, self._followed(meant) if len(labels) < len(own) else "", found.year)

    def _meant(self, document: Document, hint: Hint, found: KnownForm | None) -> Prepared | None:
        """The template that a hint means; None where it leaves it open."""
        program = hint.program or (found.prepared.template.program if found is not None else "")
        if not program:
            return None
        if hint.form:
            return self._template(document, program, hint.form)
        if found is not None and found.prepared.template.program == program:
            return found.prepared
        said = self.naming.said(document)
        form = (said.title.form if said.title is not None else "") or said.form
        return self._template(document, program, form) or self._widest(document, program, form)

    @staticmethod
    def _by_its_folder(p: Prepared, name: str) -> str:
        return f"文件自己没有写明属于哪个项目，按所在文件夹“{name}”作为《{p.template.title}》读取；请核对"

    @staticmethod
    def _followed(p: Prepared) -> str:
        return f"文件自己没有写明是哪一种材料，按指定的《{p.template.title}》读取；请核对是不是这种材料"

    @staticmethod
    def _otherwise(p: Prepared, meant: Prepared) -> str:
        return f"指定的是《{meant.template.title}》，文件自己写的是《{p.template.title}》，按文件自己写的读取；请核对"

    def of(self, document: Document) -> KnownForm | None:
        """The template of a document, None where it is of no known programme."""
        said = self.naming.said(document)
        found = self._by_title(document, said)
        if found is not None and said.title is not None and said.title.firm:
            return found
        fitting = recognised(document, [p for p in self.templates if not (said.foreign and self._has_places(p))])
        if fitting is not None:
            year = said.title.year if said.title is not None else ""
            return KnownForm(fitting, year=year)
        if found is not None:
            return found
        if said.refused or said.foreign:
            return None
        return self._by_sentence(document, said) or self._by_file(document, said) or self._by_folder(document, said)

    def _has_places(self, p: Prepared) -> bool:
        """Whether a template's programme is that of a province."""
        programme = self.naming.programmes.get(p.template.program)
        return programme is not None and bool(programme.places)

    def _by_title(self, document: Document, said: SaidOf) -> KnownForm | None:
        told = said.title
        if told is None or said.refused or said.bare:
            return None
        needed = 0 if told.firm or self._supported(document, said, told) else CONFIRMED
        form = told.form or said.form
        found = self._template(document, told.program, form)
        if found is None and form == "summary":
            # 申报数据汇总 are one cluster's data gathered; a 汇总表 of many is none of the programme's papers
            head = "".join(line for line, _ in head_of(document)[:3])
            other = self.naming.kind(head, without="summary")
            found = self._template(document, told.program, other)
            if SHEET in head and not (other in REPORTS and found and by_cluster(document, found.index)):
                found = None
            else:
                form = other
        if found is None:
            if form == "summary" or not (form or self.naming.kind("".join(line for line, _ in head_of(document)[:3]))):
                needed = max(needed, CONFIRMED)
            # 2024年度数据填报表 of a programme that is told of a year by an evaluation only
            meant = "evaluation" if form == "annual" and told.year else form
            found = self._template(document, told.program, meant) or self._widest(document, told.program, form)
            note = True
        else:
            note = False
        if found is None:
            return None
        if document.source.format == "image":
            needed = max(needed, found.template.recognise.least_labels)  # a page of a form is joined with its others
        if needed and len(self._labels(document, found)) < min(needed, len(found.labels)):
            return None
        return KnownForm(found, self._note(found, form) if note else "", told.year)

    def _by_sentence(self, document: Document, said: SaidOf) -> KnownForm | None:
        told = said.sentence
        return None if told is None else self._told(document, replace(told, form=said.form or told.form), said.form)

    def _by_file(self, document: Document, said: SaidOf) -> KnownForm | None:
        told = said.file
        if told is None or not told.firm:
            return None
        known = self._told(document, told, said.form)
        if known is None or document.source.format == "image":
            return None
        enough = len(self._labels(document, known.prepared)) >= A_FEW
        return known if enough or (said.collective and self.naming.kind(" ".join(_head(document)))) else None

    def _by_folder(self, document: Document, said: SaidOf) -> KnownForm | None:
        """By a folder's name, where the paper speaks of a cluster and one of both says its kind; without labels, with
        a note.
        """
        head = _head(document)
        for name in reversed(PurePath(document.source.path).parts[-1 - FOLDERS : -1]):
            told = None if self.naming.refused(name) else self.naming.of(name)
            if told is None or not said.collective or not (told.firm or self.naming.is_of(told.program, "".join(head))):
                continue
            # the folder of a review holds each year's report, too: what names no year is what the folder says
            open_kind = said.form in _LEAST_SAID and not said.year and told.form in REPORTS
            form = told.form if open_kind else said.form or told.form
            known = self._told(document, TitleReading(told.program, firm=True, year=said.year), form) if form else None
            if known is None:
                continue
            if said.form and len(self._labels(document, known.prepared)) >= CONFIRMED:
                return known
            letter = without_brackets(next((x for x in head[:TITLE] if self.naming.names_a_paper(x)), ""))
            titled = said.form or letter.endswith(_REPORTS_END)
            own = set(_PLANS_END) & {t[-2:] for t in known.prepared.template.recognise.titles}
            plan = letter.endswith(tuple(set(_PLANS_END) - own))
            listed = letter.endswith(_TABLES_END) or not any("。" in line for line in head)
            if titled and form != "summary" and not (plan or listed) and document.source.format != "image":
                return replace(known, note=known.note or self._by_its_folder(known.prepared, name))
        return None

    def _told(self, document: Document, told: TitleReading, form: str) -> KnownForm | None:
        form = told.form or form
        found = self._template(document, told.program, form)
        if found is not None:
            return KnownForm(found, year=told.year)
        if form == "summary":
            return None
        widest = self._widest(None, told.program, form)
        return None if widest is None else KnownForm(widest, self._note(widest, form), told.year)

    def _supported(self, document: Document, said: SaidOf, told: TitleReading) -> bool:
        """Whether something beside a name that others have too says that the programme is meant."""
        if any(x is not None and x.firm and x.program == told.program for x in (said.sentence, said.file)):
            return True
        places = set(self.naming.programmes[told.program].places)
        lines = [line for line, _ in head_of(document)]
        head = provinces_in(" ".join(lines)).union(*(provinces_of_cities(x) for line in lines for x in line.split(":")))
        return bool(head & places) and not head - places

    def _template(self, document: Document, program: str, form: str) -> Prepared | None:
        """Of a programme's form the edition that has most of a document's captions, the newest of several."""
        own = [p for p in self.templates if p.template.program == program and p.template.form == form]
        if len(own) > 1:
            return max(own, key=lambda p: (len(self._labels(document, p)), p.template.id))
        return own[0] if own else None

    def _widest(self, document: Document | None, program: str, form: str) -> Prepared | None:
        """Of a programme the form whose own labels the document has most, else the one that asks for most."""
        own = [p for p in self.templates if p.template.program == program and p.template.form != "summary"]
        if form == "summary":
            return None
        # 绩效自评 of a programme that knows no such paper tells of a year
        own = [p for p in own if form == "evaluation" and p.template.form == "annual"] or own
        if document is None or not own:
            return max(own, key=lambda p: (p.template.like is None, len(p.template.fields)), default=None)
        labels = {p.template.id: len(self._labels(document, p)) for p in own}
        return max(own, key=lambda p: (labels[p.template.id], p.template.like is None, len(p.template.fields)))

    def _note(self, p: Prepared, form: str) -> str:
        programme = self.naming.programmes[p.template.program].title
        said = "没有写明是哪一种材料" if not form else "不是目录里有的那几种材料"
        return f"文件写明属于{programme}，但{said}，按《{p.template.title}》读取；请核对材料种类，未对应的内容请看原件"

    @staticmethod
    def _labels(document: Document, p: Prepared) -> frozenset[str]:
        return frozenset(n for text in captions_of(document) for n in p.index.exact(text) if n in p.labels)


def _head(document: Document) -> list[str]:
    return [line for line, _ in head_of(document)[:6]]
