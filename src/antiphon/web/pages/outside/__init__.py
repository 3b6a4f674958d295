"""Pages for people without a seat: a shared calendar, its subscription, posts to agree to."""
