"""What each submission's record was made from, so that only those are made anew of which something has changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, kind in (("basis", sa.String(64)), ("places", sa.Text), ("basis_of_caps", sa.String(64))):
        op.add_column("submissions", sa.Column(name, kind, nullable=False, server_default=""))
    op.create_index("members_sha256", "members", ["sha256"])
    op.create_index("files_status", "files", ["status"])
