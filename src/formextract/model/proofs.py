"""What a folder of templates says of proof: lists that prove counts, proof of what is ticked, figures of a 集群简介."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, Field, model_validator

from formextract.errors import pattern_fault
from formextract.model.edits import RefsField
from formextract.model.record import Severity


class Proof(BaseModel):
    """A list that the form asks for, and the counts that it proves.

    A listing is this list where each group of `heads` has one of its words in a caption, or where a word of `titles`
    stands in its title or in the file's name and the first group is met. `count` names the figures that its rows add
    up to; in `by`, a dim, `period` or `indicator` is told by the word in a column.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    titles: tuple[str, ...] = Field(min_length=1)
    heads: tuple[tuple[str, ...], ...] = Field(min_length=1)
    count: RefsField
    needed: bool = True
    severity: Severity = "warning"
    clause: str
    by: dict[str, dict[str, str]] = Field(default_factory=dict)


class Ticked(BaseModel):
    """Proof that a form asks for where something is ticked or written (勾选需提供佐证材料).

    It is there where a file's path or text has one of `words`, or one of the words of a ticked option. `needs` names
    the indicator; an option without words of its own goes by `words` alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    needs: str
    name: str
    words: tuple[str, ...] = Field(min_length=1)
    options: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    severity: Severity = "warning"
    clause: str


class Mention(BaseModel):
    """A figure that the summary sheet's 集群简介 may tell: `pattern`'s only group is the figure, in `unit`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    indicator: str
    pattern: str
    unit: str
    latest: bool = False

    @model_validator(mode="after")
    def _compiles(self) -> Mention:
        try:
            groups = re.compile(self.pattern).groups
        except re.error as e:
            raise ValueError(f"pattern 不是正则表达式：{pattern_fault(e)}") from e
        if groups != 1:
            raise ValueError("pattern 须有且只有一个圆括号组，即数字")
        return self


class Proofs(BaseModel):
    """`templates/evidence.yaml`: the lists that prove counts, proof of what is ticked, figures of a 集群简介."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    proofs: tuple[Proof, ...]
    ticked: tuple[Ticked, ...] = ()
    mentions: tuple[Mention, ...] = ()

    def words(self) -> frozenset[str]:
        """Every word by which a file shows that it proves something ticked."""
        return frozenset(w for t in self.ticked for words in (t.words, *t.options.values()) for w in words)
