"""How Alembic reaches the database: through the connection that ``db/schema.py`` hands it."""

from __future__ import annotations

from alembic import context

from db.base import Base
from db.models import Feedback

assert Feedback.metadata is Base.metadata  # noqa: S101 -- the import above fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
