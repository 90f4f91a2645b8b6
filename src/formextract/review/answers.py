"""What the API answers, as types: they stand in the OpenAPI description, for those who write programs against it.

Here those of records and of what reviewers do; `answers_loads`, `answers_outputs`, `answers_programmes` have the rest.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class ResponseBody(BaseModel):
    """An answer; more keys may come with later versions."""

    model_config = ConfigDict(extra="allow", from_attributes=True)


class DoneOut(ResponseBody):
    """做完了。"""

    done: bool


class SubmissionOut(ResponseBody):
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
    was: str = Field(description="原来读出的名称，审核时改过名称的才有")
    trouble: str = Field(description="程序没能整理完的原因；空为没有")


class QueuedOut(ResponseBody):
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


class CorrectionOut(ResponseBody):
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


class SynonymOut(ResponseBody):
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


class IndicatorOut(ResponseBody):
    """一个指标。"""

    id: str
    label: str
    unit: str | None
    period: str | None = Field(description="year 按年、span3 按几年合计；空为不分年份")
    dims: dict[str, list[dict[str, str]]]


class LookOut(ResponseBody):
    """一个文件看起来的样子。"""

    kind: str = Field(description="pages 有页面图像，tables 为表格")
    count: int | None = Field(None, description="页数")
    sizes: list[list[float]] | None = Field(None, description="各页的宽和高，与 bbox 同一单位")


class AccountOfPersonOut(ResponseBody):
    """一个账号。"""

    name: str
    role: str = Field(description="look、review 或 administer")
    closed: str = Field(description="什么时候停用的；空为在用")
    at: str


class SignInOut(ResponseBody):
    """一次登录。"""

    at: str
    name: str
    passed: bool
    whence: str = Field("", alias="from", description="来自哪个地址")


class DecisionOut(ResponseBody):
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


class OpenThing(ResponseBody):
    """可以处理的一项。"""

    subject: str
    target: str
    told: str = Field(description="内容")
    verdict: str = Field(description="现在的处理；空为还没有处理")
    version: int = Field(description="最后一条处理的序号，提交时要带上")


class DecisionsOut(ResponseBody):
    """一条记录的审核处理，和可以处理的各项。"""

    decisions: list[DecisionOut]
    open: list[OpenThing]


class CorrectionDone(ResponseBody):
    """更正以后：消失和新出现的问题。"""

    correction: dict[str, Any]
    version: int
    gone: list[dict[str, Any]]
    new: list[dict[str, Any]]
    errors: int
    warnings: int
    learnt: bool = Field(False, description="认领时：标签已学到，以后的文件照此读")
    not_learnt: str = Field("", description="认领时：没有学到的原因")


class CopySpotOut(ResponseBody):
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


class CopyOut(ResponseBody):
    """同一份表中的一份。"""

    name: str
    told: str = Field(description="电子版或盖章件")
    files: list[int]
    values: dict[str, CopySpotOut] = Field(description="按指标代码")


class ConfirmedOut(ResponseBody):
    """一次确认几个数的结果。"""

    confirmed: int = Field(description="已确认几个")
    skipped: list[str] = Field(description="没有确认的：刚被别人处理过，或无从确认")
