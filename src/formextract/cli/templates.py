"""`templates list`, `show` and `check`."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from formextract.cli.say import say
from formextract.cli.stdout import stream, write_line
from formextract.errors import EXIT_UNREADABLE, TemplateError, UsageError

_PIPE_WIDTH = 400  # columns; nothing is broken or cut where a program reads


def run_list() -> int:
    """Prints a table of the templates; the exit status."""
    from formextract.catalogue import load_catalogue

    table = Table(box=None, pad_edge=False)
    for heading in ("编号", "名称", "字段数"):
        table.add_column(heading, justify="right" if heading == "字段数" else "left")
    for name, template in sorted(load_catalogue().templates.items()):
        table.add_row(Text(name), Text(template.title), str(len(template.fields)))
    text = io.StringIO()
    Console(file=text, width=None if stream().isatty() else _PIPE_WIDTH, color_system=None).print(table)
    for line in text.getvalue().splitlines():
        write_line(line.rstrip())
    return 0


def run_show(name: str) -> int:
    """Prints a template's text; the exit status. UsageError where there is no such template."""
    from formextract.catalogue import load_catalogue

    known = load_catalogue().templates
    if name not in known:
        near = get_close_matches(name, known, 1, cutoff=0.4)
        mend = f"是不是想看 {near[0]}？" if near else "请用 formextract templates list 查看有哪些"
        raise UsageError(f"没有编号为“{name}”的模板。{mend}")
    write_line(known[name].path.read_text(encoding="utf-8-sig").rstrip("\n"))
    return 0


def run_rules(program: str, engine: str) -> int:
    """Prints a programme's clauses for other rules engines; the exit status. UsageError where it has none."""
    from formextract.catalogue import load_catalogue
    from formextract.catalogue.criteria import load_criteria
    from formextract.loading.versions import versions
    from formextract.outputs.rule_files import decision, neutral

    catalogue = load_catalogue()
    criteria = load_criteria(catalogue.folder, program, frozenset(catalogue.indicators))
    if not criteria:
        known = "、".join(sorted(catalogue.programmes))
        raise UsageError(f"没有编号为“{program}”的项目，或它没有认定条件。现有项目：{known}")
    made = decision(program, criteria) if engine == "jdm" else neutral(program, criteria, {"rules": versions().rules})
    write_line(json.dumps(made, ensure_ascii=False, indent=1))
    return 0


def run_check(paths: list[str]) -> int:
    """Checks template files, or all that are shipped; the exit status. One line for each mistake."""
    from formextract import checks
    from formextract.catalogue import check_file

    status = 0
    for path in _files(paths):
        try:
            check_file(path, checks.kinds())
        except TemplateError as e:
            status = EXIT_UNREADABLE
            say(str(e))
        else:
            write_line(f"{path}：没有问题")
    return status


def _files(paths: list[str]) -> Iterator[Path]:
    from formextract.catalogue import default_folder
    from formextract.catalogue.checking import PATTERNS

    for path in [Path(name) for name in paths] or [default_folder()]:
        if path.is_dir():
            found = [p for pattern in PATTERNS for p in sorted(path.rglob(pattern))]
            if not found:
                raise UsageError(f"{path} 里没有模板文件")
            yield from found
        else:
            yield path
