"""In which load each file came, and how submissions stood before a later load has corrected them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arrivals",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("generation", sa.Integer, nullable=False),
    )
    op.create_table(
        "earlier",
        sa.Column("submission", sa.String(32), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    # What a store was grouped with came in an earlier load; of one that was never grouped nothing is known.
    op.execute(
        "insert into arrivals (key, generation) select key, 1 from paths where sha256 <> '' "
        "and exists (select 1 from formextract_meta m where m.key = 'grouped')"
    )
