"""The command line: its commands stand in the modules below, each with its help, in the order in which they are used.

What a command does is in the module that is called after it.
"""

from __future__ import annotations

from typing import Annotated

import typer

import formextract
from formextract.cli import describing, giving, keeping, reading, serving, stdout
from formextract.cli.help import ChineseGroup

app = typer.Typer(
    cls=ChineseGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
    help="把填好的申报表（Word、Excel、PDF）读成带出处的结构化数据。\n\n"
    "先用 load 把光盘或文件夹装进数据库，再用 export 导出；只想看看一个文件读得怎样，用 extract。",
)
for part in (reading, keeping, giving, serving, describing):
    app.add_typer(part.app)


def _say_version(asked: bool) -> None:
    if asked:
        stdout.write_line(f"formextract {formextract.__version__}")
        raise typer.Exit


@app.callback()
def _top(
    *,
    _version: Annotated[
        bool, typer.Option("--version", help="显示版本号", is_eager=True, callback=_say_version)
    ] = False,
) -> None:
    pass
