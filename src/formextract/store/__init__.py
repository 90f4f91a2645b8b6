"""Where records, files and their bytes are kept: a folder with an embedded database, or a database behind a URL."""

from formextract.store.groups import Groups, StoredMember
from formextract.store.manifest import Entry
from formextract.store.originals import digest
from formextract.store.reviews import EditConflictError, Reviews, Synonym
from formextract.store.selection import Selection
from formextract.store.store import FileStatus, Outcome, Store, StoredFile, open_store
from formextract.store.verify import Checked, verify

__all__ = [
    "Checked",
    "EditConflictError",
    "Entry",
    "FileStatus",
    "Groups",
    "Outcome",
    "Reviews",
    "Selection",
    "Store",
    "StoredFile",
    "StoredMember",
    "Synonym",
    "digest",
    "open_store",
    "verify",
]
