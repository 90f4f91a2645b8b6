"""What the API answers, as types: they stand in the OpenAPI description, for those who write programs against it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from formextract.model.template import LetterWords


class Answer(BaseModel):
    """An answer; more keys may come with later versions."""

    model_config = ConfigDict(extra="allow", from_attributes=True)


class DoneOut(Answer):
    """做完了。"""

    done: bool


class SubmissionOut(Answer):
    """一条记录在列表里的一行。"""

    id: str = Field(description="记录编号")
    cluster: str = Field(description="申报者名称；空为没有读出")
    program: str
    form: str
    template: str
    path: str
    files: int
    city: str
    errors: int = Field(description="矛盾，不算认定不成立的")
    warnings: int = Field(description="疑点，不算缺件")
    missing: int = Field(description="缺件")
    infos: int
    dropped: int = Field(description="认定不成立的")
    met: int
    not_met: int
    unknown: int
    manual: int
    given: int = Field(description="填了的")
    sure: int = Field(description="其中有把握的")
    share: int = Field(description="有把握的比例，百分数")
    unmatched: int
    reviewed: int
    queue: int = Field(description="待看的数")
    deciding: int = Field(description="其中关系到能否认定的")
    done: bool = Field(description="审核完成")
    changed: bool = Field(description="完成后又有变动")
    by: str
    at: str
    assignee: str = Field(description="分给谁")
    trouble: str = Field(description="程序没能整理完的原因；空为没有")


class QueuedOut(Answer):
    """一个待看的数。"""

    record_id: str
    cluster: str
    field: str = Field(description="指标代码，如 gross_output@2023")
    name: str
    text: str
    unit: str
    status: str
    confidence: float
    rank: int = Field(description="0 关系到认定 … 6 大段文字")
    why: str = Field(description="关系到什么")
    look: str = Field(description="该看什么")
    kinds: list[str] = Field(description="存疑的原因")


class CorrectionOut(Answer):
    """一条更正记录。"""

    id: int = Field(description="序号，随时间增大；也是这一项的版本")
    at: str = Field(description="时间，UTC")
    by: str
    action: str
    field: str
    old: Any
    old_status: str
    new: Any
    new_status: str
    why: str


class CorrectionOfRecord(CorrectionOut):
    """全库的更正记录，带记录编号。"""

    record_id: str


class SynonymOut(Answer):
    """一个学到的标签。"""

    template: str
    label: str
    indicator: str
    indicator_label: str
    dims: dict[str, str]
    by: str
    at: str
    record_id: str
    taken_back: str = Field(description="什么时候收回的；空为在用")


class IndicatorOut(Answer):
    """一个指标。"""

    id: str
    label: str
    unit: str | None
    period: str | None = Field(description="year 按年、span3 按几年合计；空为不分年份")
    dims: dict[str, list[dict[str, str]]]


class LookOut(Answer):
    """一个文件看起来的样子。"""

    kind: str = Field(description="pages 有页面图像，tables 为表格")
    count: int | None = Field(None, description="页数")
    sizes: list[list[float]] | None = Field(None, description="各页的宽和高，与 bbox 同一单位")


class BegunOut(Answer):
    """已开始的装载。"""

    id: int = Field(description="装载任务的编号，见 /api/loads/{编号}")
    state: str = Field(description="waiting、running、cancelled、done、failed；dropped 为已放弃")
    source: str


class LoadSummaryOut(BegunOut):
    """一次装载。"""

    message: str
    total: int
    done: int
    records: int
    fates: dict[str, int] = Field(description="各种结果的文件数")
    failed: int
    disc: str
    left: int | None = Field(description="大约还要几秒；空为还说不准")
    working: list[str] = Field(description="正在读的文件")
    cancelling: bool
    record_ids: list[str] = Field(description="做完以后：这次的文件所在的记录")
    applicants: int


class LoadedFileOut(Answer):
    """一个文件的结果。"""

    path: str
    fate: str
    told: str
    records: int
    reason: str


class LoadOut(LoadSummaryOut):
    """一次装载和其中的文件。"""

    next: int = Field(description="下次从第几个文件起问")
    files: list[LoadedFileOut]


class UnfinishedOut(Answer):
    """一次没有做完的装载。"""

    id: int
    at: str
    by: str
    source: str
    disc: str


class PlaceOut(Answer):
    """本机的一处。"""

    name: str
    path: str
    kind: str = Field(description="disc、drive、folder、archive")


class PlacesOut(Answer):
    """本机可装载的各处。"""

    path: str
    places: list[PlaceOut]


class AccountOfPersonOut(Answer):
    """一个账号。"""

    name: str
    role: str = Field(description="look、review 或 administer")
    closed: str = Field(description="什么时候停用的；空为在用")
    at: str


class SignInOut(Answer):
    """一次登录。"""

    at: str
    name: str
    passed: bool
    whence: str = Field("", alias="from", description="来自哪个地址")


class DecisionOut(Answer):
    """一条审核处理。"""

    id: int = Field(description="序号，随时间增大")
    at: str = Field(description="时间，UTC")
    by: str = Field(description="审核人")
    subject: str = Field(description="对象：finding、criterion、unmatched、submission、assignee")
    target: str = Field(description="对象编号；内容有变动时编号也变，须重新判断")
    verdict: str = Field(description="kept、dropped、met、not_met、irrelevant、done、reopened、assigned、withdrawn")
    told: str = Field(description="处理的内容，当时的文字")
    why: str = Field(description="理由")


class DecisionOfRecord(DecisionOut):
    """全库的审核处理，带记录编号。"""

    record_id: str = Field(description="当时的记录编号")


class OpenThing(Answer):
    """可以处理的一项。"""

    subject: str
    target: str
    told: str = Field(description="内容")
    verdict: str = Field(description="现在的处理；空为还没有处理")
    version: int = Field(description="最后一条处理的序号，提交时要带上")


class DecisionsOut(Answer):
    """一条记录的审核处理，和可以处理的各项。"""

    decisions: list[DecisionOut]
    open: list[OpenThing]


class CorrectionDone(Answer):
    """更正以后：消失和新出现的问题。"""

    correction: dict[str, Any]
    version: int
    gone: list[dict[str, Any]]
    new: list[dict[str, Any]]
    errors: int
    warnings: int
    learnt: bool = Field(False, description="认领时：标签已学到，以后的文件照此读")
    not_learnt: str = Field("", description="认领时：没有学到的原因")


class CopySpotOut(Answer):
    """一份上的一项。"""

    file: int = Field(description="记录的第几个文件，从 0 起")
    page: int | None
    box: str = Field(description="在页上的位置，JSON；空为没有")
    cell: str
    place: str
    text: str
    unit: str
    status: str
    confidence: int = Field(description="把握，百分数")
    given: bool = Field(description="有可以采用的值")
    differs: bool = Field(description="各份不一致")


class CopyOut(Answer):
    """同一份表中的一份。"""

    name: str
    told: str = Field(description="电子版或盖章件")
    files: list[int]
    values: dict[str, CopySpotOut] = Field(description="按指标代码")


class ConfirmedOut(Answer):
    """一次确认几个数的结果。"""

    confirmed: int = Field(description="已确认几个")
    skipped: list[str] = Field(description="没有确认的：刚被别人处理过，或无从确认")


class MemberOut(Answer):
    """一个文件和它归在哪一家。"""

    path: str
    sha256: str
    role: str
    cluster: str = Field(description="归在哪一家；空为不属于任何一家")
    record_id: str
    why: str = Field(description="为什么归在这里")
    assigned: str = Field(description="人工指定的名称；空为没有指定")


class NearNameOut(Answer):
    """一个相近的名称。"""

    name: str
    record_id: str
    likeness: float = Field(description="相近程度，0 到 1")


class ActOut(Answer):
    """对全库做的一件事。"""

    id: int
    at: str
    by: str
    kind: str
    told: str
    why: str


class FileRowOut(Answer):
    """一个文件的结果。"""

    kind: str = Field(
        description="failed 读不了、maybe 可能是申报表、evidence 其他材料、read 读出、passed 跳过、waiting 还没有读"
    )
    told: str
    path: str
    disc: str
    sha256: str
    cluster: str
    record_id: str
    role: str
    why: str
    to_do: str = Field(description="该怎么办；空为不用处理")
    settled: str = Field(description="谁标为已处理；空为没有")
    loose: bool = Field(description="归并过，而不属于任何一家")
    said: str = Field(description="人工说明的表（项目/表种）；空为没有说明")


class DiscOut(Answer):
    """一张光盘。"""

    name: str
    files: int
    out: int = Field(description="已撤回的文件数")
    open: int = Field(description="还要处理的文件数")


class AccountOut(Answer):
    """全库的文件。"""

    files: int
    records: int
    applicants: int
    tiles: dict[str, int] = Field(description="各类的文件数；连同 waiting 合为 files")
    open: dict[str, int] = Field(description="各类里还要处理的文件数")
    loose: int = Field(description="不知归谁的文件数")
    waiting: int = Field(description="还没有读的文件数")
    total: int = Field(description="符合条件的行数")
    rows: list[FileRowOut]
    discs: list[DiscOut]


class LetterRow(Answer):
    """一封已保存的补正通知。"""

    submission: str
    recipient: str = Field(description="operator 申报单位、county 县级主管部门、city 市级主管部门")
    to: str
    number: str = Field(description="文号，给定后不变")
    at: str
    by: str


class LetterItemOut(Answer):
    """通知里的一项。"""

    part: str
    text: str
    fields: list[tuple[str, str, str]]
    taken: bool
    origin: str = Field(description="程序起草的原文；空为审核人自己加的")
    stale: bool = Field(description="后来已不成立（数已更正，或问题认定不成立），不写进通知")


class LetterOut(Answer):
    """一封补正通知。"""

    recipient: str
    to: str
    issuer: str
    issued: str
    deadline: str
    opening: str = Field(description="开头；{项数}、{期限} 写进 Word 时换成数")
    closing: str = Field(description="报送要求")
    contact: str = Field(description="联系人一行")
    number: str = Field(description="文号；空为还没有保存过")
    kept: str = Field(description="谁在哪天保存")
    items: list[LetterItemOut]
    fresh: int = Field(description="保存以后新出现的项数")


class LetterWordsOut(Answer):
    """一个项目的补正通知怎么写。"""

    program: str
    title: str
    own: bool = Field(description="是否改过写法")
    words: LetterWords
    usual: LetterWords
    braces: list[str] = Field(description="可以放进花括号里的栏目；还有名称、表、项目、市、县、项数、期限")


class ReportOut(Answer):
    """一份报告的进度。"""

    id: int
    state: str
    done: int
    total: int
    message: str


class TableColumnOut(Answer):
    """比较表的一列。"""

    id: str
    label: str
    unit: str
    threshold: str
    lower: bool = Field(description="越小越好")
    yearly: bool = Field(description="有上一年的数")


class TableCellOut(Answer):
    """比较表的一格。"""

    text: str
    mark: str = Field(description="met 达到、not_met 未达到、unknown、manual；空为没有门槛")
    margin: str = Field(description="比门槛多或少多少")
    doubtful: bool = Field(description="读得没有把握")
    period: str
    before: str = Field(description="上一年的数")
    change: str = Field(description="比上一年增减")
    value: float | None


class TableRowOut(Answer):
    """比较表的一行。"""

    rank: int = Field(description="名次；0 为没有排名")
    record_id: str
    cluster: str
    city: str
    discs: list[str]
    met: int
    not_met: int
    open: int
    done: bool
    cells: list[TableCellOut]


class TableOut(Answer):
    """比较表。"""

    columns: list[TableColumnOut]
    rows: list[TableRowOut]
    choice: list[TableColumnOut] = Field(description="可选的列")
