"""The commands that open the reviewers' page, and say who may sign in there."""

from __future__ import annotations

from typing import Annotated

import typer

import formextract
from formextract.cli import options as opt
from formextract.cli.help import ChineseGroup, Command
from formextract.cli.say import log_to
from formextract.cli.templates_in_use import choose_templates
from formextract.errors import UsageError

app = typer.Typer(cls=ChineseGroup)


@app.command(
    cls=Command,
    help="打开审核页面：装载材料，对照原件查看和更正读出的数。\n\n"
    "左边是原件图像，右边是读出的数和发现的问题。更正只记入更正记录，不改动原来的读数；"
    "export 和 report 按更正后的数给出。\n\n"
    "只有本机能打开，地址里带有访问凭证；按 Ctrl+C 关闭。"
    "几个人一起用，先用 accounts 设置账号，再用 --host。",
)
def review(
    *,
    store: opt.StorePlace,
    port: Annotated[str, typer.Option("--port", metavar="N", help="端口，默认由程序自选")] = "",
    host: Annotated[
        str,
        typer.Option(
            "--host",
            metavar="地址",
            help="在哪个地址上提供，默认 127.0.0.1，只有本机能打开；改为其他地址须自行保证网络可信",
        ),
    ] = "127.0.0.1",
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="主机名", help="其他机器用哪个主机名访问（可多次给出）")
    ] = None,
    certificate: Annotated[
        str, typer.Option("--certificate", metavar="FILE", help="用 HTTPS 提供，这是证书（PEM，含中间证书）")
    ] = "",
    key: Annotated[
        str, typer.Option("--key", metavar="FILE", help="证书的私钥（PEM），与证书在一个文件里的不用给")
    ] = "",
    templates: opt.Templates = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="不自动打开浏览器")] = False,
    log: opt.LogFile = "",
    workers: opt.Workers = "",
    timeout: opt.Timeout = "",
    memory: opt.Memory = "",
    ocr: opt.Ocr = "",
    debug: opt.Debug = False,
) -> int:
    from formextract.cli.review_command import run_review

    log_to(log)
    opt.choose_ocr(ocr)
    choose_templates(templates or (), store, keep=True)
    del debug  # `main` looks for it
    number = int(opt.number("--port", port, 0, whole=True)) if port else 0
    if number > 65535:  # noqa: PLR2004 - the last port there is
        raise UsageError(f"--port 的值“{port}”不对：应为 0 至 65535 的整数")
    limits = opt.limits(workers, timeout, memory)
    return run_review(
        store,
        host=host,
        names=tuple(name or ()),
        port=number,
        opens=not no_open,
        version=formextract.__version__,
        limits=limits,
        certificate=certificate,
        key=key,
    )


@app.command(
    cls=Command,
    help="查看和设置审核页面的账号。\n\n"
    "有了账号，打开页面都要登录，做的事记在登录的人名下；没有账号时用网址里的凭证。也可以在页面的“账号”里设置。"
    "密码从终端输入，或由标准输入给一行；已有同名账号的，改为这个权限和密码。",
)
def accounts(
    *,
    store: opt.StorePlace,
    add: Annotated[str, typer.Option("--add", metavar="姓名", help="设置一个账号")] = "",
    role: Annotated[
        str, typer.Option("--role", metavar="look|review|administer", help="权限：查看、审核、管理，默认 review")
    ] = "review",
    close: Annotated[str, typer.Option("--close", metavar="姓名", help="停用一个账号")] = "",
) -> int:
    from formextract.cli.accounts_command import run_accounts

    return run_accounts(store, add, role, close)


@app.command(
    cls=Command,
    help="双击图标时用的命令：在“文档”文件夹里建立数据库，在浏览器里打开审核页面。\n\n"
    "已经开着时，只把那个页面再显示出来。关闭这个窗口或按 Ctrl+C，页面就关闭；数据都已存好。",
)
def desktop(
    *,
    folder: Annotated[
        str, typer.Option("--folder", metavar="文件夹", help="数据放在这个文件夹里，不放在“文档”文件夹里")
    ] = "",
    workers: opt.Workers = "",
    timeout: opt.Timeout = "",
    memory: opt.Memory = "",
) -> int:
    from formextract.cli.desktop_command import run_desktop

    return run_desktop(folder, version=formextract.__version__, limits=opt.limits(workers, timeout, memory))
