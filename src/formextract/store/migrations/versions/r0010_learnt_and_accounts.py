"""Captions that can be taken back, and the accounts of those who sign in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("synonyms", sa.Column("dims", sa.Text, nullable=False, server_default=""))
    op.add_column("synonyms", sa.Column("taken_back", sa.String(32), nullable=False, server_default=""))
    op.add_column("synonyms", sa.Column("taken_by", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "accounts",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("closed", sa.String(32), nullable=False, server_default=""),
        sa.Column("at", sa.String(32), nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("until", sa.String(32), nullable=False),
    )
