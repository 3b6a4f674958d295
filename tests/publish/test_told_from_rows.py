"""The life of a publication, told from its rows alone."""

import json
from uuid import uuid4

import pytest

from antiphon.channels.safe import address_of
from antiphon.people.models import TrailLine
from antiphon.plan import actions as plan
from antiphon.plan.models import Post
from antiphon.publish import actions, queries
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.sandbox.lines import Line, Trouble
from antiphon.sandbox.serving import Sandbox
from antiphon.tailor.choosing import tellings
from tests import builders as a
from tests.publish import choice, world

pytestmark = [pytest.mark.django_db, pytest.mark.promise("A2")]


def lived_through(sandbox: Sandbox, line: Line) -> Publication:
    """One that was said, lost its first answer, was looked for and found."""
    key = choice.NEVER[0]
    owner = a.member()
    channel = world.channel_on(sandbox, key, by=owner, server=line.base(key))
    post: Post = plan.submit(owner, plan.draft(owner, text=f"A whole life {uuid4()}"))
    (row,) = actions.schedule(owner, post, tellings(post, [channel]))
    line.go_wrong(Trouble.LOSE_AFTER, times=1)
    for _ in range(6):
        world.settle(row)
        if row.due_at is None:
            break
        world.make_due(row)
    assert row.state == State.LIVE, row.reason
    return row


def test_who_asked_for_what_is_in_the_trail_with_its_digest(sandbox: Sandbox) -> None:
    with Line(sandbox.port).running() as line:
        row = lived_through(sandbox, line)

    trail = TrailLine.objects.filter(workspace=row.workspace, action="publication.schedule")
    (asked,) = [one for one in trail if str(row.pk) in one.object]
    assert asked.who == str(row.by) or str(row.by.person_id if row.by else "") in asked.who
    assert row.digest == queries.told_whole(row)["digest"]
    assert asked.after


def test_every_attempt_and_look_is_told_with_its_times_and_answers(sandbox: Sandbox) -> None:
    with Line(sandbox.port).running() as line:
        row = lived_through(sandbox, line)

    story = queries.told_whole(row)["story"]
    assert [one["verb"] for one in story][:1] == ["publish"]
    assert [one["outcome"] for one in story if one["verb"] != "read"] == ["look_first", "receipt"]
    assert all(one["began"] <= one["ended"] for one in story)
    assert [one["number"] for one in story] == sorted(one["number"] for one in story)


@pytest.mark.promise("K1")
def test_the_story_holds_no_secret(sandbox: Sandbox) -> None:
    with Line(sandbox.port).running() as line:
        row = lived_through(sandbox, line)

    told = json.dumps(queries.told_whole(row))
    secrets = address_of(row.channel).credential.secrets
    assert secrets
    assert not [name for name, secret in secrets.items() if secret.reveal() in told]
