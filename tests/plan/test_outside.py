"""People without a seat: the links they get, and what their word counts."""

from datetime import timedelta

import pytest
from django.core import mail

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError
from antiphon.kernel.secret import Secret
from antiphon.people import actions as people
from antiphon.people.models import Approval, Guest, Member, Role, TrailLine
from antiphon.people.policy import Refused, may
from antiphon.plan import actions, digest, queries
from antiphon.plan.errors import NotNowError, StaleEditError
from antiphon.plan.models import Kind, Post, SharedView, Verdict
from antiphon.plan.outside import actions as outside
from antiphon.plan.outside import queries as views
from antiphon.plan.states import State
from antiphon.work import clock
from tests import builders as a

pytestmark = pytest.mark.django_db
AGREES, REFUSES = Verdict.AGREES, Verdict.REFUSES


def asked(approval: Approval = Approval.ONE) -> tuple[Member, SharedView, Post]:
    """A lead, the link of a guest whom they invited, and an editor's post behind it."""
    lead = a.member(workspace=a.workspace(approval=approval, approvals_needed=2))
    editor = a.member(workspace=lead.workspace, role=Role.EDITOR)
    guest = people.invite_guest(lead, "Ida Client", "Ida@Example.org")
    post = actions.submit(editor, actions.draft(editor, text="Cold soda"))
    view, _token = outside.share_review(lead, guest, [post])
    return lead, view, post


def say(view: SharedView, post: Post, verdict: Verdict = AGREES, words: str = "") -> Post:
    post.refresh_from_db()
    return outside.answer(view, post, digest=digest.of(post), verdict=verdict, words=words)


@pytest.mark.promise("S26")
def test_a_link_cannot_be_guessed_and_only_its_hash_is_kept() -> None:
    by = a.member()
    pairs = [outside.share_calendar(by) for _ in range(20)]
    tokens = {token.reveal() for _view, token in pairs}

    assert len(tokens) == 20
    assert all(len(token) >= 43 for token in tokens)  # 256 bits in base 64
    assert all(view.digest == people.digest_of(token.reveal()) for view, token in pairs)
    assert not any(view.token for view, _token in pairs)


@pytest.mark.promise("S26", "L3")
def test_unknown_ended_and_revoked_links_open_alike_nothing() -> None:
    by = a.member()
    view, token = outside.share_calendar(by)
    ended, old = outside.share_calendar(by)
    SharedView.objects.filter(pk=ended.pk).update(ends_at=clock.now())
    assert outside.opened(token, Kind.CALENDAR) == view
    outside.revoke_share(by, view)

    found = [outside.opened(one, Kind.CALENDAR) for one in (token, old, Secret("x" * 43))]

    assert found == [None, None, None]
    view.refresh_from_db()
    assert (view.opened, view.opened_at is not None) == (1, True)


def test_a_link_opens_as_what_it_is_and_nothing_else() -> None:
    _view, token = outside.share_calendar(a.member(), subscription=True)

    assert outside.opened(token, Kind.CALENDAR, Kind.REVIEW) is None
    assert outside.opened(token, Kind.ICS) is not None


def test_a_guests_yes_counts_like_a_clients() -> None:
    _lead, view, post = asked()

    post = say(view, post, words="Lovely.")

    assert (post.state, queries.hindrance(post)) == (State.APPROVED, None)
    assert str(queries.reviews(post).get().who) == "Ida Client"
    line = TrailLine.objects.filter(workspace=post.workspace).order_by("-number").first()
    assert line is not None
    assert line.who == f"guest:{view.guest_id}"


def test_a_guest_is_one_of_several() -> None:
    lead, view, post = asked(Approval.SEVERAL)

    assert say(view, post).state == State.REVIEW
    assert actions.approve(lead, post).state == State.APPROVED


def test_a_guest_who_wants_a_change_says_which() -> None:
    _lead, view, post = asked()

    with pytest.raises(BadInputError, match="Say what should change"):
        say(view, post, REFUSES)
    assert say(view, post, REFUSES, "Warmer, please.").state == State.DRAFT


@pytest.mark.promise("P11")
def test_a_word_on_a_version_that_changed_meanwhile_is_not_taken() -> None:
    _lead, view, post = asked()
    seen = digest.of(post)
    editor = post.author
    assert editor is not None
    post = actions.submit(editor, actions.edit(editor, post, 1, text="Hot tea"))

    with pytest.raises(StaleEditError):
        outside.answer(view, post, digest=seen, verdict=AGREES)
    assert say(view, post).state == State.APPROVED


