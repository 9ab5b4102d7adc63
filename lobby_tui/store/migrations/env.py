"""Alembic's environment: runs the versions on a connection that the store has opened, keyed and begun."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
