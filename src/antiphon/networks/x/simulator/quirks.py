"""What the real X does at times, to be switched on by tests."""

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(slots=True)
class Quirks:
    """Modes of the simulator; all off."""

    self_serve: bool = False
    """No quotes, and answers only to who named the account (changelog 2026-02 and 2026-04-20)."""
    no_credits: str = ""
    """`old` or `new`: which of the two forms of 402 seen in 2026."""
    capped: str = ""
    """`Daily` or `Monthly`: the usage cap of that period is reached."""
    suspended: bool = False
    old_errors: bool = False
    """A duplicate is refused in the form of API 1.1."""
    takes_duplicates: bool = False
    lag: timedelta = timedelta(0)
    """How long a new post stays out of lists."""
    media_fails: bool = False
    polls_until_ready: int = 1
    """How often a video's state is asked before it is ready."""
    absent_with_200: bool = False
    """Deleting what is not there is answered with 200 and a list of errors."""
    post_names: bool = False
    """Posts carry the names announced with API 2.167."""
    limits: dict[str, int] = field(
        default_factory=lambda: {
            # docs.x.com, rate limits: per account in 15 minutes.
            "create": 100, "delete": 50, "me": 75, "mentions": 300, "timeline": 900,
            "lookup": 900, "media": 1875, "metadata": 500,
        }
    )  # fmt: skip
    """Calls of one account in 15 minutes; a bucket taken out has no limit and no headers."""
    posts_a_day: int = 10_000
    """Of the whole application in 24 hours."""
