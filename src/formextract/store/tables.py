"""The tables of a store, in types that every database has; what the columns mean is told in docs/store.md.

A change here comes with a revision in `migrations/versions` (see `migrations/__init__.py`).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

VERSION = 3
"""Stores whose layout is told by a revision. Programs that know nothing of revisions refuse it as a newer one's."""

UNREVISED = 2
"""The last layout before there were revisions."""

SHA = String(64)
STAMP = String(32)  # UTC, ISO 8601: sorts as text, and means the same in every database

metadata = MetaData()

meta = Table(
    "formextract_meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("sha256", SHA, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("format", String(32), nullable=False),
    Column("role", String(32), nullable=False),
    Column("status", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("version", String(32), nullable=False),
    Column("exhibit", Text, nullable=False),  # JSON; '' for digital records and what is unreadable
    Column("reader", String(64), nullable=False, server_default=""),  # format/version, '' where nobody knows
    Column("templates", String(64), nullable=False, server_default=""),  # digest of the templates it was held against
    Column("first_seen", STAMP, nullable=False),
    Column("updated", STAMP, nullable=False),
    Index("files_status", "status"),
)

# The manifest: a row a file of a disc, and one for each content where a file has changed.
# `key` is a digest of the content and the path: a path itself may be longer than an index row of PostgreSQL.
paths = Table(
    "paths",
    metadata,
    Column("key", SHA, primary_key=True),
    Column("sha256", SHA, nullable=False),  # '' where not even the bytes were or could be read
    Column("path", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("disc", Text, nullable=False, server_default=""),  # its name as told, else the source as given
    Column("fate", String(16), nullable=False, server_default=""),  # '' where the content's status says it
    Column("first_seen", STAMP, nullable=False),
    Column(
        "taken_back", STAMP, nullable=False, server_default=""
    ),  # since when its disc is not to count, '' where it does
    Index("paths_sha256", "sha256"),
)

records = Table(
    "records",
    metadata,
    Column("id", String(255), primary_key=True),
    Column("program", String(64), nullable=False),
    Column("form", String(64), nullable=False),
    Column("template", String(255), nullable=False),
    Column("cluster", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("version", String(32), nullable=False),
    Column("updated", STAMP, nullable=False),
    Column("added", STAMP, nullable=False, server_default=""),
    Column("change", BigInteger, nullable=False, server_default="0"),
    Index("records_updated", "updated"),
    Index("records_change", "change"),
)

# Records that were taken away again, for those who follow the changes.
withdrawn = Table(
    "withdrawn",
    metadata,
    Column("id", String(255), primary_key=True),
    Column("change", BigInteger, nullable=False),
    Column("updated", STAMP, nullable=False),
    Index("withdrawn_change", "change"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

record_files = Table(
    "record_files",
    metadata,
    Column("record_id", String(255), ForeignKey("records.id"), primary_key=True),
    Column("sha256", SHA, ForeignKey("files.sha256"), primary_key=True),
    Index("record_files_sha256", "sha256"),
)

# Used by stores that are a database only; a folder keeps the bytes as files.
originals = Table(
    "originals",
    metadata,
    Column("sha256", SHA, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# What each file gave by itself. `records` is made of these: joined where several files are copies of one form.
readings = Table(
    "readings",
    metadata,
    Column("sha256", SHA, ForeignKey("files.sha256"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("record_id", String(255), nullable=False),
    Column("program", String(64), nullable=False),
    Column("form", String(64), nullable=False),
    Column("edition", String(16), nullable=False),
    Column("cluster", Text, nullable=False),
    Column("applicant", Text, nullable=False, server_default=""),
    Column("body", Text, nullable=False),
    Index("readings_record", "record_id"),
)

submissions = Table(
    "submissions",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("cluster", Text, nullable=False),
    Column("record_id", String(255), nullable=False),
    Column("basis", SHA, nullable=False, server_default=""),  # digest of all that its record was made from
    Column("places", Text, nullable=False, server_default=""),  # JSON: where it counts for the clauses with a cap
    Column("basis_of_caps", SHA, nullable=False, server_default=""),  # digest of who else counts there
)

# Every path with the submission it is in, '' for none; a file of several submissions has a row for each.
members = Table(
    "members",
    metadata,
    Column("key", SHA, primary_key=True),
    Column("submission", String(32), nullable=False),
    Column("sha256", SHA, nullable=False),
    Column("path", Text, nullable=False),
    Column("role", String(32), nullable=False),
    Column("why", Text, nullable=False),
    Index("members_submission", "submission"),
    Index("members_sha256", "sha256"),
)

# What people have corrected, by content, so that it holds wherever the file is met again.
corrections = Table(
    "corrections",
    metadata,
    Column("sha256", SHA, primary_key=True),
    Column("cluster", Text, nullable=False),
    Column("updated", STAMP, nullable=False),
)

# What reviewers have done about values: rows are added, never changed. `key` is a digest of the record, the field and
# the how-manieth entry on it this is, so that of two reviewers at once only one can have it. `sha256` is the file on
# which the value stands ('' on summary sheets, which hold many records).
review_log = Table(
    "review_log",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", SHA, nullable=False, unique=True),
    Column("record_id", String(255), nullable=False),
    Column("sha256", SHA, nullable=False),
    Column("template", String(255), nullable=False),
    Column("field", Text, nullable=False),
    Column("at", STAMP, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", String(16), nullable=False),
    Column("body", Text, nullable=False),  # JSON: old and new value with their statuses, why, and the new reading
    Index("review_log_record", "record_id"),
    Index("review_log_sha256", "sha256"),
)

# What reviewers have decided: rows are added, never changed. `key` and `sha256` as in `review_log`, of the record, the
# subject and the target.
decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", SHA, nullable=False, unique=True),
    Column("record_id", String(255), nullable=False),
    Column("sha256", SHA, nullable=False),
    Column("template", String(255), nullable=False),
    Column("subject", String(16), nullable=False),
    Column("target", Text, nullable=False),
    Column("at", STAMP, nullable=False),
    Column("by", Text, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("told", Text, nullable=False),
    Column("why", Text, nullable=False),
    Index("decisions_record", "record_id"),
    Index("decisions_sha256", "sha256"),
)

# What people have done about the store as a whole (files moved to other applicants, discs taken back, letters
# numbered): rows are added, never changed. `body` is JSON, enough to take it back.
acts = Table(
    "acts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", STAMP, nullable=False),
    Column("by", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("told", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("acts_kind", "kind"),
)

# Drafts of letters to applicants: rows are added, the last one of a submission and kind of recipient counts.
# `number` is given once, with the first draft, and stays.
letters = Table(
    "letters",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("submission", String(255), nullable=False),
    Column("recipient", String(16), nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", STAMP, nullable=False),
    Column("by", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("letters_submission", "submission"),
)

# Captions of unmatched cells that a reviewer has assigned to an indicator. `key` is a digest of form and caption;
# `dims` is JSON; `taken_back` is since when it is not to hold any more, '' where it does.
synonyms = Table(
    "synonyms",
    metadata,
    Column("key", SHA, primary_key=True),
    Column("template", String(255), nullable=False),
    Column("label", Text, nullable=False),
    Column("indicator", String(128), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", STAMP, nullable=False),
    Column("record_id", String(255), nullable=False),
    Column("dims", Text, nullable=False, server_default=""),
    Column("taken_back", STAMP, nullable=False, server_default=""),
    Column("taken_by", Text, nullable=False, server_default=""),
)

# Who may sign in: `hash` is the password's, by Argon2; `closed` is since when the account is not to be used, '' while
# it is. Names stay in the logs, so no row is deleted.
accounts = Table(
    "accounts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("hash", Text, nullable=False),
    Column("closed", STAMP, nullable=False, server_default=""),
    Column("at", STAMP, nullable=False),
)

# Who is signed in. `key` is a digest of what the browser holds, so that a copy of the store opens nothing.
sessions = Table(
    "sessions",
    metadata,
    Column("key", SHA, primary_key=True),
    Column("name", String(64), nullable=False),
    Column("at", STAMP, nullable=False),
    Column("until", STAMP, nullable=False),
)

# What the list of submissions says of each record, kept because five hundred forms are not read for every page.
# `basis` is the state that it was made from; a row that is out of date is made anew and never trusted.
summaries = Table(
    "summaries",
    metadata,
    Column("record_id", String(255), primary_key=True),
    Column("basis", String(255), nullable=False),
    Column("body", Text, nullable=False),
)

# In which load a content under a path came: loads that were done are counted from 1. `key` as in `paths`.
arrivals = Table(
    "arrivals",
    metadata,
    Column("key", SHA, primary_key=True),
    Column("generation", Integer, nullable=False),
)

# The record of a submission as it stood before a later load has corrected it.
earlier = Table(
    "earlier",
    metadata,
    Column("submission", String(32), primary_key=True),
    Column("body", Text, nullable=False),
)
