"""Fetching what is live and comparing it with what was approved."""

import unicodedata
from datetime import timedelta
from typing import Any

import regex
from django.db import DataError, transaction

from antiphon.channels.safe import address_of
from antiphon.connect.abilities import Reads
from antiphon.connect.errors import Gone, TryLater
from antiphon.connect.post_office import Letter, Outcome, Verb
from antiphon.connect.registry import networks
from antiphon.connect.values import Live
from antiphon.publish import packing
from antiphon.publish.actions.look import receipt_from
from antiphon.publish.models import Publication
from antiphon.publish.proof import network_of
from antiphon.publish.states import State
from antiphon.work import clock
from antiphon.work.clock import ClockTimestamp
from antiphon.work.office import office

AT_ONCE = 100
SETTLES = timedelta(seconds=15)
MOST_READS = 3


def read_back(network: str = "", *, after: timedelta = SETTLES) -> int:
    """Read what went live and was never compared; nothing of this can change what happened (P7).

    Some seconds after, because lists lag, and because in a burst sending comes first.
    """
    readable = [one.key for one in networks() if one.can(Reads) and network in {"", one.key}]
    live = Publication.objects.filter(state=State.LIVE, seen__isnull=True, network__in=readable)
    live = live.exclude(remote_id="").filter(ended_at__lte=ClockTimestamp() - after)
    with transaction.atomic():
        locked = live.select_related("channel").select_for_update(skip_locked=True, of=("self",))
        rows = [row for row in locked.order_by("ended_at")[:AT_ONCE] if _has_receipt(row)]
    by_key = {str(row.pk): row for row in rows}
    for batch in office().send([_letter(row) for row in rows]):
        for key, outcome in batch:
            _keep_if_it_can_be(by_key[key], outcome)
    return len(rows)


def _keep_if_it_can_be(row: Publication, outcome: Outcome) -> None:
    try:
        with transaction.atomic():
            _keep(row, outcome)
    except (DataError, ValueError, KeyError) as error:
        # What cannot be stored or compared is a gap, and keeps nobody else from being read.
        unread = _unread(f"{type(error).__name__} while comparing")
        Publication.objects.filter(pk=row.pk, state=State.LIVE).update(seen=unread)


def compare(row: Publication, live: Live) -> dict[str, Any]:
    """What the network shows of the first part, and in what it differs from what was approved."""
    network, step = network_of(row), row.steps[0]
    files = step.get("enclosures", [])
    wanted = _plain(network.rendered(step.get("text", "")))
    shown = _plain(network.rendered(live.text))
    differences = []
    if wanted != shown:
        differences.append("text")
    if live.media != len(files):
        differences.append("media")
    if live.alts and [file.get("alt", "") for file in files] != list(live.alts):
        differences.append("alt")
    return {
        "at": clock.now().isoformat(),
        "text": live.text,
        "media": live.media,
        "alts": list(live.alts),
        "url": live.url,
        "differs": differences,
    }


def _plain(text: str) -> str:
    """Networks change white space and normal forms; readers do not see it."""
    return regex.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def _letter(row: Publication) -> Letter:
    receipt = receipt_from(packing.receipt_of(row, 0))
    return Letter(key=str(row.pk), verb=Verb.READ, address=address_of(row.channel), receipt=receipt)


def _keep(row: Publication, outcome: Outcome) -> None:
    mine = Publication.objects.filter(pk=row.pk, state=State.LIVE)
    match outcome:
        case Live():
            url = outcome.url or row.url
            mine.update(seen=compare(row, outcome), url=url)
        case Gone():
            mine.update(seen={"at": clock.now().isoformat(), "differs": ["gone"]})
        case TryLater():
            # Asked again at the next sweep, but not for ever: a gap says that it is a gap.
            mine.filter(tries__gt=MOST_READS + len(row.steps)).update(seen=_unread(outcome))
            mine.update(tries=row.tries + 1)
        case _:
            mine.update(seen=_unread(outcome))


def _unread(outcome: object) -> dict[str, Any]:
    return {"at": clock.now().isoformat(), "differs": [], "unread": str(outcome)[:300]}


def _has_receipt(row: Publication) -> bool:
    return bool(packing.receipt_of(row, 0))
