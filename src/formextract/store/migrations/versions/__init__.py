"""One revision a file, named `rNNNN_what.py`; Alembic imports them."""
