"""Programmes in the making: what is drafted of a blank form and changed on the page, trials, and publication."""

from __future__ import annotations

import json
import re
import secrets
import subprocess
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

import yaml

from formextract.catalogue import load_catalogue
from formextract.errors import FormextractError, UnreadableFileError
from formextract.loading.further_templates import take, together
from formextract.model.template import LetterWords
from formextract.reports.letter_words import ALWAYS, unknown_in
from formextract.review.acts import RefusedError
from formextract.spawn import module_command, module_environment
from formextract.store import Store

SECONDS = 150.0
"""For one form; a scan of ten pages takes two minutes."""
MEMORY_MB = 4500
MOST_MAKING = 50
"""Programmes in the making that are kept, the newest."""
KINDS = {
    "application": "申报", "review": "复核", "annual": "年度报告", "half-year": "半年报告", "evaluation": "考核评价",
    "acceptance": "验收",
}  # fmt: skip


class Programmes:
    """The programmes in the making of a store, and those in use."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()

    def begun(self) -> list[dict[str, Any]]:
        """The programmes in the making, the newest first."""
        return [self.made(number) for number in self._store.making.numbers()]

    def begin(
        self,
        path: Path,
        name: str,
        programme: str,
        kind: str,
        year: int,
        before: Mapping[str, Any] | None = None,
        template: str = "",
    ) -> dict[str, Any]:
        """A new programme in the making, drafted from a blank form; `before` is the edition that it follows, or
        `template` the one in use.
        """
        if template and template_named(template, year) in load_catalogue().templates:
            raise RefusedError(f"{year} 年的这种表已经在用。请改年份，或改传别的空白表")
        drafted = asked({"do": "draft", "path": str(path)})
        number = "".join(secrets.choice("abcdefghijkmnpqrstuvwxyz") for _ in range(12))
        forms = drafted["forms"]
        made = {
            "number": number, "programme": programme, "kind": kind, "year": year, "file": name, "forms": forms,
            "form": max(range(len(forms)), key=lambda n: len(forms[n]["places"])),
            "at": datetime.now(UTC).isoformat(timespec="seconds"), "published": "",
            "program": f"own-{number}",
        }  # fmt: skip
        if before is not None:
            old = before["forms"][before["form"]]
            new = forms[made["form"]]
            made |= {"program": before["program"], "differences": difference(old, new)}
            carried_over(old, new)
        if template:
            from formextract.drafting.editions import next_edition

            program, _, form = template.partition("/")
            base = template_file(template)
            forms[made["form"]], told = next_edition(base, forms[made["form"]], words_of(forms[made["form"]]["blocks"]))
            made |= {"program": program, "kind": form.partition("@")[0], "of": template, "differences": told}
            made["programme"] = load_catalogue().title_of(program)
        self._keep(made)
        for old in self._store.making.numbers()[MOST_MAKING:]:
            self._store.making.drop(old)
        return made

    def made(self, number: str) -> dict[str, Any]:
        """A programme in the making; KeyError where there is none."""
        made: dict[str, Any] = json.loads(self._store.making.text(number))
        return made

    def change(self, number: str, changed: Mapping[str, Any]) -> dict[str, Any]:
        """Keeps what was changed on the page, where a template can be made of it."""
        with self._lock:
            made = self.made(number)
            form = int(changed.get("form", made["form"]))
            if not 0 <= form < len(made["forms"]):
                raise RefusedError("没有这一份表。请刷新页面")
            one = changed.get("made")
            if one is not None:
                made["forms"][form] |= {
                    k: one[k]
                    for k in ("title", "places", "applicant", "rules", "criteria", "letter")
                    if k in one
                }  # fmt: skip
            made |= {k: changed[k] for k in ("programme", "kind", "year") if k in changed} | {"form": form}
            if made.get("of") and not made["published"] and template_of(made) in load_catalogue().templates:
                raise RefusedError(f"{made['year']} 年的这种表已经在用。请改年份")
            self._checked(made)
            self._keep(made)
            return made

    def files(self, number: str) -> dict[str, str]:
        """The files of a programme in the making, for whoever asks to see them."""
        return self._files(self.made(number))

    def tried(self, number: str, path: Path) -> dict[str, Any]:
        """What a programme in the making finds in a filled form."""
        made = self.made(number)
        with tempfile.TemporaryDirectory(prefix="formextract-trial-") as room:
            self._together(made, Path(room))
            whole = Path(room) / "made" / "all"
            return asked({"do": "try", "path": str(path), "templates": str(whole), "template": template_of(made)})

    def publish(self, number: str, by: str) -> str:
        """Takes a programme into use, for this store from now on; its name."""
        with self._lock, tempfile.TemporaryDirectory(prefix="formextract-publish-") as room:
            made = self.made(number)
            self._whole(made)
            own = self._written(made, Path(room))
            kept = self._store.templates.current(Path(room) / "kept")
            folders = [*([kept] if kept is not None else []), own]
            try:
                take(folders, self._store)
            except FormextractError as e:
                raise RefusedError(told_mistake(e)) from e
            made["published"] = datetime.now(UTC).isoformat(timespec="seconds")
            self._keep(made)
            told = f"启用项目“{made['programme']}”的表“{made['forms'][made['form']]['title']}”（{made['year']} 年版）"
            self._store.acts.note(by, "programme", told, {"number": number})
            return str(made["programme"])

    # -- files ---------------------------------------------------------------------------------------------------------

    def _keep(self, made: Mapping[str, Any]) -> None:
        self._store.making.keep(made["number"], json.dumps(made, ensure_ascii=False))

    def _files(self, made: Mapping[str, Any]) -> dict[str, str]:
        from formextract.drafting.making import files_of  # a page that is only looked at makes no forms

        form = made["forms"][made["form"]]
        if not any(not p["dropped"] for p in form["places"]):
            raise RefusedError("还没有要读的填写处。请至少留下一处")
        if not str(made["programme"]).strip() or not str(form["title"]).strip():
            raise RefusedError("请填写项目名称和表的名称")
        try:
            files = files_of(form, template_of(made), str(made["programme"]).strip(), load_catalogue().indicators)
            return files if not made.get("of") else edition_files(made, files)
        except (KeyError, ValueError, TypeError, AttributeError) as e:
            raise RefusedError("有一处的内容不完整。请检查刚才改动的地方") from e

    def _written(self, made: Mapping[str, Any], room: Path) -> Path:
        own = room / "own"
        folder = own / template_of(made).partition("/")[0]
        folder.mkdir(parents=True)
        for name, text in self._files(made).items():
            (folder / name).write_text(text, encoding="utf-8")
        return own

    def _whole(self, made: Mapping[str, Any]) -> None:
        """RefusedError where a condition could not be judged, or a letter would hold words in braces."""
        for n, lack in enumerate(self.lacking(made), 1):
            if lack:
                raise RefusedError(f"第 {n} 条认定条件还不能用：{lack}")
        form = made["forms"][made["form"]]
        known = load_catalogue().indicators
        labels = {n: str(i["label"]) for p in form["places"] for n, i in p["meanings"].items()}
        asked = {
            labels.get(n) or known[n].label
            for p in form["places"]
            if not p["dropped"]
            for n in (p["field"]["indicator"],)
            if n in labels or n in known
        }
        if unknown := unknown_in(LetterWords.model_validate(form.get("letter") or {}), {*asked, *ALWAYS}):
            raise RefusedError(f"补正通知里的“{{{unknown[0]}}}”不是表上的栏目，换不成内容。请改写")

    def lacking(self, made: Mapping[str, Any]) -> list[str]:
        """What each condition of a programme in the making still needs, '' for one that is whole."""
        from formextract.drafting.making import lacking

        return lacking(made["forms"][made["form"]], load_catalogue().indicators)

    def _together(self, made: Mapping[str, Any], room: Path) -> None:
        own = self._written(made, room)
        try:
            together([own], room / "made")
        except FormextractError as e:
            raise RefusedError(told_mistake(e)) from e

    def _checked(self, made: Mapping[str, Any]) -> None:
        with tempfile.TemporaryDirectory(prefix="formextract-check-") as room:
            self._together(made, Path(room))


def template_of(made: Mapping[str, Any]) -> str:
    """The id of a programme's form, which no screen shows."""
    return f"{made['program']}/{made['kind']}@{made['year']}"


