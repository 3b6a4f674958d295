"""What only one network lets one choose: a value that it cannot be is named before it is sent."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.network import Network
from antiphon.connect.problems import problems
from antiphon.connect.registry import networks
from antiphon.connect.rules import MediaRule, Option, OptionKind, PostRule, TextRule
from antiphon.connect.values import Enclosure, Kind, Parcel, PostType
from antiphon.kernel.problem import Problem

OPTIONS = (
    Option(key="begins", name="Begins", kind=OptionKind.TIME, types=frozenset({PostType.EVENT})),
    Option(key="day", name="Day", kind=OptionKind.DATE),
    Option(key="seats", name="Seats", kind=OptionKind.NUMBER, most=20),
    Option(
        key="shelf", name="Shelf", kind=OptionKind.CHOICE, choices=(("a", "A"), ("b", "B")),
        types=frozenset({PostType.EVENT}), needed=True,
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def network() -> Network:
    """Any network, with these options."""
    rule = PostRule(text=TextRule(measures=()))
    posts = {PostType.TEXT: rule, PostType.EVENT: rule}
    return replace(networks()[0], options=OPTIONS, posts=posts)


def found(network: Network, type: Any = PostType.TEXT, **options: object) -> list[str]:
    parcel = Parcel(key="k", made_at=datetime.now(UTC), text="Come.", type=type, options=options)
    return [f"{one.field} {one.rule}" for one in problems(parcel, network)]


@pytest.mark.promise("I6")
@pytest.mark.parametrize(
    ("option", "value"),
    [("begins", "tomorrow"), ("day", "24.12.2026"), ("seats", "many"), ("seats", "2.5")],
)
def test_a_value_in_a_wrong_form_is_named(network: Network, option: str, value: str) -> None:
    assert found(network, **{option: value}) == [f"options.{option} form"]


def test_values_in_the_right_form_pass(network: Network) -> None:
    begins, day = "2026-12-24T18:00", "2026-12-24"

    assert not found(network, PostType.EVENT, begins=begins, day=day, seats="20", shelf="b")


def test_a_number_that_is_too_great_is_told_its_limit(network: Network) -> None:
    assert found(network, seats="21") == ["options.seats too_long"]


def test_what_a_form_of_post_needs_is_asked_for_there_alone(network: Network) -> None:
    assert found(network) == []
    assert found(network, PostType.EVENT) == ["options.shelf empty"]


@pytest.mark.parametrize(
    ("kinds", "type"),
    [
        ((Kind.VIDEO, Kind.IMAGE), PostType.CAROUSEL),
        ((Kind.VIDEO,), PostType.VIDEO),
        ((Kind.IMAGE, Kind.IMAGE), PostType.IMAGES),
    ],
)
def test_pictures_and_videos_together_are_a_carousel(
    network: Network, kinds: tuple[Kind, ...], type: PostType, tmp_path: object
) -> None:
    facts = {"path": tmp_path, "mime": "", "size": 1, "digest": ""}
    files = tuple(Enclosure(kind=kind, **facts) for kind in kinds)  # type: ignore[arg-type]
    parcel = Parcel(key="k", made_at=datetime.now(UTC), enclosures=files)
    rule = PostRule(text=TextRule(measures=()))
    posts = dict.fromkeys((PostType.CAROUSEL, PostType.VIDEO, PostType.IMAGES), rule)

    assert replace(network, posts=posts).type_of(parcel) == type


@pytest.mark.parametrize(("files", "type"), [(1, PostType.IMAGES), (3, PostType.CAROUSEL)])
def test_a_form_that_holds_so_many_files_comes_first(
    network: Network, files: int, type: PostType, tmp_path: Path
) -> None:
    file = Enclosure(path=tmp_path, kind=Kind.IMAGE, mime="", size=1, digest="")
    parcel = Parcel(key="k", made_at=datetime.now(UTC), enclosures=(file,) * files)
    rules = {
        form: PostRule(text=TextRule(measures=()), media=MediaRule(files={}, most=most))
        for form, most in ((PostType.IMAGES, 1), (PostType.CAROUSEL, 5))
    }

    assert replace(network, posts=rules).type_of(parcel) is type


def test_what_a_community_refuses_is_said_before_it_is_sent(network: Network) -> None:
    def objections(parcel: Parcel) -> list[Problem]:
        return [Problem(field="title", rule="words", say="Not here.")] if parcel.title else []

    there = replace(network, objections=objections)
    titled = Parcel(key="k", made_at=datetime.now(UTC), text="Hello.", title="Buy!")

    assert [one.rule for one in problems(titled, there)] == ["words"]
    assert problems(replace(titled, title=""), there) == []
