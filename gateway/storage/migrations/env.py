"""Runs the migrations on the connection that `Database.upgrade` hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from gateway.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
