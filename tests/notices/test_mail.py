"""Mail for who wants it: once, not at night, and not when its cause is gone."""

from datetime import time, timedelta

import pytest
from django.core import mail

from antiphon.notices import actions, hours
from antiphon.notices.models import Letter, Notice
from antiphon.notices.states import Way
from antiphon.people.models import Member
from antiphon.work import clock
from tests import builders as a
from tests.notices.standing import failed, gather

pytestmark = pytest.mark.django_db


def test_a_failure_is_mailed_at_once_and_once(by: Member) -> None:
    failed(a.channel(workspace=by.workspace))
    gather(by.workspace)
    gather(by.workspace)

    actions.post_letters()
    actions.post_letters()

    assert [one.to for one in mail.outbox] == [[by.person.email]]
    assert "failed" in mail.outbox[0].subject
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{Letter.objects.get().pk}@")


def test_a_letter_that_may_have_left_goes_again_under_the_same_name(by: Member) -> None:
    failed(a.channel(workspace=by.workspace))
    gather(by.workspace)
    actions.post_letters()
    # What a process leaves behind that was killed before it wrote down that the letter left.
    Letter.objects.update(sent_at=None, due_at=clock.now())

    actions.post_letters()

    assert len({one.extra_headers["Message-ID"] for one in mail.outbox}) == 1
    assert len(mail.outbox) == 2


def test_a_letter_whose_cause_is_gone_or_seen_does_not_leave(by: Member) -> None:
    failed(a.channel(workspace=by.workspace))
    gather(by.workspace)
    actions.seen(by)

    actions.post_letters()

    assert mail.outbox == []
    assert not Letter.objects.exclude(due_at=None).exists()


def test_what_others_wrote_begins_no_line_of_its_own_in_a_mail(by: Member) -> None:
    failed(a.channel(workspace=by.workspace, handle="a\r\nBcc: all@example.org"), "x\nBcc: y")
    gather(by.workspace)

    actions.post_letters()

    assert "\n" not in mail.outbox[0].subject
    assert not any(line.startswith("Bcc") for line in mail.outbox[0].body.splitlines())


def test_the_daily_letter_comes_once_with_what_is_unread(by: Member) -> None:
    actions.set_preference(by, ways={"failed": Way.DAILY}, daily_at=time(0))
    failed(a.channel(workspace=by.workspace))
    gather(by.workspace)
    Notice.objects.update(changed_at=hours.last_daily(clock.now(), "UTC", time(0)))

    assert actions.write_daily() == 1
    assert actions.write_daily() == 0
    actions.post_letters()

    assert len(mail.outbox) == 1


def test_in_quiet_hours_a_letter_waits(by: Member) -> None:
    here = clock.now()
    quiet = ((here - timedelta(hours=1)).time(), (here + timedelta(hours=1)).time())
    actions.set_preference(by, quiet=quiet)
    failed(a.channel(workspace=by.workspace))
    gather(by.workspace)

    actions.post_letters()

    assert mail.outbox == []
    due = Letter.objects.get().due_at
    assert due is not None
    assert due > clock.now() + timedelta(minutes=55)