def test_a_version_is_answered_once() -> None:
    _lead, view, post = asked(Approval.SEVERAL)
    say(view, post)

    with pytest.raises(NotNowError, match="already"):
        say(view, post)


def test_a_guest_speaks_about_nothing_else() -> None:
    lead, view, _post = asked()
    other = actions.submit(lead, actions.draft(lead, text="Another"))

    with pytest.raises(NotHereError):
        say(view, other)
    with pytest.raises(Refused):
        actions.approve(view.guest, other)  # type: ignore[arg-type]
    other.refresh_from_db()
    assert other.state == State.REVIEW


@pytest.mark.parametrize("end", ["guest", "link"])
def test_when_the_guest_or_the_link_ends_nothing_more_is_taken(end: str) -> None:
    lead, view, post = asked(Approval.SEVERAL)
    say(view, post)
    if end == "guest":
        people.end_guest(lead, view.guest)  # type: ignore[arg-type]
    else:
        outside.revoke_share(lead, view)
    other = SharedView.objects.get(pk=view.pk)

    with pytest.raises((Refused, NotNowError)):
        say(other, post)
    assert queries.words_so_far(post) == (0 if end == "guest" else 1)


@pytest.mark.promise("W3")
def test_a_guest_may_look_speak_and_agree_and_nothing_more() -> None:
    guest = a.guest()

    assert [may(guest, what) for what in ("post.read", "post.comment", "post.approve")] == [
        True
    ] * 3
    assert not any(may(guest, what) for what in ("post.write", "channel.read", "publication.read"))


@pytest.mark.promise("W4")
def test_who_may_not_invite_gets_no_address_in_a_guests_name() -> None:
    lead, view, post = asked()
    editor = post.author
    assert editor is not None
    with pytest.raises(Refused):
        people.invite_guest(editor, "Me again", "me@example.org")

    assert outside.share_review(editor, view.guest, [post])[1] is None  # type: ignore[arg-type]
    mine = actions.draft(lead, text="By the lead")
    assert outside.share_review(lead, view.guest, [mine])[1] is None  # type: ignore[arg-type]
    assert outside.share_review(lead, view.guest, [post])[1] is not None  # type: ignore[arg-type]


@pytest.mark.promise("W1")
def test_nothing_of_another_workspace_can_be_shared() -> None:
    by, elsewhere = a.member(), a.member()
    guest = people.invite_guest(by, "Ida", "ida@example.org")
    post = actions.draft(elsewhere, text="Theirs")
    channel = a.channel(workspace=elsewhere.workspace)

    with pytest.raises(NotHereError):
        outside.share_review(by, guest, [post])
    with pytest.raises(NotHereError):
        outside.share_calendar(by, channels=[channel])
    assert not SharedView.objects.exists()


@pytest.mark.promise("I6")
@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"lasts": timedelta(0)}, "range"),
        ({"lasts": timedelta(days=9_999)}, "range"),
        ({"shows": ["everything"]}, "unknown"),
        ({"name": "x" * 200}, "too_long"),
    ],
)
def test_a_link_is_bounded(given: dict[str, object], rule: str) -> None:
    with pytest.raises(BadInputError) as wrong:
        outside.share_calendar(a.member(), **given)  # type: ignore[arg-type]

    assert [problem.rule for problem in wrong.value.problems] == [rule]


def test_a_remark_stands_beside_the_post_under_the_guests_name() -> None:
    _lead, view, post = asked()

    outside.remark(view, post, "Is the can new?")

    assert [remark.text for remark in views.remarks_of(view, post)] == ["Is the can new?"]
    with pytest.raises(BadInputError):
        outside.remark(view, post, " ")
    with pytest.raises(BadInputError):
        outside.remark(view, post, "x" * 6_000)


def test_a_guest_gets_one_mail_with_the_link() -> None:
    _lead, view, _post = asked()

    outside.tell_nudges()
    assert outside.tell_nudges() == 0

    (letter,) = mail.outbox
    token = letter.body.split("/r/")[1].split("/")[0]
    assert letter.to == ["ida@example.org"]
    assert outside.opened(Secret(token), Kind.REVIEW) == view


def test_a_guest_who_comes_back_is_the_same_guest() -> None:
    lead, view, _post = asked()
    people.end_guest(lead, view.guest)  # type: ignore[arg-type]

    assert people.invite_guest(lead, "Ida C.", "ida@example.org").pk == view.guest_id
    assert Guest.objects.count() == 1
