"""What was approved before is held against what is now, telling by telling."""

import pytest

from antiphon.kernel.difference import Fate
from antiphon.people.models import Member
from antiphon.plan import actions as plan
from antiphon.plan.models import Post
from antiphon.tailor import actions
from antiphon.tailor.versions.comparing import Compared, Where, compare
from tests import builders as a

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> Member:
    """Who writes; nobody must agree."""
    return a.member()


def approved(by: Member, **parts: object) -> Post:
    return plan.submit(by, plan.draft(by, **parts))  # type: ignore[arg-type]


def gone(compared: Compared, part: str) -> str:
    (change,) = [change for change in compared.changes if change.part == part]
    return "".join(piece.text for piece in change.pieces if piece.fate is Fate.REMOVED)


def test_what_was_never_approved_is_new(by: Member) -> None:
    channel = a.channel(workspace=by.workspace)

    found = compare(plan.draft(by, text="Hi"), [channel])

    assert found.agreement is None
    assert [one.where for one in found.tellings] == [Where.NEW]


def test_each_part_that_changed_is_told_word_by_word(by: Member) -> None:
    channel = a.channel(workspace=by.workspace)
    first, second = a.picture(by, name="can.png"), a.picture(by, name="jar.png")
    post = approved(by, text="Cold soda", tags=["summer"], assets=[(first, "A can")])
    post = plan.edit(by, post, 1, text="Cold juice", assets=[(second, "A jar")])

    (one,) = compare(post, [channel]).tellings

    assert (one.where, [change.part for change in one.changes]) == (Where.BOTH, ["text", "media"])
    assert gone(one, "text") == "soda"
    assert "can" in gone(one, "media")


def test_what_is_as_it_was_approved_has_no_changes(by: Member) -> None:
    channel = a.channel(workspace=by.workspace)
    post = approved(by, text="Cold soda")
    post = plan.edit(by, post, 1, text="Hot tea")
    post = plan.edit(by, post, 2, text="Cold soda")

    found = compare(post, [channel])

    assert found.agreement is None or not found.is_changed


def test_a_variant_that_changed_changes_only_its_own_telling(by: Member) -> None:
    mine, other = (a.channel(workspace=by.workspace) for _ in range(2))
    post = plan.draft(by, text="For all")
    actions.tell(by, post, channel=mine, text="For you only")
    plan.submit(by, post.pk)
    actions.tell(by, post, channel=mine, text="For you alone")
    post.refresh_from_db()

    found = {one.channel: one for one in compare(post, [mine, other]).tellings}

    assert gone(found[mine], "text") == "only"
    assert found[other].changes == ()


def test_a_telling_that_is_no_longer_there_is_gone(by: Member) -> None:
    channel = a.channel(workspace=by.workspace, countries=["IN"])
    india = a.audience(workspace=by.workspace, name="India", countries=["IN"])
    post = plan.draft(by, text="Hello")
    variant = actions.tell(by, post, audience=india, text="Namaste")
    plan.submit(by, post.pk)
    actions.untell(by, variant)
    post.refresh_from_db()

    found = {one.where: one for one in compare(post, [channel]).tellings}

    assert found[Where.GONE].audience == india
    assert found[Where.NEW].audience is None
