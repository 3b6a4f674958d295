"""When a mail may leave, by the clock of who gets it; pure."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; one that is none counts as UTC."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError):
        return ZoneInfo("UTC")


def next_loud(moment: datetime, zone: str, quiet: tuple[time | None, time | None]) -> datetime:
    """The first moment from then on that is not within the quiet hours; they may pass midnight."""
    begins, ends = quiet
    if begins is None or ends is None or begins == ends:
        return moment
    here = moment.astimezone(zone_of(zone))
    at = here.time()
    is_quiet = begins <= at < ends if begins < ends else at >= begins or at < ends
    if not is_quiet:
        return moment
    day = here.date() if at < ends else here.date() + DAY
    return datetime.combine(day, ends, here.tzinfo).astimezone(UTC)


def last_daily(moment: datetime, zone: str, at: time) -> datetime:
    """When the daily hour last was."""
    here = moment.astimezone(zone_of(zone))
    today = datetime.combine(here.date(), at, here.tzinfo)
    return today if today <= here else datetime.combine(here.date() - DAY, at, here.tzinfo)
