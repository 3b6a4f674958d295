"""The first run: from nothing to a post that can be seen, in three steps."""
