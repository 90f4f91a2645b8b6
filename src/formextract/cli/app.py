"""The command line's commands, each with its help; what they do is in the modules beside this one."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, cast

import typer

import formextract
from formextract.cli import options as opt
from formextract.cli import stdout
from formextract.cli.help import ChineseGroup, Command
from formextract.cli.hints_in_use import choose_hint
from formextract.cli.rates_in_use import choose_rates
from formextract.cli.say import log_to
from formextract.cli.templates_in_use import choose_templates
from formextract.errors import UsageError
from formextract.outputs import FORMATS, SHAPES
from formextract.outputs import Shape as ShapeName

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
templates = typer.Typer(
    cls=ChineseGroup,
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="查看、检查、起草和试用表格模板。",
)
app.add_typer(templates, name="templates")

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="要读取的文件；给出文件夹则读取其中所有文件；- 为标准输入")
]
Kind = Annotated[str, typer.Option("--format", "-f", metavar="|".join(FORMATS), help="文件格式，默认 jsonl")]
Shape = Annotated[str, typer.Option("--shape", "-s", metavar="|".join(SHAPES), help="形状，默认 records")]
Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SOURCE...]",
        help="要装载的文件夹（如光盘）、光盘映像（.iso）、压缩包（.zip .rar .7z .tar.*）或单个文件",
    ),
]


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
    kind: Kind = "jsonl",
    shape: Shape = "records",
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
    kind: Kind = "jsonl",
    shape: Shape = "records",
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
) -> int:
    from formextract.cli.templates_new import run_new

    return run_new(blank, name, output, form)


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
