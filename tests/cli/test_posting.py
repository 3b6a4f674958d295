"""Saying something from a terminal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from antiphon.channels.models import Channel
from antiphon.plan.models import Post
from antiphon.publish.models import Publication
from antiphon.sandbox.serving import Sandbox
from tests import builders as a
from tests.publish import world

pytestmark = pytest.mark.django_db

Run = Callable[..., Any]


@pytest.fixture
def picture(tmp_path: Path) -> str:
    path = tmp_path / "a: river.png"
    path.write_bytes(a.drawn((640, 480)))
    return f"{path}:A river: blue"


def test_one_message_goes_live_on_every_network(
    channels: list[Channel], run: Run, sandbox: Sandbox, picture: str
) -> None:
    words = ("post", "The river is open again.", "--title", "The river", "--media", picture)

    code, told = run(*words, "--wait")

    assert code == 0
    assert {row["state"] for row in told} == {"live"}
    assert {row["network"] for row in told} == {row.network for row in channels}
    first = channels[0].network
    assert world.shown(sandbox, first, "The river is open again.") == 1


@pytest.mark.promise("P17")
def test_the_same_command_again_makes_no_second_post(
    channels: list[Channel], run: Run, picture: str
) -> None:
    words = ("post", "Once and only once.", "--title", "Once", "--media", picture)

    first, again = run(*words), run(*words)

    assert [row["id"] for row in first[1]] == [row["id"] for row in again[1]]
    assert {row["network"] for row in first[1]} == {row.network for row in channels}
    assert Publication.objects.count() == len(first[1])
    assert run(*words, "--again")[1][0]["id"] not in {row["id"] for row in first[1]}


def test_a_dry_run_shows_who_sees_what_and_stores_nothing(
    channels: list[Channel], run: Run, picture: str
) -> None:
    run("channel", "set", str(channels[0].pk), "--country", "IN", "--language", "en")
    run("audience", "set", "india", "--country", "IN")

    words = ("post", "To all.", "--for", "india=To India.", "--title", "To all", "--media", picture)
    code, told = run(*words, "--dry-run")

    assert code == 0
    texts = {(row["network"], row["audience"]): row["text"] for row in told["publications"]}
    assert texts[channels[0].network, "india"].startswith("To India.")
    assert told["audiences"][0]["channels"]
    assert not Post.objects.exists()
    assert not Publication.objects.exists()


def test_what_somebody_must_agree_to_waits_for_their_word(
    channels: list[Channel], run: Run, refused: Callable[..., str]
) -> None:
    other = a.member(workspace=channels[0].workspace)
    run("workspace", "set", "--approval", "one")
    code, told = run("post", "Agreed?", "--title", "Agreed", "--submit")
    assert (code, told["state"]) == (0, "review")

    assert "Nobody approves" in refused("review", "agree", told["id"])
    assert "not approved" in refused("publish", told["id"], "--to", str(channels[0].pk))
    run("review", "agree", told["id"], "--as", other.person.email)
    code, sent = run("publish", told["id"], "--to", str(channels[0].pk))

    assert code == 0
    assert [row["state"] for row in sent] == ["waiting"]
    assert run("publish", told["id"], "--to", str(channels[0].pk))[1] == sent


@pytest.mark.promise("P20")
def test_an_expired_token_holds_the_post_and_says_so(
    channels: list[Channel], run: Run, sandbox: Sandbox
) -> None:
    row = channels[-1]
    sandbox.simulators[row.network].revoke("fizz")

    code, told = run("post", "Anybody?", "--title", "Anybody", "--to", str(row.pk), "--wait")

    assert code == 1
    assert told[0]["state"] in {"held", "waiting"}
    assert "permission" in told[0]["reason"]
    assert run("channel", "check", str(row.pk))[0] == 1


def test_a_queued_post_takes_the_next_weekly_time(channels: list[Channel], run: Run) -> None:
    one = str(channels[0].pk)
    run("slot", "set", one, "mon 09:00", "Thu 18:30")

    first = run("post", "First", "--title", "First", "--to", one, "--queue")[1][0]
    then = run("post", "Then", "--title", "Then", "--to", one, "--queue")[1][0]

    assert {first["due"][11:16], then["due"][11:16]} == {"09:00", "18:30"}
    assert first["due"] < then["due"]
