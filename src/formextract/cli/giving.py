"""The commands that give out what was read: checked anew, exported, as a report, compared."""

from __future__ import annotations

from typing import Annotated, cast

import typer

import formextract
from formextract.cli import options as opt
from formextract.cli.help import ChineseGroup, Command
from formextract.cli.templates_in_use import choose_templates
from formextract.outputs import SHAPES
from formextract.outputs import Shape as ShapeName

app = typer.Typer(cls=ChineseGroup)


@app.command(
    cls=Command,
    help="重新核对已读出的记录，不再读原文件。\n\n"
    "给出 extract 或 export 得到的 jsonl 文件（- 为标准输入），核对后的记录写到标准输出；"
    "给出数据库，则更新库中记录的核对结果。模板里的规则改过以后用它重新核对。",
)
def check(
    where: Annotated[str, typer.Argument(metavar="RECORDS.jsonl|STORE", help="记录文件，或数据库文件夹、地址")],
    *,
    templates: opt.Templates = None,
    fail_on: opt.FailOn = "",
) -> int:
    from formextract.cli.check_command import run_check

    choose_templates(templates or (), where)
    return run_check(where, opt.severity(fail_on), version=formextract.__version__)


@app.command(
    cls=Command,
    help="导出数据库里的记录。\n\n"
    "形状：records 每份表一条，内容最全；long 每个数一行；wide 每份表一行、每个指标一列；facts 供规则引擎使用；"
    "corrections 为审核更正记录，decisions 为审核处理（问题是否成立、人工判断的条件、审核完成）。"
    "审核时更正过的数，原来的读数照旧，后面另有一条状态为 corrected 的更正值。\n\n"
    "给人看请用 xlsx。以 = + - @ 开头的文字前面会加一个撇号，以免被当作公式执行。",
)
def export(
    *,
    store: opt.StorePlace,
    kind: opt.Kind = "jsonl",
    shape: opt.Shape = "records",
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="写到这个文件，默认写到标准输出")] = "",
    program: Annotated[str, typer.Option("--program", metavar="ID", help="只导出这个项目的记录，如 sme-cluster")] = "",
    disc: Annotated[
        str, typer.Option("--disc", metavar="名称", help="只导出这张光盘（装载时给的名称，或装载的文件夹）的记录")
    ] = "",
    first_day: Annotated[str, typer.Option("--from", metavar="日期", help="只导出这一天起存入的记录")] = "",
    last_day: Annotated[str, typer.Option("--to", metavar="日期", help="只导出到这一天为止存入的记录")] = "",
    since: Annotated[
        str,
        typer.Option(
            "--since", metavar="标记|@FILE", help="只导出上次以后变动的记录，第一次用 0；@FILE 由程序记住标记"
        ),
    ] = "",
    withdrawn: Annotated[
        str, typer.Option("--withdrawn", metavar="FILE", help="把上次以后撤回的记录编号写到这个文件")
    ] = "",
    database: Annotated[
        str, typer.Option("--to-database", metavar="URL", help="直接写进这个数据库的一个表，不写文件")
    ] = "",
    table: Annotated[str, typer.Option("--table", metavar="表名", help="写进哪个表，没有则新建")] = "",
    debug: opt.Debug = False,
) -> int:
    from formextract.cli.export_command import ExportOptions, run_export
    from formextract.outputs import formats

    choose_templates((), store)
    del debug  # `main` looks for it
    return run_export(
        store,
        ExportOptions(
            opt.choice("--format", kind, tuple(formats())),
            cast("ShapeName", opt.choice("--shape", shape, SHAPES)),
            output,
            program,
            disc,
            first_day,
            last_day,
            since,
            withdrawn,
            database,
            table,
        ),
    )


@app.command(
    cls=Command,
    help="把数据库里的核对结果写成网页，供审核人员查看和打印。\n\n"
    "用浏览器打开文件夹里的 index.html：每家申报一页，每个问题附算式和原件截图。网页不联网，可整个文件夹拷走。"
    "另有全部问题的 Excel 表（findings.xlsx），和发给申报单位的补正通知（notices 文件夹，Word）；"
    "改过的通知再次生成时不会被覆盖。",
)
def report(
    *,
    store: opt.StorePlace,
    output: Annotated[str, typer.Option("--output", "-o", metavar="DIR", help="写到这个文件夹，没有则新建")],
    deadline: Annotated[
        str,
        typer.Option(
            "--deadline", metavar="日期", help="补正期限，如 2026-12-04，默认 10 个工作日后（不计节假日调休）"
        ),
    ] = "",
    issuer: Annotated[str, typer.Option("--issuer", metavar="名称", help="补正通知的发文单位，默认留空待填")] = "",
    number: Annotated[
        str, typer.Option("--number", metavar="文号", help="补正通知的文号，其中 {} 换成顺序号，默认留空待填")
    ] = "",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度")] = False,
    debug: opt.Debug = False,
) -> int:
    from formextract.cli.report_command import run_report

    choose_templates((), store)
    del debug  # `main` looks for it
    return run_report(store, output, opt.day("--deadline", deadline), issuer, number, quiet=quiet)


@app.command(
    cls=Command,
    help="比较同一家的两份申报表，逐项说明原有问题是否改正、又改动了什么。\n\n"
    "给出两份表（Word、Excel、PDF 等），或两个由 extract、export 得到的 jsonl 文件。",
)
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="原来的表或记录")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="更正后的表或记录")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="每家一行 JSON，供其他程序使用")] = False,
) -> int:
    from formextract.cli.diff_command import run_diff

    return run_diff(old, new, as_json=as_json)