def words_of(blocks: list[dict[str, Any]]) -> str:
    """All that a form shows."""
    lines = [b.get("line", "") for b in blocks]
    return "\n".join([*lines, *(c["text"] for b in blocks for row in b.get("rows", ()) for c in row)])


def template_named(of: str, year: int) -> str:
    """The id of the edition of a year of a template."""
    return f"{of.partition('@')[0]}@{year}"


def template_file(name: str) -> dict[str, Any]:
    """A template in use as its file says it; RefusedError where there is none."""
    path = load_catalogue().folder / f"{name}.yaml"
    if name not in load_catalogue().templates or not path.is_file():
        raise RefusedError("没有这一版。请刷新页面，重新选择上一版")
    made: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return made


def edition_files(made: Mapping[str, Any], files: Mapping[str, str]) -> dict[str, str]:
    """The files of a new edition of a template in use: the template with what is new in it, and behind the programme's
    own rules and conditions what was added to them.
    """
    from formextract.drafting.editions import template_with
    from formextract.drafting.making import written

    program = str(made["program"])
    name = f"{made['kind']}@{made['year']}.yaml"
    out = {name: written(template_with(template_file(str(made["of"])), yaml.safe_load(files[name])))}
    for file, key in (("edits.yaml", "edits"), ("criteria.yaml", "criteria")):
        if file not in files:
            continue
        path = load_catalogue().folder / program / file
        own = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
        added = yaml.safe_load(files[file])
        taken = {e["id"] for e in own.get(key, ())}
        more = [{**e, "id": _fresh(str(e["id"]), taken, int(made["year"]))} for e in added[key]]
        out[file] = written({**added, **own, key: [*own.get(key, ()), *more]})
    return out


