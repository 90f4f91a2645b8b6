"""What each form answers about who applies, by which its applicant is told from others of a like name."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# As `model.written` had it when this was written: a revision does not change with the program.
_ANSWERS = {
    "region_province": "province", "region_city": "city", "region_county": "county", "region": "region",
    "county_authority": "authority", "operator": "operator",
}  # fmt: skip
_NAMES = ("province", "city", "county", "region", "authority", "operator")
_SURE = 0.9


def upgrade() -> None:
    op.add_column("readings", sa.Column("applicant", sa.Text, nullable=False, server_default=""))
    t = sa.table("readings", *map(sa.column, ("sha256", "position", "body", "applicant")))
    c = op.get_bind()
    for sha256, position in c.execute(sa.select(t.c.sha256, t.c.position)).all():
        here = (t.c.sha256 == sha256) & (t.c.position == position)
        told = _applicant(c.execute(sa.select(t.c.body).where(here)).scalar_one())
        c.execute(t.update().where(here).values(applicant=told))
    c.execute(sa.text("delete from formextract_meta where key = 'grouped'"))  # it was by other rules than today's


def _applicant(body: str) -> str:
    """The answers as JSON; '' where the body is no record, which is told where it is read."""
    try:
        values: list[dict[str, Any]] = json.loads(body)["values"]
        said: dict[str, str] = {}
        for v in values:
            if v["indicator"] in _ANSWERS and isinstance(v["value"], str) and v["confidence"] >= _SURE:
                said.setdefault(_ANSWERS[v["indicator"]], v["value"])
    except (ValueError, KeyError, TypeError):
        return ""
    return json.dumps({name: said.get(name, "") for name in _NAMES}, ensure_ascii=False)
