"""The commands that read files: one by one, or a whole disc into a store."""

from __future__ import annotations

from typing import Annotated

import typer

import formextract
from formextract.cli import options as opt
from formextract.cli.help import ChineseGroup, Command
from formextract.cli.hints_in_use import choose_hint
from formextract.cli.rates_in_use import choose_rates
from formextract.cli.say import log_to
from formextract.cli.templates_in_use import choose_templates
from formextract.errors import UsageError
from formextract.outputs import SHAPES

app = typer.Typer(cls=ChineseGroup)

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="要读取的文件；给出文件夹则读取其中所有文件；- 为标准输入")
]
Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SOURCE...",
        help="要装载的文件夹（如光盘）、光盘映像（.iso）、压缩包（.zip .rar .7z .tar.*）或单个文件",
    ),
]


@app.command(
    cls=Command,
    help="读取申报表，每条记录一行 JSON 写到标准输出；也可以写成表格文件（-f 和 -o）。\n\n"
    "每个文件单独读取，读不了的在标准错误上逐个说明，不影响其他文件。\n\n"
    "全部读出时退出状态为 0，有文件读不了为 1，用法不对为 2。",
)
def extract(
    paths: Paths,
    *,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="写到这个文件，默认写到标准输出")] = "",
    kind: opt.Kind = "jsonl",
    shape: opt.Shape = "records",
    templates: opt.Templates = None,
    rates: opt.Rates = None,
    program: opt.Program = "",
    form: opt.Form = "",
    workers: opt.Workers = "",
    timeout: opt.Timeout = "",
    memory: opt.Memory = "",
    ocr: opt.Ocr = "",
    fail_on: opt.FailOn = "",
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> int:
    from formextract.cli.extract_command import run_extract
    from formextract.cli.extract_output import Wanted

    opt.choose_ocr(ocr)
    choose_templates(templates or ())
    choose_rates(rates or ())
    choose_hint(program, form)
    gravest = opt.severity(fail_on)
    wanted = Wanted(output, kind, opt.choice("--shape", shape, SHAPES))
    wanted.check()
    limits = opt.limits(workers, timeout, memory)
    return run_extract(paths, limits, wanted, fail_on=gravest, quiet=quiet, debug=debug)


@app.command(
    cls=Command,
    help="把整张光盘、光盘映像、压缩包或整个文件夹装进数据库，并把同一家的文件归并成一条记录。\n\n"
    "所有文件都有交代：读出的存为记录，不是申报表的存为其他材料，读不了的逐个说明原因。"
    "原件一并保存。中途停下后再运行一次会接着读；同样的文件再装一次不会重复。\n\n"
    "不给 SOURCE 时由保存的原件补读：没读完的，以及读取程序或模板更新后该重读的。\n\n"
    "全部读出时退出状态为 0，有文件读不了为 1，用法不对为 2。",
)
def load(
    sources: Sources = None,
    *,
    store: opt.StorePlace,
    templates: opt.Templates = None,
    rates: opt.Rates = None,
    program: opt.Program = "",
    form: opt.Form = "",
    disc: opt.Disc = "",
    watch: Annotated[
        str, typer.Option("--watch", metavar="秒", help="装完不退出，隔这么多秒看一次，有新文件放好了就装载")
    ] = "",
    log: opt.LogFile = "",
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="以前读不了的文件也再试一次")] = False,
    json_progress: Annotated[
        bool, typer.Option("--json-progress", help="进度和结果以 JSON 逐行写到标准错误，供其他程序读取")
    ] = False,
    workers: opt.Workers = "",
    timeout: opt.Timeout = "",
    memory: opt.Memory = "",
    ocr: opt.Ocr = "",
    engine: opt.Engine = "",
    address: opt.Address = "",
    fail_on: opt.FailOn = "",
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> int:
    from formextract.cli.extract_command import LoadOptions, run_load

    opt.choose_ocr(ocr)
    log_to(log)
    every = opt.number("--watch", watch, 0) if watch else 0
    if watch and (not sources or every <= 0):
        raise UsageError("--watch 要给出文件夹，秒数要大于 0，如 formextract load 收件夹 --store 库 --watch 60")
    choose_templates(templates or (), store, keep=True)
    choose_rates(rates or (), store)
    choose_hint(program, form)
    options = LoadOptions(
        disc, retry_failed, opt.severity(fail_on), json_progress, quiet, debug, opt.engine(engine, address)
    )
    limits = opt.limits(workers, timeout, memory)

    def once() -> int:
        return run_load(sources or [], store, limits, options, version=formextract.__version__)

    if not watch:
        return once()
    from formextract.cli.watching import watch as watching

    return watching(sources or [], once, every)
