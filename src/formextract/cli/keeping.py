"""The commands about a store as such: what is in it, whether it is whole, its copies, what belongs together."""

from __future__ import annotations

from typing import Annotated

import typer

import formextract
from formextract.cli import options as opt
from formextract.cli.help import ChineseGroup, Command
from formextract.cli.templates_in_use import choose_templates

app = typer.Typer(cls=ChineseGroup)


@app.command(
    cls=Command,
    help="查看数据库里有什么、还差什么。\n\n"
    "文件各有多少读出、跳过、读不了，哪些没读完，哪些在读取程序或模板更新后该重读，哪些读得慢。",
)
def status(
    *,
    store: opt.StorePlace,
    files: Annotated[bool, typer.Option("--files", help="逐个列出文件（以制表符分隔）")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="写成 JSON；与 --files 同用时每个文件一行")] = False,
) -> int:
    from formextract.cli.status import run_status

    choose_templates((), store)
    return run_status(store, files=files, as_json=as_json, version=formextract.__version__)


@app.command(
    cls=Command,
    help="核验数据库和保存的原件是否完好。\n\n"
    "检查数据库本身，重新计算每个原件的 sha256，逐个说明损坏和不见了的；有问题时退出状态为 1。",
)
def verify(
    *,
    store: opt.StorePlace,
    repair: Annotated[
        bool, typer.Option("--repair", help="把已损坏的原件移到库的 damaged 文件夹，再装载一次光盘即可补回")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="全部完好时什么也不显示")] = False,
) -> int:
    from formextract.cli.status import run_verify

    return run_verify(store, repair=repair, quiet=quiet)


@app.command(
    cls=Command,
    help="把整个库（数据库、原件、模板）备份到另一个文件夹。\n\n"
    "库正在使用时也可以备份。再备份到同一个文件夹时只拷贝新增的。备份本身就是一个库，可以直接查看和导出。"
    "拷贝时逐个核对原件，损坏的逐个说明，退出状态为 1。",
)
def backup(
    *,
    store: opt.StorePlace,
    output: Annotated[str, typer.Option("--output", "-o", metavar="DIR", help="备份放在哪个文件夹，最好在别的磁盘上")],
) -> int:
    from formextract.cli.backup_command import run_backup

    return run_backup(store, output)


@app.command(
    cls=Command,
    help="由备份恢复一个库。\n\n不覆盖已有的库：--store 应是新的或空的文件夹。",
)
def restore(
    backup_folder: Annotated[str, typer.Argument(metavar="BACKUP", help="备份所在的文件夹")],
    *,
    store: opt.StorePlace,
) -> int:
    from formextract.cli.backup_command import run_restore

    return run_restore(backup_folder, store)


@app.command(
    cls=Command,
    help="查看和更正哪些文件归在哪一家申报里。\n\n"
    "每行一个文件：归哪一家、作用、路径、归入的理由（以制表符分隔）。归错了的，用 --move 指出文件，"
    "用 --to 写上它该归的那一家的名称；不属于任何一家的写 --to -；"
    "不应被后来的文件替代、要保留核对的写 --to =；撤销更正写 --to ''。"
    "更正会记住，再次装载同一张光盘时照旧。",
)
def submissions(
    *,
    store: opt.StorePlace,
    move: Annotated[
        list[str] | None, typer.Option("--move", metavar="PATH", help="要改归的文件或文件夹（列出的路径，可多次给出）")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="名称", help="改归哪一家；- 为不属于任何一家，= 为保留、不被替代")
    ] = None,
) -> int:
    from formextract.cli.submissions import run_submissions

    choose_templates((), store)
    return run_submissions(store, move or [], to, version=formextract.__version__)
