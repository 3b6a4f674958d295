"""What is done before and after each claim, and what is done about a database that forgot."""

from collections.abc import Sequence
from dataclasses import replace

import structlog
from django.db import transaction
from django.db.models import Q

from antiphon import environment
from antiphon.publish.models import Publication
from antiphon.publish.rewind import facts
from antiphon.publish.rewind.journal import Journal, Page
from antiphon.publish.states import SETTLED, State
from antiphon.work import actions as work
from antiphon.work import identity
from antiphon.work.clock import ClockTimestamp

log = structlog.get_logger(__name__)


def notice() -> bool:
    """Compare the database with the journal; if it forgot, nothing due goes out unlooked for.

    Asked before every claim, so it also holds when a standby takes over under a running worker.
    """
    journal, present = _journal(), facts.present()
    page = journal.read()
    if page is None or page.born != present.born:
        _begin(journal, present)
        return False
    if not (_is_another(page, present) or facts.forgets(page.marks.values())):
        return False
    count = look_for_everything()
    _begin(journal, present)
    log.error("the database was rewound", looked_for=count, timeline=present.timeline)
    return True


def remember(network: str, rows: Sequence[Publication]) -> None:
    """Note outside the database what is about to leave; the attempts are committed already.

    A full disk must not stop what is due: then only this second net is missing, and it is said.
    """
    mark = facts.mark_of(rows)
    if mark is None:
        return
    present = Page(born=str(identity.known().born))

    def with_mark(page: Page | None) -> Page:
        ours = page if page and page.born == present.born else present
        return ours.with_mark(network, mark)

    try:
        _journal().write(with_mark)
    except OSError as error:
        log.exception("the journal beside the database cannot be written", reason=error.strerror)


def adopt() -> tuple[bool, int]:
    """This copy is the one that goes on; whatever may be out already is looked for first.

    True where it belonged to another installation, and how many publications are looked for.
    """
    with transaction.atomic():
        count = look_for_everything()
        was_anothers = work.adopt(identity.digest())
    _begin(_journal(), facts.present())
    return was_anothers, count


def look_for_everything() -> int:
    """Mark every publication that may be out without this database knowing it.

    Those are all that have fallen due and are not settled, whatever they wait for. A later hour is
    left alone: it may have been moved to an earlier one since, but asking the networks for months
    of plans would cost more than it finds.
    """
    open_ones = Publication.objects.exclude(state__in=SETTLED)
    planned_later = Q(
        state__in=[State.WAITING, State.HELD], planned_at__gt=ClockTimestamp(), at_step=0, tries=0
    )
    return open_ones.exclude(planned_later).update(may_be_out=True)


def _is_another(page: Page, present: Page) -> bool:
    known = (page.cluster, page.timeline)
    return "" not in {*known, present.cluster} and known != (present.cluster, present.timeline)


def _begin(journal: Journal, present: Page) -> None:
    try:
        journal.write(lambda _before: replace(present, marks={}))
    except OSError as error:
        log.exception("the journal beside the database cannot be written", reason=error.strerror)


def _journal() -> Journal:
    return Journal(environment.HOME.value() / "journal")