def _fresh(name: str, taken: set[str], year: int) -> str:
    """An id that no rule of the programme has."""
    if name not in taken:
        return name
    return next(n for k in range(len(taken) + 1) if (n := f"{name}_{year}" + (f"_{k}" if k else "")) not in taken)


def told_mistake(error: Exception) -> str:
    """What is wrong with what was entered, without the name of a file."""
    return re.sub(r"^\S+\.yaml( 第 \d+ 行)?：", "", " ".join(str(error).split()))


def asked(question: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of a process of its own that reads one file; UnreadableFileError where it has none."""
    command = module_command("formextract.review.drafting_apart", str(MEMORY_MB))
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command,
            input=json.dumps(question).encode("ascii") + b"\n",
            stdout=subprocess.PIPE,
            env=module_environment(),
            timeout=SECONDS,
            check=False,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as e:
        raise UnreadableFileError(f"读这个文件超过 {SECONDS:.0f} 秒没有结束。请上传 Word 或 Excel 文件") from e
    except ValueError as e:
        raise UnreadableFileError("读这个文件时程序意外停止。请用 Word 或 Excel 打开后另存，再上传") from e
    if "error" in answer:
        raise UnreadableFileError(answer["error"])
    return answer


def rule_of(kind: str, one: str, others: list[str], form: Mapping[str, Any]) -> dict[str, Any]:
    """A rule that a person has chosen on the page: `one` is the part, the total or the rate, `others` the rest."""
    known = load_catalogue().indicators
    meanings: dict[str, Any] = {n: i for p in form["places"] for n, i in p["meanings"].items()}

    def at(name: str) -> str:
        period = meanings[name].get("period") if name in meanings else known[name].period if name in known else None
        dims = meanings.get(name, {}).get("dims", {})
        return f"{name}[column=*]" if "column" in dims else f"{name}@year" if period == "year" else name

    number = f"own_{secrets.token_hex(4)}"
    if kind == "sum":
        edit = {"id": number, "kind": "sum", "total": at(one), "parts": [at(o) for o in others]}
    elif kind == "share":
        edit = {"id": number, "kind": "share", "rate": at(one), "part": at(others[0]), "whole": at(others[1])}
    else:
        edit = {"id": number, "kind": "subset", "part": at(one), "whole": at(others[0])}
    labels = {n: i.label for n, i in known.items()} | {n: str(i["label"]) for n, i in meanings.items()}
    from formextract.drafting.telling import told_rule

    told = told_rule(edit, labels)
    return {"edit": {**edit, "clause": told}, "told": told, "taken": True}


def shown_files(files: Mapping[str, str]) -> str:
    """The files of a programme, one below the other."""
    return "\n".join(f"# {name}\n{text}" for name, text in files.items())


def in_use() -> list[dict[str, Any]]:
    """The programmes in use: name, forms with their number of places, whether it was made here."""
    catalogue = load_catalogue()
    out: dict[str, dict[str, Any]] = {}
    for name, template in sorted(catalogue.templates.items()):
        program = name.partition("/")[0]
        row = out.setdefault(
            program, {"title": catalogue.title_of(program), "forms": [], "own": program.startswith("own-")}
        )
        row["forms"].append(
            {"id": name, "title": template.title, "year": name.rpartition("@")[2], "places": len(template.fields)}
        )
    return sorted(out.values(), key=lambda r: not r["own"])


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, str]]:
    """What two editions of a form ask differently, place by place: added, gone, changed in unit or shape."""

    def key(place: Mapping[str, Any]) -> str:
        return re.sub(r"[^\w]", "", re.sub(r"20\d\d年?|[（(][^（）()]*[)）]", "", str(place["label"])))

    old = {key(p): p for p in before["places"]}
    new = {key(p): p for p in after["places"]}
    out = [{"kind": "added", "label": p["label"], "told": "新增"} for k, p in new.items() if k not in old]
    out += [{"kind": "gone", "label": p["label"], "told": "取消"} for k, p in old.items() if k not in new]
    for k in (k for k in new if k in old):
        a, b = old[k]["field"], new[k]["field"]
        told = [
            words
            for words, one, other in (
                ("填写方式改变", a.get("shape"), b.get("shape")),
                ("选项改变", list(a.get("options", ())), list(b.get("options", ()))),
                ("各栏改变", list(a.get("columns", ())), list(b.get("columns", ()))),
                (f"写法由“{old[k]['label']}”改变", old[k]["label"], new[k]["label"]),
            )
            if one != other
        ]
        if told:
            out.append({"kind": "changed", "label": str(new[k]["label"]), "told": "；".join(told)})
    return out


def carried_over(before: Mapping[str, Any], after: dict[str, Any]) -> None:
    """Gives the places of a new edition what they meant in the one before, and its rules and conditions."""
    plain = {re.sub(r"\W", "", str(p["label"])): p for p in before["places"]}
    renamed: dict[str, str] = {}
    for place in after["places"]:
        old = plain.get(re.sub(r"\W", "", str(place["label"])))
        taken = {p["field"]["indicator"] for p in after["places"] if p is not place}
        if (
            old is None
            or old["field"].get("shape") != place["field"].get("shape")
            or max(len(old["meanings"]), len(place["meanings"])) > 1
            or old["dropped"] != place["dropped"]
            or {"gaps", "beside"} & {*old["field"], *place["field"]}
            or old["field"]["indicator"] in taken
        ):
            continue
        renamed[place["field"]["indicator"]] = old["field"]["indicator"]
        place["field"]["indicator"] = old["field"]["indicator"]
        place["meanings"], place["note"] = dict(old["meanings"]), "沿用上一版"
    for place in after["places"]:
        if place["field"].get("after") in renamed:
            place["field"]["after"] = renamed[place["field"]["after"]]
    after["rules"], after["criteria"] = list(before["rules"]), list(before["criteria"])
    if before.get("letter"):
        after["letter"] = dict(before["letter"])
    if before.get("applicant"):
        after["applicant"] = before["applicant"]
