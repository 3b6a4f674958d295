"""Writing a post together, losing nothing."""

from typing import Any
from uuid import uuid4

import pytest

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError
from antiphon.people.models import Role, TrailLine
from antiphon.people.policy import Engine, Refused
from antiphon.plan import actions, digest, queries
from antiphon.plan.errors import NotNowError, StaleEditError
from antiphon.plan.models import Post
from antiphon.plan.states import State
from tests import builders as a

pytestmark = pytest.mark.django_db


def rule_of(post: Post) -> str:
    """What stands in the way of this post, in one word."""
    found = queries.hindrance(post)
    return found.rule if found else ""


def test_a_draft_keeps_all_its_parts() -> None:
    by = a.member()
    picture = a.asset(workspace=by.workspace)

    post = actions.draft(by, text="Hi", link="https://soda.example/", assets=[(picture, "A can")])

    assert (post.state, post.version, post.author) == (State.DRAFT, 1, by)
    assert [(file.asset, file.alt) for file in post.files.all()] == [(picture, "A can")]
    assert TrailLine.objects.filter(action="post.write", object=f"post:{post.pk}").exists()


def test_an_edit_counts_and_says_what_it_touched() -> None:
    by = a.member()
    post = actions.draft(by, text="Hi")

    edited = actions.edit(by, post, 1, text="Hi there", link="https://soda.example/")

    assert (edited.version, edited.text) == (2, "Hi there")
    assert queries.revisions(post).get().changed == ["text", "link"]


def test_an_edit_that_changes_nothing_does_not_count() -> None:
    by = a.member()
    post = actions.draft(by, text="Hi")

    assert actions.edit(by, post, 1, text="Hi").version == 1


def test_who_saves_an_older_version_hears_who_changed_what() -> None:
    ann, ben = a.member(), a.member()
    ben.workspace = ann.workspace
    ben.save()
    post = actions.draft(ann, text="Hi")
    actions.edit(ben, post, 1, text="Hi from Ben", title="Soda")

    with pytest.raises(StaleEditError, match=r"changed text and title") as refused:
        actions.edit(ann, post, 1, text="Hi from Ann")

    assert str(ben.person) in str(refused.value)
    post.refresh_from_db()
    assert post.text == "Hi from Ben"


@pytest.mark.promise("P11")
def test_an_edit_withdraws_the_approval() -> None:
    by = a.member()
    post = actions.submit(by, actions.draft(by, text="Hi"))
    assert (post.state, post.approved_digest) == (State.APPROVED, digest.of(post))

    edited = actions.edit(by, post, 1, text="Ho")

    assert (edited.state, edited.approved_digest) == (State.DRAFT, "")
    assert rule_of(edited) == "not_approved"


@pytest.mark.promise("P11")
def test_another_file_or_description_is_another_digest() -> None:
    by = a.member()
    one, other = (a.asset(workspace=by.workspace) for _ in range(2))
    post = actions.draft(by, text="Hi", assets=[(one, "A can")])
    seen = {digest.of(post)}

    for assets in ([(other, "A can")], [(one, "Two cans")], [(one, "A can"), (other, "")]):
        post = actions.edit(by, post, post.version, assets=assets)
        seen.add(digest.of(post))

    assert len(seen) == 4


@pytest.mark.promise("P11")
def test_what_was_changed_behind_the_scenes_does_not_go_out() -> None:
    by = a.member()
    picture = a.asset(workspace=by.workspace, alt="A can")
    post = actions.submit(by, actions.draft(by, text="Hi", assets=[(picture, "")]))
    picture.alt = "Something else"
    picture.save()

    assert rule_of(post) == "changed"


@pytest.mark.promise("W1")
@pytest.mark.parametrize("field", ["campaign", "assets"])
def test_what_belongs_to_others_looks_as_if_it_were_not_there(field: str) -> None:
    by = a.member()
    foreign = a.asset() if field == "assets" else actions.make_campaign(a.member(), "Theirs")
    said = []

    for id in (foreign.pk, uuid4(), "nonsense"):
        parts: dict[str, Any] = {field: [(id, "")] if field == "assets" else id}
        with pytest.raises(NotHereError) as refused:
            actions.draft(by, text="Hi", **parts)
        said.append(str(refused.value).replace(str(id), ""))

    assert len(set(said)) == 1
    assert not Post.objects.filter(workspace=by.workspace).exists()


@pytest.mark.promise("W1")
def test_nobody_edits_a_post_of_another_workspace() -> None:
    post = a.post()

    with pytest.raises(NotHereError):
        actions.edit(a.member(), post.pk, 1, text="Mine")
    with pytest.raises(Refused):
        actions.edit(a.member(), post, 1, text="Mine")


def test_an_analyst_may_not_write() -> None:
    with pytest.raises(Refused):
        actions.draft(a.member(role=Role.ANALYST), text="Hi")


@pytest.mark.parametrize(
    ("parts", "rule"),
    [
        ({"text": "a\x00b"}, "control_character"),
        ({"text": "\ud800"}, "not_unicode"),
        ({"tags": ["a\x00"]}, "control_character"),
        ({"link": "javascript:alert(1)"}, "scheme"),
        ({"link": "data:text/html,x"}, "scheme"),
        ({"link": "https://user:pw@host.example"}, "credentials"),
        ({"link": "https://good.example\\@evil.example"}, "malformed"),
        ({"link": "https://a.example/\tb"}, "malformed"),
        ({"link": "https://a.example/" + "x" * 3000}, "too_long"),
        ({"link": "http://127.0.0.1/"}, "not_public"),
        ({"link": "http://0x7f.1/"}, "not_public"),
        ({"link": "http://2130706433/"}, "not_public"),
        ({"link": "http://[::ffff:127.0.0.1]/"}, "not_public"),
        ({"link": "http://[64:ff9b::7f00:1]/"}, "not_public"),
        ({"link": "http://printer.local/"}, "not_public"),
        ({"link": "http://intranet/"}, "not_public"),
        ({"language": "klingonish"}, "unknown_language"),
        ({"poll": {"choices": ["one"]}}, "count"),
        ({"poll": {"choices": "ab"}}, "malformed"),
        ({"poll": {"choices": ["a", "b"], "hours": 0}}, "range"),
        ({"poll": {"choices": ["a", "b"], "hours": "long"}}, "malformed"),
        ({"options": {"atlantis": {}}}, "unknown_network"),
        ({"tags": ["t"] * 101}, "too_many"),
        ({"text": "x" * 200_001}, "too_long"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_one_sentence(parts: dict[str, Any], rule: str) -> None:
    by = a.member()

    with pytest.raises(BadInputError) as refused:
        actions.draft(by, **{"text": "Hi"} | parts)

    assert rule in {problem.rule for problem in refused.value.problems}
    assert not Post.objects.filter(workspace=by.workspace).exists()


def test_the_program_itself_may_draft_and_has_no_face() -> None:
    engine = Engine(a.workspace())

    assert actions.draft(engine, text="Hi").author is None


def test_what_was_dropped_can_be_taken_up_again() -> None:
    by = a.member()
    post = actions.drop(by, actions.draft(by, text="Hi"))

    with pytest.raises(NotNowError, match="Open it again"):
        actions.edit(by, post, 1, text="Ho")

    assert actions.reopen(by, post).state == State.DRAFT


def test_an_empty_post_cannot_be_handed_in() -> None:
    by = a.member()

    with pytest.raises(BadInputError, match="write something or add a picture"):
        actions.submit(by, actions.draft(by, text=" \u200b"))
