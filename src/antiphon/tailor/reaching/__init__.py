"""Which channels reach an audience, and where its people are."""

from antiphon.tailor.reaching.whom import Reach, days, reached, search, where_now

__all__ = ["Reach", "days", "reached", "search", "where_now"]
