#!/usr/bin/env python3
"""Writes docs/cli.md from the command line's own help; with --check it only says whether the page is up to date."""

import io
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "cli.md"
WIDTH = 90

HEAD = """\
# Command line reference

Made by `scripts/make_cli_docs.py` from the help texts; do not edit by hand.

| command | does |
| --- | --- |
| [`extract PATH...`](#formextract-extract) | each file by itself, one record a line to standard output |
| [`load SOURCE... --store STORE`](#formextract-load) | all below the sources into a store; resumable |
| [`load --store STORE`](#formextract-load) | what the store owes, read from the originals that it keeps |
| [`status --store STORE`](#formextract-status) | what became of every file, and what is left to do |
| [`verify --store STORE`](#formextract-verify) | whether the originals are still what they were |
| [`backup --store STORE -o DIR`](#formextract-backup) | the store's copy, a store itself; made again it takes the new |
| [`restore BACKUP --store STORE`](#formextract-restore) | a store made of a backup |
| [`export --store STORE`](#formextract-export) | what a store holds, as told in [exports.md](exports.md) |
| [`report --store STORE -o DIR`](#formextract-report) | pages for reviewers, as told in [reports.md](reports.md) |
| [`diff OLD NEW`](#formextract-diff) | a form against its correction, item by item |
| [`submissions --store STORE`](#formextract-submissions) | which files belong to which application; `--move` corrects |
| [`dump FILE`](#formextract-dump) | what a reader makes of a file, as JSON or HTML; for writers of templates |
| [`schema`](#formextract-schema) | the JSON Schema of a record |
| [`templates list\\|show\\|check\\|new\\|test`](#formextract-templates) | the templates, and drafts of new ones |

`STORE` is a folder or a database URL ([what is in it](store.md)).

Exit status: 0 everything was read; 1 something could not be read, and standard error names it, one line a file; 2 the
call itself is wrong. 130 and 143 after Ctrl-C and SIGTERM, 141 where the reader of standard output has gone. Standard
output carries records (or what a command is asked to print) and nothing else; progress, notes and errors go to standard
error, in Chinese, in UTF-8 whatever the locale.

A folder is walked in the order of its names. `Thumbs.db`, `desktop.ini`, `~$…`, `.DS_Store`, `__MACOSX` and other
hidden files are passed over by name, links and devices too; `load` counts them. Each file is read in a process that is
ended after `--timeout` seconds of the processor (five times as many by the clock), or beyond `--memory` MB, and the
file is named as failed; one that breaks its process is tried once more before.

`load --json-progress` tells other programs, in lines of JSON ([which](loading.md#progress)).
"""


def page() -> str:
    """The whole page."""
    import typer

    from formextract.cli.app import app

    out = io.StringIO()
    out.write(HEAD)
    top = typer.main.get_command(app)
    _write(out, top, typer.Context(top, info_name="formextract", terminal_width=WIDTH, **top.context_settings))
    return out.getvalue()


def _write(out, command, ctx) -> None:
    import typer

    from formextract.cli.help import ChineseGroup, help_text

    out.write(f"\n## {ctx.command_path}\n\n```text\n{help_text(command, ctx)}```\n")
    if isinstance(command, ChineseGroup):
        for name, inner in command.commands.items():
            _write(out, inner, typer.Context(inner, info_name=name, parent=ctx, terminal_width=WIDTH))


def main() -> int:
    """Writes or checks the page; the exit status."""
    text = page()
    if "--check" in sys.argv[1:]:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print("docs/cli.md is stale: run scripts/make_cli_docs.py", file=sys.stderr)
        return 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
