"""Run by Alembic itself: the revisions on the connection that `bring_up` gives, in its transaction."""

from __future__ import annotations

from alembic import context

from formextract.store import tables
from formextract.store.migrations import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite changes a column by copying its table
)
with context.begin_transaction():
    context.run_migrations()
