"""The simulator itself: its wire format, its limits, its refusals, its load."""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from antiphon.connect.simulation import Reaction, ReactionKind, Simulates
from antiphon.connect.values import Metric, RemoteId
from antiphon.networks.instagram.simulator import Simulator
from antiphon.networks.instagram.simulator.pictures import jpeg_size
from antiphon.networks.instagram.simulator.world import Post
from antiphon.networks.instagram.tests.conftest import ADA, Line, jpeg

FACEBOOK = "/-/graph.facebook.com"


@dataclass
class Told:
    """What was answered."""

    headers: dict[str, str]
    body: dict[str, Any]


class Visit:
    """A simulator asked over HTTP, without a connector in between."""

    def __init__(self, line: Line, server: str) -> None:
        self.clock = datetime(2026, 11, 28, 10, tzinfo=UTC)
        self.server, self.host = server, FACEBOOK
        self.simulator = Simulator(base=server, now=lambda: self.clock)
        line.app, line.lose = self.simulator.app, ""
        self.entrance = self.simulator.open_account("brew", "Brew")
        self.token = self.entrance.given["access_token"]
        self.id = self.entrance.id

    def by_instagram(self) -> None:
        """From now on by the other host."""
        self.host = ""
        self.token = self.simulator.open_account("brew", "", login="instagram").given[
            "access_token"
        ]

    def raw(self, method: str, path: str, *, token: str | None = None, **given: Any) -> Told:
        """The answer."""
        text = urlencode(given)
        query, body = (text, None) if method != "POST" else ("", text.encode())
        url = f"{self.server}{self.host}/v26.0{path}?{query}"
        asked = Request(url, data=body, method=method)
        asked.add_header("Authorization", f"Bearer {self.token if token is None else token}")
        try:
            answer = urlopen(asked)
        except HTTPError as error:
            answer = error
        with answer:
            names = {name.lower(): value for name, value in answer.headers.items()}
            return Told(names, json.loads(answer.read()))

    def ask(self, method: str, path: str, **given: Any) -> Any:
        """The answer's JSON."""
        return self.raw(method, path, **given).body

    def refused(self, method: str, path: str, **given: Any) -> tuple[int, int]:
        """Code and subcode of a refusal."""
        error = self.ask(method, path, **given)["error"]
        return error["code"], error.get("error_subcode", 0)

    def post(self, text: str = "Hello") -> Post:
        """Something that the account has said."""
        given = (self.id, self.id, "brew", text, self.clock)
        return self.simulator.world.add(Post(self.simulator.world.id(), *given))


@pytest.fixture
def visit(served: tuple[Line, str]) -> Visit:
    return Visit(*served)


def test_it_keeps_the_contract_of_simulators(visit: Visit) -> None:
    simulator: Simulates = visit.simulator

    assert simulator.open_account("brew", "Brew") == visit.entrance
    assert visit.entrance.server == visit.server


