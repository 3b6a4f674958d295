"""Importing a table of posts: a report row by row, then, if one agrees, the posts."""
