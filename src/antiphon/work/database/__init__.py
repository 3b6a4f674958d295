"""The embedded PostgreSQL: who runs it and how it is started."""
