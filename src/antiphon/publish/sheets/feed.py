"""Publications as a calendar that other programs read (RFC 5545)."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

import regex
from django.conf import settings
from icalendar import Calendar, Event

from antiphon.kernel.window import zone
from antiphon.publish.sheets.showing import Entry
from antiphon.publish.states import State

LASTS = timedelta(minutes=15)
"""A post takes no time, but programs draw an event without length as nothing at all."""
SURE = frozenset({State.WAITING, State.SENDING, State.ACCEPTED, State.LIVE})
_UNREADABLE = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FRESH_FOR = timedelta(hours=1)


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """All entries as one calendar; the same publication always has the same name in it."""
    made = Calendar()
    made.add("prodid", "-//Antiphon//Calendar//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", _clean(name))
    made.add("refresh-interval", FRESH_FOR, parameters={"value": "DURATION"})
    for entry in entries:
        made.add_component(_event(entry))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _event(entry: Entry) -> Event:
    row = entry.row
    starts = row.planned_at.astimezone(zone(entry.zone))
    event = Event()
    event.add("uid", f"{row.pk}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}")
    event.add("dtstamp", row.made_at)
    event.add("dtstart", starts)
    event.add("dtend", (row.planned_at + LASTS).astimezone(zone(entry.zone)))
    event.add("summary", _clean(_summary(entry)))
    if entry.text:
        event.add("description", _clean(entry.text))
    event.add("status", "CONFIRMED" if row.state in SURE else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    return event


def _summary(entry: Entry) -> str:
    words = " ".join((entry.title or entry.text).split())
    short = words if len(words) <= 80 else f"{words[:79]}…"
    where = f"{entry.network} · {entry.channel.name or entry.channel.handle}"
    return f"{where}: {short}" if short else where


def _clean(text: str) -> str:
    return _UNREADABLE.sub("\ufffd", text)
