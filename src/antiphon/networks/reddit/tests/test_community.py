"""A community's own rules are read first, and said before anything is sent."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt
from antiphon.connect.post_office import Verb
from antiphon.connect.problems import problems
from antiphon.connect.values import LinkCard, Parcel, PostType, Step
from antiphon.networks.reddit import NETWORK
from antiphon.networks.reddit.community import forms
from antiphon.networks.reddit.tests.lines import (
    Line,
    film,
    gallery,
    handle_of,
    parcel,
    picture,
    video,
)


def said(sent: Parcel, **facts: Any) -> list[tuple[str, str]]:
    """What is objected to in a community with these facts."""
    network = NETWORK.at({"community": "fizz", **facts})
    return [(one.field, one.rule) for one in problems(sent, network)]


def wanting(sent: Parcel, **wanted: Any) -> list[tuple[str, str]]:
    return said(sent, wanted=wanted)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"title_text_min_length": 10}, ("title", "too_short")),
        ({"title_text_max_length": 3}, ("title", "too_long")),
        ({"title_required_strings": ["[Ad]"]}, ("title", "words")),
        ({"title_blacklisted_strings": ["FIZZ"]}, ("title", "words")),
        ({"title_regexes": ["^\\d+"]}, ("title", "form")),
        ({"body_restriction_policy": "notAllowed"}, ("text", "not_here")),
        ({"body_text_min_length": 100}, ("text", "too_short")),
        ({"body_text_max_length": 5}, ("text", "too_long")),
        ({"body_required_strings": ["price"]}, ("text", "words")),
        ({"body_blacklisted_strings": ["cold"]}, ("text", "words")),
        ({"body_regexes": ["^Dear"]}, ("text", "form")),
    ],
)
def test_each_requirement_is_said(wanted: dict[str, Any], found: tuple[str, str]) -> None:
    assert wanting(parcel(), **wanted) == [found]


@pytest.mark.parametrize(
    "wanted",
    [
        {"title_required_strings": ["nothing", "fizz"]},
        {"title_regexes": ["^Fi", "^\\d"]},
        {"title_regexes": ["(unreadable"]},
        {"title_regexes": ["^(a|aa)+$"]},
        {"body_restriction_policy": "none"},
        {"domain_blacklist": ["fizz.example"], "link_restriction_policy": "blacklist"},
    ],
)
def test_what_is_kept_or_cannot_be_judged_passes(wanted: dict[str, Any]) -> None:
    title = "a" * 60 + "!" if "^(a|aa)+$" in wanted.get("title_regexes", ()) else "Fizz"
    found = wanting(parcel(title=title), **wanted)

    assert [one for one in found if one[1] != "form"] == []


@pytest.mark.parametrize(
    ("policy", "domains", "found"),
    [
        ("blacklist", ["fizz.example"], [("link", "domain")]),
        ("blacklist", ["izz.example"], []),
        ("whitelist", ["other.example"], [("link", "domain")]),
        ("whitelist", ["fizz.example"], []),
        ("none", ["fizz.example"], []),
    ],
)
def test_sites_that_are_not_wanted_are_said(
    policy: str, domains: list[str], found: list[tuple[str, str]]
) -> None:
    link = LinkCard(url="https://www.fizz.example/x")
    lists = {f"domain_{policy}": domains, "link_restriction_policy": policy}

    assert wanting(parcel(type=PostType.LINK, link=link), **lists) == found


def test_a_crosspost_needs_a_link_to_reddit() -> None:
    sent = parcel(
        type=PostType.LINK, link=LinkCard(url="https://e.org"), options={"crosspost": True}
    )

    assert said(sent) == [("link", "form")]


def test_galleries_and_captions_keep_their_size(tmp_path: Path) -> None:
    three = gallery(tmp_path, 3, options={"captions": ["x" * 181]})

    assert said(three) == [("options.captions", "too_long")]
    assert wanting(gallery(tmp_path, 3), gallery_max_items=2) == [("media", "count")]
    assert said(gallery(tmp_path, 2), gallery=False) == [("media", "too_many")]


def test_a_video_takes_one_picture_as_its_cover(tmp_path: Path) -> None:
    two = (video(tmp_path, seconds=5), video(tmp_path, "b.mp4", seconds=5))
    covered = (video(tmp_path, seconds=5), picture(tmp_path))

    assert said(film(tmp_path, enclosures=two)) == [("media", "kind")]
    assert said(film(tmp_path, enclosures=covered)) == []


def test_a_ban_is_said_and_comments_are_not_held_against_rules_of_posts(line: Line) -> None:
    assert said(parcel(), banned=True) == [("channel", "banned")]
    root = handle_of(line.publish(parcel()))
    comment = parcel(step=Step.COMMENT, root=root, title="")
    assert said(comment, banned=True, wanted={"title_text_min_length": 9}) == []


@pytest.mark.parametrize(
    ("about", "left_out"),
    [
        ({"submission_type": "self"}, {"link", "images", "video"}),
        ({"submission_type": "link"}, {"text"}),
        ({"allow_images": False, "allow_polls": False}, {"images", "poll"}),
        ({"allow_videos": False}, {"video"}),
        ({}, set()),
    ],
)
def test_forms_that_a_community_does_not_take_are_not_offered(
    about: dict[str, Any], left_out: set[str]
) -> None:
    assert {*map(str, NETWORK.posts)} - set(forms(about)) == left_out


def test_rules_and_flairs_are_read_and_a_wanted_flair_is_asked_for(line: Line) -> None:
    line.community.wanted = {"is_flair_required": True, "title_blacklisted_strings": ["buy"]}
    line.community.told["allow_polls"] = False
    line.refreshed()
    network = NETWORK.at(line.address.facts)
    flair = network.options[0]

    assert [name for _id, name in flair.choices] == ["News", "Help wanted"]
    assert flair.needed
    assert "Be kind" in flair.help
    assert PostType.POLL not in network.posts
    assert {one.field for one in problems(parcel(title="Buy!"), network)} == {
        "options.flair", "title",
    }  # fmt: skip


def test_what_a_community_wants_in_words_stands_beside_the_flair() -> None:
    quiet = NETWORK.at({"community": "fizz"})
    wordy = NETWORK.at({"community": "fizz", "wanted": {"guidelines_text": "Fridays only"}})

    assert not {"flair", "flair_text"} & {one.key for one in quiet.options}
    assert "Fridays only" in wordy.options[0].help


def test_what_the_community_refuses_all_the_same_must_be_changed(line: Line) -> None:
    line.community.wanted = {"title_blacklisted_strings": ["fizz"]}
    outcome = line.send(Verb.PUBLISH, parcel())

    assert isinstance(outcome, ChangeIt)
    assert outcome.problem
    assert outcome.problem.field == "title"
    assert line.timeline() == []


def test_doubts_end_later_than_a_video_may_take() -> None:
    assert NETWORK.proof.settle >= timedelta(minutes=20)
