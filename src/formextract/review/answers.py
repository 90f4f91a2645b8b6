"""What the API answers, as types: they stand in the OpenAPI description, for those who write programs against it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Answer(BaseModel):
    """An answer; more keys may come with later versions."""

    model_config = ConfigDict(extra="allow", from_attributes=True)


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


class ConfirmedOut(Answer):
    """一次确认几个数的结果。"""

    confirmed: int = Field(description="已确认几个")
    skipped: list[str] = Field(description="没有确认的：刚被别人处理过，或无从确认")
