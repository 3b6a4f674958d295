"""The first page: what is connected, what goes out next, what went out last."""
