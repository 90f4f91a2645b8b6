"""The reviewers' log, the captions that they have explained, and what the list of submissions says of each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SHA, _STAMP = sa.String(64), sa.String(32)


def upgrade() -> None:
    op.create_table(
        "review_log",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("key", _SHA, nullable=False, unique=True),
        sa.Column("record_id", sa.String(255), nullable=False),
        sa.Column("sha256", _SHA, nullable=False),
        sa.Column("template", sa.String(255), nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("at", _STAMP, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("review_log_record", "review_log", ["record_id"])
    op.create_index("review_log_sha256", "review_log", ["sha256"])
    op.create_table(
        "synonyms",
        sa.Column("key", _SHA, primary_key=True),
        sa.Column("template", sa.String(255), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("indicator", sa.String(128), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", _STAMP, nullable=False),
        sa.Column("record_id", sa.String(255), nullable=False),
    )
    op.create_table(
        "summaries",
        sa.Column("record_id", sa.String(255), primary_key=True),
        sa.Column("basis", sa.String(255), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
