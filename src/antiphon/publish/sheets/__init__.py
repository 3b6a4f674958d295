"""Tables of posts: those that come in, row by row, and those that leave; and calendars."""