@pytest.mark.parametrize(
    ("method", "path", "given", "refusal"),
    [
        ("GET", "/{id}", {"fields": "id,nonsense"}, (100, 0)),
        ("GET", "/{id}", {"fields": "a!"}, (2500, 0)),
        ("GET", "/{id}/wall", {}, (2500, 0)),
        ("GET", "/999", {}, (100, 33)),
        ("DELETE", "/999", {}, (100, 33)),
        ("GET", "/{id}", {"date_format": "U"}, (100, 0)),
        ("GET", "/me/accounts", {}, (100, 0)),
        ("POST", "/{id}/wall", {}, (100, 33)),
        ("POST", "/999/media", {}, (100, 33)),
        ("POST", "/999/comments", {"message": "x"}, (100, 33)),
        ("POST", "/{id}/media", {}, (100, 0)),
        ("POST", "/{id}/media", {"media_type": "IGTV"}, (100, 2207023)),
        ("POST", "/{id}/media", {"image_url": "http://127.0.0.1:1/x"}, (9004, 2207052)),
        ("POST", "/{id}/media", {"image_url": "https://far.test/x"}, (9004, 2207052)),
        ("POST", "/{id}/media", {"caption": "x" * 2201}, (36004, 2207010)),
        ("POST", "/{id}/media", {"caption": "#a " * 31}, (36004, 2207010)),
        ("POST", "/{id}/media", {"media_type": "CAROUSEL", "children": "1"}, (100, 2207028)),
        ("POST", "/{id}/media", {"media_type": "CAROUSEL", "children": "1,2"}, (24, 2207006)),
        ("POST", "/{id}/media", {"media_type": "REELS", "is_carousel_item": "true"}, (100, 0)),
        ("POST", "/{id}/media", {"collaborators": '["a","b","c","d"]'}, (100, 0)),
        ("POST", "/{id}/media", {"collaborators": "a"}, (100, 0)),
        ("POST", "/{id}/media", {"user_tags": '[{"username":"a"}]'}, (100, 2207036)),
        ("POST", "/{id}/media", {"user_tags": "[5]"}, (100, 0)),
        ("POST", "/{id}/media", {"media_type": "REELS", "thumb_offset": "x"}, (1, 2207057)),
        ("POST", "/{id}/media_publish", {"creation_id": "5"}, (24, 2207006)),
    ],
)  # fmt: skip
def test_what_the_real_one_refuses_is_refused(
    visit: Visit, method: str, path: str, given: dict[str, str], refusal: tuple[int, int]
) -> None:
    assert visit.refused(method, path.replace("{id}", visit.id), **given) == refusal
    assert visit.simulator.timeline() == []


@pytest.mark.parametrize("name", ["location_id", "upload_type"])
def test_instagram_login_has_no_places_and_takes_no_bytes(visit: Visit, name: str) -> None:
    visit.by_instagram()

    assert visit.refused("POST", f"/{visit.id}/media", **{name: "7"}) == (100, 0)


def test_instagram_login_deletes_comments_only(visit: Visit) -> None:
    visit.by_instagram()
    post = visit.post()
    comment = visit.ask("POST", f"/{post.id}/comments", message="Hi")["id"]

    assert visit.ask("DELETE", f"/{comment}") == {"success": True}
    assert visit.refused("DELETE", f"/{post.id}") == (100, 0)


def test_by_instagram_login_an_account_has_two_ids(visit: Visit) -> None:
    visit.by_instagram()
    told = visit.ask("GET", "/me", fields="user_id,username,account_type")

    assert told["user_id"] == visit.id != told["id"]
    assert (told["username"], told["account_type"]) == ("brew", "BUSINESS")


@pytest.mark.parametrize("token", ["", "nonsense", "IGxyz"])
def test_tokens_are_looked_at(visit: Visit, token: str) -> None:
    assert visit.refused("GET", f"/{visit.id}", token=token) == (190, 0)


def test_each_host_names_its_refusals_in_its_own_way(visit: Visit) -> None:
    there = visit.ask("GET", "/999")["error"]["type"]
    visit.by_instagram()

    assert (there, visit.ask("GET", "/999")["error"]["type"]) == (
        "OAuthException", "IGApiException",
    )  # fmt: skip


@pytest.mark.parametrize(("ends", "subcode"), [("revoke", 458), ("expire", 463)])
def test_dead_tokens_say_what_killed_them(visit: Visit, ends: str, subcode: int) -> None:
    getattr(visit.simulator, ends)("brew")

    assert visit.refused("GET", f"/{visit.id}") == (190, subcode)
    fresh = visit.simulator.open_account("brew", "Brew").given["access_token"]
    assert visit.ask("GET", f"/{visit.id}", token=fresh)["id"] == visit.id


