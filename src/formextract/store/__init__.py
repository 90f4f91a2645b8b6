"""Where records, files and their bytes are kept: a folder with an embedded database, or a database behind a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formextract.lazily import offered

if TYPE_CHECKING:
    from formextract.blobs import digest
    from formextract.store.accounts import ROLES, Account, Role
    from formextract.store.acts import Acts, StoreAct
    from formextract.store.decisions import DecisionConflictError, Decisions
    from formextract.store.groups import Groups, Made, Saved, StoredMember
    from formextract.store.letters import LetterConflictError, LetterDraft
    from formextract.store.manifest import Entry
    from formextract.store.manifest_writes import FileStatus, KnownContents, Met, StoredFile
    from formextract.store.results import Outcome
    from formextract.store.reviews import EditConflictError, Reviews, Synonym
    from formextract.store.selection import Selection
    from formextract.store.store import Store, open_store
    from formextract.store.verifying import Checked, verify

__all__ = [
    "ROLES",
    "Account",
    "Acts",
    "Checked",
    "DecisionConflictError",
    "Decisions",
    "EditConflictError",
    "Entry",
    "FileStatus",
    "Groups",
    "KnownContents",
    "LetterConflictError",
    "LetterDraft",
    "Made",
    "Met",
    "Outcome",
    "Reviews",
    "Role",
    "Saved",
    "Selection",
    "Store",
    "StoreAct",
    "StoredFile",
    "StoredMember",
    "Synonym",
    "digest",
    "open_store",
    "verify",
]

__getattr__ = offered(
    {
        "formextract.blobs": ("digest",),
        "formextract.store.accounts": ("ROLES", "Account", "Role"),
        "formextract.store.acts": ("Acts", "StoreAct"),
        "formextract.store.decisions": ("DecisionConflictError", "Decisions"),
        "formextract.store.groups": ("Groups", "Made", "Saved", "StoredMember"),
        "formextract.store.letters": ("LetterConflictError", "LetterDraft"),
        "formextract.store.manifest": ("Entry",),
        "formextract.store.manifest_writes": ("FileStatus", "KnownContents", "Met", "StoredFile"),
        "formextract.store.results": ("Outcome",),
        "formextract.store.reviews": ("EditConflictError", "Reviews", "Synonym"),
        "formextract.store.selection": ("Selection",),
        "formextract.store.store": ("Store", "open_store"),
        "formextract.store.verifying": ("Checked", "verify"),
    }
)
