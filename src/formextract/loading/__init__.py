"""Many files, each read by itself in a process that can be killed, and stored as they come."""

from formextract.loading.load import Account, Engine, Fate, FileDone, count_files, load
from formextract.loading.pool import Limits, ReadOutcome, Task, read_files
from formextract.loading.regroup import regroup
from formextract.loading.reviewing import reviewed, reviewed_records, with_reviews
from formextract.loading.walk import Found, walk

__all__ = [
    "Account",
    "Engine",
    "Fate",
    "FileDone",
    "Found",
    "Limits",
    "ReadOutcome",
    "Task",
    "count_files",
    "load",
    "read_files",
    "regroup",
    "reviewed",
    "reviewed_records",
    "walk",
    "with_reviews",
]