def test_used_up_calls_are_told_and_refused(visit: Visit) -> None:
    visit.simulator.gate.calls_at_most = 1
    told = visit.raw("GET", f"/{visit.id}")

    assert json.loads(told.headers["x-business-use-case-usage"])[visit.id][0]["call_count"] == 100
    assert visit.refused("GET", f"/{visit.id}") == (80002, 0)


def test_a_day_has_four_hundred_containers(visit: Visit) -> None:
    account = visit.simulator.world.accounts[visit.id]
    account.containers = [visit.clock] * 400

    assert visit.refused("POST", f"/{visit.id}/media") == (9, 2207042)
    visit.clock += timedelta(days=1)
    assert visit.refused("POST", f"/{visit.id}/media") == (100, 0)


@pytest.mark.parametrize("text", ["", "x" * 301, "#a #b #c #d #e", "https://a.test https://b.test"])
def test_a_comment_has_limits_of_its_own(visit: Visit, text: str) -> None:
    post = visit.post()

    assert visit.refused("POST", f"/{post.id}/comments", message=text) == (100, 0)


def test_a_story_is_seen_for_a_day(visit: Visit) -> None:
    visit.post().product = "STORY"
    assert len(visit.simulator.timeline()) == 1

    visit.clock += timedelta(days=1)

    assert visit.simulator.timeline() == []


def test_lists_are_paged_by_cursor(visit: Visit) -> None:
    post = visit.post()
    for number in range(5):
        visit.ask("POST", f"/{post.id}/comments", message=f"No. {number}")

    told: dict[str, Any] = {}
    after, found = "", []
    for _page in range(3):
        given = {"limit": "2", "fields": "text", **({"after": after} if after else {})}
        told = visit.ask("GET", f"/{post.id}/comments", **given)
        found += [one["text"] for one in told["data"]]
        after = told["paging"]["cursors"]["after"]

    assert found == ["No. 4", "No. 3", "No. 2", "No. 1", "No. 0"]
    assert "next" not in told["paging"]


def test_reactions_show_in_the_timeline(visit: Visit) -> None:
    post = visit.post()
    for kind in ReactionKind:
        visit.simulator.react(
            Reaction(
                kind=kind, by=ADA, account=visit.id, post=RemoteId(post.id), text="Hi",
                at=visit.clock,
            )
        )  # fmt: skip

    counts = visit.simulator.timeline("brew")[0].counts

    assert counts == dict.fromkeys(
        (Metric.VIEWS, Metric.REACH, Metric.LIKES, Metric.SHARES, Metric.REPLIES), 1
    )
    assert [shown.account for shown in visit.simulator.timeline()] == [visit.id, ADA.id]


def test_a_reaction_to_what_is_gone_does_nothing(visit: Visit) -> None:
    gone = Reaction(kind=ReactionKind.REPLY, by=ADA, account=visit.id, post=RemoteId("1"),
                    text="?", at=visit.clock)  # fmt: skip

    assert visit.simulator.react(gone) is None


@pytest.mark.parametrize("size", [(1080, 1350), (320, 240)])
def test_it_reads_how_large_a_picture_is(size: tuple[int, int]) -> None:
    assert jpeg_size(jpeg(*size)) == size
    assert jpeg_size(b"\xff\xd8\xff\xe0") is None


def test_ten_thousand_posts_do_not_slow_it_down() -> None:
    clock = datetime(2026, 11, 28, 10, tzinfo=UTC)
    simulator = Simulator(base="http://sim.test", now=lambda: clock)
    account = simulator.world.open("brew", "Brew", {})
    reply = simulator.gate.edges.reply
    post = simulator.world.add(Post("1", account.id, account.id, "brew", "Hi", clock))

    def took(first: int, last: int) -> float:
        began = time.process_time()
        for number in range(first, last):
            reply(post, "7", "ada", f"No. {number}", clock)
        return time.process_time() - began

    early = took(0, 2_000)
    took(2_000, 10_000)

    assert took(10_000, 12_000) < 3 * early + 0.1
