"""Labels, groups of hashtags and notes: made, changed, removed, and put back as they were."""

from datetime import date

import pytest

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError
from antiphon.people.models import Role
from antiphon.people.policy import Refused
from antiphon.plan import queries as posts
from antiphon.plan.desk import actions, queries
from antiphon.plan.models import HashtagGroup, Label, Note
from tests import builders as a

pytestmark = pytest.mark.django_db


def test_posts_are_found_by_all_of_their_labels() -> None:
    by = a.member()
    both, one = a.post(workspace=by.workspace), a.post(workspace=by.workspace)
    summer, tips = actions.make_label(by, "Summer"), actions.make_label(by, "Tips", tint=12)
    actions.label_posts(by, summer, [both, one])
    actions.label_posts(by, tips, [both])

    found = queries.with_labels(posts.posts(by.workspace), [summer, tips])

    assert list(found) == [both]
    assert {label.name: vars(label)["used"] for label in queries.labels(by.workspace)} == {
        "Summer": 2,
        "Tips": 1,
    }


def test_putting_a_label_on_and_taking_it_off_say_what_changed() -> None:
    by = a.member()
    first, second = a.post(workspace=by.workspace), a.post(workspace=by.workspace)
    label = actions.make_label(by, "Summer")

    assert actions.label_posts(by, label, [first]) == [first.pk]
    assert actions.label_posts(by, label, [first, second]) == [second.pk]
    assert actions.unlabel_posts(by, label, [second]) == [second.pk]
    assert actions.unlabel_posts(by, label, [second]) == []


def test_a_name_that_is_taken_is_refused_however_it_is_written() -> None:
    by = a.member()
    actions.make_label(by, "Summer")

    with pytest.raises(BadInputError, match="already"):
        actions.make_label(by, "sUMMER")
    with pytest.raises(BadInputError, match="1 to 12"):
        actions.make_label(by, "Winter", tint=13)


def test_a_removed_label_comes_back_on_its_posts() -> None:
    by = a.member()
    post = a.post(workspace=by.workspace)
    label = actions.make_label(by, "Summer", tint=4)
    actions.label_posts(by, label, [post])

    kept = actions.remove(by, Label, label)
    assert not queries.labels(by.workspace)
    back = actions.restore(by, kept)

    assert isinstance(back, Label)
    assert (back.pk, back.tint) == (label.pk, 4)
    assert list(queries.with_labels(posts.posts(by.workspace), [back])) == [post]


def test_what_was_removed_does_not_come_back_over_another_one() -> None:
    by = a.member()
    kept = actions.remove(by, Label, actions.make_label(by, "Summer"))
    actions.make_label(by, "Summer")

    with pytest.raises(BadInputError, match="cannot come back"):
        actions.restore(by, kept)
    with pytest.raises(BadInputError, match="nothing that was removed"):
        actions.restore(by, "[]")


@pytest.mark.promise("W1")
def test_what_was_removed_elsewhere_does_not_come_back_here() -> None:
    there = a.member()
    kept = actions.remove(there, Label, actions.make_label(there, "Summer"))

    with pytest.raises(BadInputError):
        actions.restore(a.member(), kept)


@pytest.mark.promise("W1")
def test_a_label_of_others_goes_on_no_post_of_ours() -> None:
    by, theirs = a.member(), actions.make_label(a.member(), "Theirs")
    mine = actions.make_label(by, "Mine")

    with pytest.raises(NotHereError):
        actions.label_posts(by, theirs.pk, [a.post(workspace=by.workspace)])
    with pytest.raises(NotHereError):
        actions.label_posts(by, mine, [a.post().pk])


@pytest.mark.promise("W3")
def test_a_client_puts_no_labels_on_posts() -> None:
    with pytest.raises(Refused):
        actions.make_label(a.member(role=Role.CLIENT), "Summer")


def test_hashtags_are_kept_once_each_without_their_sign() -> None:
    by = a.member()

    group = actions.make_hashtags(by, "Drinks", ["#Tea", "coffee", " tea ", "#日本茶"])

    assert group.tags == ["tea", "coffee", "日本茶"]
    assert list(queries.hashtags(by.workspace)) == [group]


@pytest.mark.parametrize("tags", [[], ["two words"], ["#"], ["2026"], ["a-b"]])
def test_what_no_network_takes_for_a_hashtag_is_refused(tags: list[str]) -> None:
    with pytest.raises(BadInputError):
        actions.make_hashtags(a.member(), "Drinks", tags)


def test_a_changed_group_keeps_what_was_not_named() -> None:
    by = a.member()
    group = actions.make_hashtags(by, "Drinks", ["tea"])

    changed = actions.change_hashtags(by, group, name="Hot drinks")
    back = actions.restore(by, actions.remove(by, HashtagGroup, changed))

    assert isinstance(back, HashtagGroup)
    assert (back.name, back.tags) == ("Hot drinks", ["tea"])


def test_a_note_stands_on_each_of_its_days() -> None:
    by = a.member()
    fair = actions.write_note(by, date(2026, 6, 1), "Fair", ends_on=date(2026, 6, 5), tint=3)
    actions.write_note(by, date(2026, 7, 1), "Holiday")

    assert list(queries.notes(by.workspace, date(2026, 6, 4), date(2026, 6, 30))) == [fair]

    actions.change_note(by, fair, begins_on=date(2026, 5, 1), ends_on=date(2026, 5, 2))
    assert not queries.notes(by.workspace, date(2026, 6, 4), date(2026, 6, 30))
    assert isinstance(actions.restore(by, actions.remove(by, Note, fair)), Note)


def test_a_note_without_words_or_with_its_days_turned_round_is_refused() -> None:
    by = a.member()

    with pytest.raises(BadInputError):
        actions.write_note(by, date(2026, 6, 1), " ")
    with pytest.raises(BadInputError):
        actions.write_note(by, date(2026, 6, 1), "Fair", ends_on=date(2026, 5, 1))
