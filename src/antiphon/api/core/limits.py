"""How many calls a key may make, and telling it so.

The headers are those of draft-ietf-httpapi-ratelimit-headers: `RateLimit` and `RateLimit-Policy` as
from version 8 on (the tenth, September 2025), and the three that programs read before (version 6,
December 2022).
"""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.conf import settings
from django.http import HttpResponse

from antiphon.api.core.problems import Refusal
from antiphon.people.actions import count_call
from antiphon.people.models import Member

WINDOW = timedelta(minutes=1)
SAYS = (
    ("RateLimit-Policy", "string", "How many calls a key may make in how many seconds."),
    ("RateLimit", "string", "How many are left, and until when."),
    ("RateLimit-Limit", "integer", "How many calls a key may make in a minute."),
    ("RateLimit-Remaining", "integer", "How many of them are left."),
    ("RateLimit-Reset", "integer", "Seconds until all of them are there again."),
)
"""Each header, its type and its meaning; none of them where there is no limit."""


@dataclass(frozen=True)
class Meter:
    """How much of a key's allowance is left."""

    limit: int
    left: int
    seconds: int
    """Until it is whole again."""

    def headers(self) -> dict[str, str]:
        """The same for programs."""
        window = int(WINDOW.total_seconds())
        return {
            "RateLimit-Policy": f'"key";q={self.limit};w={window}',
            "RateLimit": f'"key";r={self.left};t={self.seconds}',
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.left),
            "RateLimit-Reset": str(self.seconds),
        }


def count(by: Member) -> Meter | None:
    """Count this call; nothing to tell where there is no limit."""
    limit = settings.API_CALLS
    if not limit:
        return None
    calls, seconds = count_call(by, per=WINDOW)
    meter = Meter(limit, max(limit - calls, 0), ceil(seconds))
    if calls > limit:
        say = f"This key made {limit} calls within a minute. Wait {meter.seconds} seconds."
        headers = {**meter.headers(), "Retry-After": str(max(meter.seconds, 1))}
        raise Refusal(429, "too_many_calls", say, headers=headers)
    return meter


def tell(response: HttpResponse, meter: Meter | None) -> HttpResponse:
    """Say how much is left."""
    for name, value in meter.headers().items() if meter else ():
        response.headers[name] = value
    return response
