"""The commands for whoever writes templates or takes records in: what a file holds, schemas, templates."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from formextract.cli import stdout
from formextract.cli.help import ChineseGroup, Command
from formextract.cli.templates_in_use import choose_templates

app = typer.Typer(cls=ChineseGroup)
templates = typer.Typer(
    cls=ChineseGroup,
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="查看、检查、起草和试用表格模板。",
)
app.add_typer(templates, name="templates")


@app.command(
    cls=Command,
    help="看看程序从一个文件里读出了什么：文字、表格和单元格（JSON）。\n\n"
    "不套用模板，也不核对，供编写模板和查找问题时使用。加 --html 得到可在浏览器里查看的网页。",
)
def dump(
    file: Annotated[str, typer.Argument(metavar="FILE", help="要查看的文件")],
    *,
    html: Annotated[bool, typer.Option("--html", help="写成网页，按原来的位置画出单元格")] = False,
) -> int:
    from formextract.cli.dump import run_dump

    return run_dump(file, html=html)


class SchemaOf(StrEnum):
    """What a schema is printed of."""

    record = "record"
    facts = "facts"


@app.command(cls=Command, help="打印记录（record）或规则引擎所用事实（facts）的 JSON Schema，供接收数据的程序校验。")
def schema(
    what: Annotated[SchemaOf, typer.Argument(metavar="record|facts", help="要哪一种，不写为 record")] = SchemaOf.record,
) -> int:
    from formextract.model.facts_schema import facts_schema_json
    from formextract.model.schema import record_schema_json

    stdout.write_line(facts_schema_json() if what is SchemaOf.facts else record_schema_json())
    return 0


@templates.command("list", cls=Command, help="列出所有模板的编号、名称和字段数。")
def list_templates() -> int:
    from formextract.cli.templates import run_list

    return run_list()


@templates.command("show", cls=Command, help="打印一个模板的内容（YAML）。")
def show_template(
    template: Annotated[
        str, typer.Argument(metavar="ID", help="模板编号，如 sme-cluster/application@2024，见 templates list")
    ],
) -> int:
    from formextract.cli.templates import run_show

    return run_show(template)


@templates.command(
    "check",
    cls=Command,
    help="检查模板写得对不对。\n\n每处错误一行，写明文件、行号和改法。有错误时退出状态为 1。",
)
def check_templates(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="要检查的模板文件或文件夹，默认检查自带的全部模板"),
    ] = None,
) -> int:
    from formextract.cli.templates import run_check

    return run_check(paths or [])


class RulesFor(StrEnum):
    """For which rules engines a programme's clauses are written."""

    json = "json"
    jdm = "jdm"


@templates.command(
    "rules",
    cls=Command,
    help="把一个项目的认定条件写成规则引擎的文件。\n\njson 为 JsonLogic 形式的规则，算子有说明，不限引擎；"
    "jdm 为 GoRules 的决策文件。输入都是 export --shape facts 的一行，见 docs/rules-engine.md。",
)
def rules_of_templates(
    program: Annotated[str, typer.Argument(metavar="PROGRAM", help="项目编号，如 sme-cluster")],
    *,
    engine: Annotated[
        RulesFor, typer.Option("--for", metavar="json|jdm", help="写成哪一种，默认 json")
    ] = RulesFor.json,
) -> int:
    from formextract.cli.templates import run_rules

    return run_rules(program, engine.value)


@templates.command(
    "new",
    cls=Command,
    help="由一份空白表起草模板。\n\n找出标签、填写处、年份、勾选项、单位和字数限制，为每处提出指标和把握，"
    "并列出由标签推出的核对规则。起草的模板要由人核对后使用，步骤见 docs/templates.md。",
)
def new_template(
    blank: Annotated[str, typer.Argument(metavar="BLANK_FORM", help="空白表（Word、Excel、PDF、扫描件）")],
    *,
    name: Annotated[
        str, typer.Option("--id", metavar="ID", help="模板编号，如 county-brief/half-year@2025")
    ] = "new-program/application@2025",
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="写到这个文件，默认写到标准输出")] = "",
    form: Annotated[
        int, typer.Option("--form", metavar="N", min=0, help="文件里有几份表时起草第几份，默认填写处最多的那份")
    ] = 0,
    like: Annotated[
        str,
        typer.Option(
            "--like",
            metavar="ID",
            help="它是哪个模板的新一版，如 sme-cluster/application@2024：沿用没有变的，说明变了的",
        ),
    ] = "",
    beside: Annotated[
        list[str] | None,
        typer.Option(
            "--templates",
            metavar="DIR",
            help="要和它一起使用的另外的模板所在的文件夹（可多次给出）：指标编号不与它们重复",
        ),
    ] = None,
) -> int:
    from formextract.cli.templates_new import run_new

    choose_templates(beside or ())
    return run_new(blank, name, output, form, like)


@templates.command(
    "test",
    cls=Command,
    help="用一个模板试读填好的表，逐个标签说明找到了什么、没找到什么、为什么。",
)
def test_template(
    template: Annotated[str, typer.Argument(metavar="TEMPLATE", help="模板文件，或自带模板的编号")],
    filled: Annotated[list[str], typer.Argument(metavar="FILLED...", help="填好的表")],
) -> int:
    from formextract.cli.templates_new import run_test

    return run_test(template, filled)
