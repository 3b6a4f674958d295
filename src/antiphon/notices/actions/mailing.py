"""Mail for who wants it: written down before it leaves, dropped when its cause is gone by then."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from antiphon.notices import hours, queries, words
from antiphon.notices.models import Letter, Notice, Preference
from antiphon.notices.states import Way
from antiphon.people import queries as people
from antiphon.people.models import Member, Workspace
from antiphon.work import clock, identity
from antiphon.work.clock import ClockTimestamp

AT_ONCE = 20
HOLD = timedelta(minutes=5)
TRIES = 8
LETTERS_LAST = timedelta(days=90)


def write_letters(workspace: Workspace, notices: Sequence[Notice]) -> int:
    """One letter for each who wants to hear at once of one of these."""
    if not notices:
        return 0
    letters = []
    for member, preference in _readers(workspace):
        quiet = (preference.quiet_from, preference.quiet_until)
        due = hours.next_loud(clock.now(), member.person.time_zone, quiet)
        letters += [
            Letter(workspace=workspace, member=member, notice=notice, due_at=due)
            for notice in notices
            if queries.concerns(notice, member)
            and queries.way(preference, notice.about) == Way.MAIL
        ]
    return len(Letter.objects.bulk_create(letters, ignore_conflicts=True))


def _readers(workspace: Workspace) -> Iterable[tuple[Member, Preference]]:
    said = {row.member_id: row for row in Preference.objects.filter(workspace=workspace)}
    for member in people.members(workspace):
        member.workspace = workspace
        yield member, said.get(member.pk) or Preference(workspace=workspace, member=member)


def write_daily() -> int:
    """One letter a day for each who wants to hear once a day, from their daily hour on."""
    made = 0
    for workspace in queries.with_open_notices():
        for member, preference in _readers(workspace):
            hour = hours.last_daily(clock.now(), member.person.time_zone, preference.daily_at)
            if not queries.for_the_daily_letter(member, preference, hour).exists():
                continue
            letter = Letter(workspace=workspace, member=member, day=hour.date())
            letter.due_at = clock.now()
            made += _made_now(letter)
    return made


def _made_now(letter: Letter) -> int:
    known = Letter.objects.filter(member=letter.member, day=letter.day).exists()
    if not known:
        Letter.objects.bulk_create([letter], ignore_conflicts=True)
    return 0 if known else 1


def post_letters() -> int:
    """Send what is due; whoever is killed in between sends it again under the same Message-ID."""
    if identity.stranger():
        return 0
    with transaction.atomic():
        due = Letter.objects.filter(due_at__lte=ClockTimestamp())
        ids = [
            row.pk for row in due.select_for_update(skip_locked=True).order_by("due_at")[:AT_ONCE]
        ]
        Letter.objects.filter(pk__in=ids).update(due_at=ClockTimestamp() + HOLD)
    rows = Letter.objects.filter(pk__in=ids)
    for letter in rows.select_related("member__person", "member__workspace", "notice"):
        _send(letter)
    return len(ids)


def _send(letter: Letter) -> None:
    found = [row for row in _contents(letter) if row.closed_at is None]
    mine = Letter.objects.filter(pk=letter.pk)
    if not found or not letter.member.is_here:
        mine.update(due_at=None)
        return
    try:
        _mail(letter, found).send()
    except OSError:
        # Of a server that is away; after a day it is no news any more.
        tries = letter.tries + 1
        pause = timedelta(minutes=2) * 2**tries
        mine.update(tries=tries, due_at=clock.now() + pause if tries < TRIES else None)
        return
    mine.update(sent_at=clock.now(), due_at=None, tries=letter.tries + 1)


def _contents(letter: Letter) -> list[Notice]:
    member = letter.member
    if letter.notice:
        return list(queries.unread(member).filter(pk=letter.notice.pk))
    said = Preference.objects.filter(member=member).first() or Preference(member=member)
    hour = hours.last_daily(clock.now(), member.person.time_zone, said.daily_at)
    return list(queries.for_the_daily_letter(member, said, hour))


def _mail(letter: Letter, notices: Sequence[Notice]) -> EmailMessage:
    name = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    subject, body = words.letter(letter.member, notices)
    return EmailMessage(
        subject, body, to=[letter.member.person.email],
        headers={"Message-ID": f"<{letter.pk}@{name}>", "Auto-Submitted": "auto-generated"},
    )  # fmt: skip


def forget_letters() -> int:
    """Delete what was sent three months ago."""
    return Letter.objects.filter(sent_at__lt=ClockTimestamp() - LETTERS_LAST).delete()[0]
