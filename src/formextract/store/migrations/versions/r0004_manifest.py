"""What became of each path and on which disc; with which reader and templates; the order in which records changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("files", sa.Column("reader", sa.String(64), nullable=False, server_default=""))
    op.add_column("files", sa.Column("templates", sa.String(64), nullable=False, server_default=""))
    op.add_column("paths", sa.Column("disc", sa.Text, nullable=False, server_default=""))
    op.add_column("paths", sa.Column("fate", sa.String(16), nullable=False, server_default=""))
    op.add_column("records", sa.Column("added", sa.String(32), nullable=False, server_default=""))
    op.add_column("records", sa.Column("change", sa.BigInteger, nullable=False, server_default="0"))
    op.create_index("records_change", "records", ["change"])
    op.create_table(
        "withdrawn",
        sa.Column("id", sa.String(255), primary_key=True),
        sa.Column("change", sa.BigInteger, nullable=False),
        sa.Column("updated", sa.String(32), nullable=False),
    )
    op.create_index("withdrawn_change", "withdrawn", ["change"])
    counters = op.create_table(
        "counters",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    # All that is there counts as the first change.
    op.bulk_insert(counters, [{"name": "changes", "value": 1}])
    op.execute("update records set added = updated, change = 1")
    op.execute("update paths set fate = 'failed' where sha256 = ''")
    # A path of no named disc has the key that it would have today; its content was kept, so nothing is met twice.
