"""The plan as people look at it: days with what goes out on them, and moving it about."""
