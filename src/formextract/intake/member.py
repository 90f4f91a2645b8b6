"""What archives are made of, and what is refused of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

MAX_TOTAL = 20_000_000_000
"""Bytes that one archive may inflate to, archives within it included: two DVDs and some."""
MAX_MEMBER = 9_000_000_000
"""Bytes of one member: a DVD's image inside an archive."""
MAX_RATIO = 250
"""How many times its own size an archive may inflate to. Word and Excel files reach 20, empty tables of XML 100."""
FREE_BYTES = 64_000_000
"""Bytes to which any archive may inflate, however small it is."""
MAX_NAME = 4096
"""Bytes of a member's name, folders included: no system takes longer ones."""
MAX_MEMBERS = 100_000
MAX_DEPTH = 5
"""Archives within archives."""


def over_limit(what: str) -> str:
    """Why an archive that holds too much of something is not opened, or not to its end, for staff."""
    return f"{what}。可能有问题，请与报送单位核实，或解开后装载文件夹"


class OverLimitError(Exception):
    """The archive holds more than it may; the message says of what, in Chinese."""


TOO_MANY = "文件个数超过上限"
TOO_LARGE = "解开后的总大小超过上限"


@dataclass(slots=True)
class Budget:
    """What an archive may still take. Archives within it draw on the same one; names are bytes like any other."""

    bytes: int
    members: int = MAX_MEMBERS
    member_bytes: int = MAX_MEMBER

    @classmethod
    def of(cls, size: int) -> Budget:
        """The budget of an archive of `size` bytes."""
        return cls(min(MAX_TOTAL, max(FREE_BYTES, size * MAX_RATIO)))

    @property
    def is_spent(self) -> str:
        """Why nothing more can be taken, in Chinese; '' where something can."""
        return TOO_MANY if self.members <= 0 else TOO_LARGE if self.bytes <= 0 else ""

    def take(self, n: int) -> None:
        """Counts a member of so many bytes that was taken elsewhere, whether there was room for it or not."""
        self.members -= 1
        self.bytes -= n

    def take_member(self, path_bytes: int) -> None:
        """One more member, whose path has so many bytes; OverLimitError where that is one too many."""
        self.members -= 1
        if self.members < 0:
            raise OverLimitError(TOO_MANY)
        self.take_bytes(path_bytes, 0)

    def take_bytes(self, n: int, of_member: int) -> None:
        """So many bytes more, `of_member` of this member by now; OverLimitError where that is too much."""
        self.bytes -= n
        if self.bytes < 0:
            raise OverLimitError(TOO_LARGE)
        if of_member > self.member_bytes:
            raise OverLimitError("其中一个文件过大，超过上限")


class BrokenArchiveError(Exception):
    """The archive cannot be read on; the message says why and what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class ArchiveMember:
    """One file of an archive. `name` is what people read, `raw` the bytes that stood there.

    `chunks` gives the content, a piece at a time; `refused` says in Chinese why it is not to be read, `link` and
    `special` that it is no plain file.
    """

    name: str
    raw: bytes
    chunks: Callable[[], Iterator[bytes]] = field(default=lambda: iter(()))
    refused: str = ""
    kind: str = "file"
    is_empty: bool = False
    """Whether the archive says that it holds no bytes."""
