"""The tables as they were when revisions began."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SHA, _STAMP = sa.String(64), sa.String(32)


def upgrade() -> None:
    op.create_table(
        "formextract_meta",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "files",
        sa.Column("sha256", _SHA, primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("format", sa.String(32), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("exhibit", sa.Text, nullable=False),
        sa.Column("first_seen", _STAMP, nullable=False),
        sa.Column("updated", _STAMP, nullable=False),
    )
    op.create_table(
        "paths",
        sa.Column("key", _SHA, primary_key=True),
        sa.Column("sha256", _SHA, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("first_seen", _STAMP, nullable=False),
    )
    op.create_index("paths_sha256", "paths", ["sha256"])
    op.create_table(
        "records",
        sa.Column("id", sa.String(255), primary_key=True),
        sa.Column("program", sa.String(64), nullable=False),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("template", sa.String(255), nullable=False),
        sa.Column("cluster", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("updated", _STAMP, nullable=False),
    )
    op.create_index("records_updated", "records", ["updated"])
    op.create_table(
        "record_files",
        sa.Column("record_id", sa.String(255), sa.ForeignKey("records.id"), primary_key=True),
        sa.Column("sha256", _SHA, sa.ForeignKey("files.sha256"), primary_key=True),
    )
    op.create_index("record_files_sha256", "record_files", ["sha256"])
    op.create_table(
        "originals",
        sa.Column("sha256", _SHA, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "readings",
        sa.Column("sha256", _SHA, sa.ForeignKey("files.sha256"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("record_id", sa.String(255), nullable=False),
        sa.Column("program", sa.String(64), nullable=False),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("edition", sa.String(16), nullable=False),
        sa.Column("cluster", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("readings_record", "readings", ["record_id"])
    op.create_table(
        "submissions",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("cluster", sa.Text, nullable=False),
        sa.Column("record_id", sa.String(255), nullable=False),
    )
    op.create_table(
        "members",
        sa.Column("key", _SHA, primary_key=True),
        sa.Column("submission", sa.String(32), nullable=False),
        sa.Column("sha256", _SHA, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_index("members_submission", "members", ["submission"])
    op.create_table(
        "corrections",
        sa.Column("sha256", _SHA, primary_key=True),
        sa.Column("cluster", sa.Text, nullable=False),
        sa.Column("updated", _STAMP, nullable=False),
    )
