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

from antiphon.connect.simulation import Person, Reaction, ReactionKind, Simulates
from antiphon.connect.values import Metric, RemoteId
from antiphon.networks.facebook.simulator import Simulator
from antiphon.networks.facebook.tests.conftest import Line

ADA = Person(id="77", name="Ada")


@dataclass
class Told:
    """What was answered."""

    headers: dict[str, str]
    body: dict[str, Any]


class Visit:
    """A simulator asked over HTTP, without a connector in between."""

    def __init__(self, line: Line, server: str) -> None:
        self.clock = datetime(2026, 11, 21, 10, tzinfo=UTC)
        self.server = server
        self.simulator = Simulator(base=server, now=lambda: self.clock)
        line.app, line.lose = self.simulator.app, ""
        self.entrance = self.simulator.open_account("brew", "Brew")
        self.token = self.entrance.given["access_token"]
        self.page = self.entrance.id

    def ask(self, method: str, path: str, **given: Any) -> Any:
        """The answer's JSON."""
        return self.raw(method, path, **given).body

    def raw(self, method: str, path: str, *, token: str | None = None, **given: Any) -> Told:
        """The answer."""
        text = urlencode(given)
        query, body = (text, None) if method != "POST" else ("", text.encode())
        asked = Request(f"{self.server}/v26.0{path}?{query}", data=body, method=method)
        if token != "":
            asked.add_header("Authorization", f"OAuth {token or self.token}")
        try:
            answer = urlopen(asked)
        except HTTPError as error:
            answer = error
        with answer:
            names = {name.lower(): value for name, value in answer.headers.items()}
            return Told(names, json.loads(answer.read()))

    def refused(self, method: str, path: str, **given: Any) -> tuple[int, int]:
        """Code and subcode of a refusal."""
        error = self.ask(method, path, **given)["error"]
        return error["code"], error.get("error_subcode", 0)


@pytest.fixture
def visit(served: tuple[Line, str]) -> Visit:
    return Visit(*served)


def test_it_keeps_the_contract_of_simulators(visit: Visit) -> None:
    simulator: Simulates = visit.simulator

    assert simulator.open_account("brew", "Brew") == visit.entrance
    assert visit.entrance.server == visit.server


def test_without_fields_a_post_shows_three_of_them(visit: Visit) -> None:
    id = visit.ask("POST", f"/{visit.page}/feed", message="Hello")["id"]

    assert visit.ask("GET", f"/{id}") == {
        "id": id, "message": "Hello", "created_time": "2026-11-21T10:00:00+0000",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "given", "refusal"),
    [
        ("GET", "/{page}", {"fields": "id,nonsense"}, (100, 0)),
        ("GET", "/{page}", {"fields": "{"}, (2500, 0)),
        ("GET", "/999", {}, (100, 33)),
        ("DELETE", "/999", {}, (100, 33)),
        ("GET", "/{page}", {"date_format": "U"}, (100, 0)),
        ("GET", "/{page}/published_posts", {"after": "%%"}, (100, 0)),
        ("POST", "/{page}/feed", {}, (100, 0)),
        ("POST", "/{page}/feed", {"message": "x" * 63_207}, (100, 0)),
        ("POST", "/{page}/feed", {"link": "gopher://x"}, (100, 1609005)),
        ("POST", "/{page}/feed", {"link": "https://www.facebook.com/x"}, (100, 1609008)),
        ("POST", "/{page}/feed", {"message": "x", "targeting": "DE"}, (100, 1349125)),
        ("POST", "/{page}/feed", {"message": "x", "targeting": '{"genders":[1]}'}, (100, 0)),
        ("POST", "/{page}/feed", {"message": "x", "targeting": '{"age_min":16}'}, (100, 0)),
        ("POST", "/{page}/feed", {"attached_media[0]": '{"media_fbid":"5"}'}, (100, 0)),
        ("POST", "/{page}/photos", {"published": "false"}, (324, 0)),
        ("POST", "/{page}/videos", {"upload_phase": "start"}, (100, 0)),
        ("POST", "/{page}/videos", {"upload_phase": "dance"}, (100, 0)),
        ("POST", "/{page}/videos", {"upload_phase": "finish", "upload_session_id": "5"},
         (100, 33)),
        ("POST", "/{page}/wall", {"message": "x"}, (100, 33)),
        ("POST", "/555/feed", {"message": "x"}, (200, 0)),
        ("POST", "/999/comments", {"message": "x"}, (100, 33)),
    ],
)  # fmt: skip
def test_what_the_real_one_refuses_is_refused(
    visit: Visit, method: str, path: str, given: dict[str, str], refusal: tuple[int, int]
) -> None:
    assert visit.refused(method, path.replace("{page}", visit.page), **given) == refusal
    assert visit.simulator.timeline() == []


@pytest.mark.parametrize(
    ("token", "code"), [("", (2500, 0)), ("nonsense", (190, 0))]
)  # fmt: skip
def test_tokens_are_looked_at(visit: Visit, token: str, code: tuple[int, int]) -> None:
    assert visit.refused("GET", f"/{visit.page}", token=token) == code


@pytest.mark.parametrize(("ends", "subcode"), [("revoke", 458), ("expire", 463)])
def test_dead_tokens_say_what_killed_them(visit: Visit, ends: str, subcode: int) -> None:
    getattr(visit.simulator, ends)("brew")

    answer = visit.raw("GET", f"/{visit.page}")

    assert answer.body["error"]["error_subcode"] == subcode
    assert "invalid_token" in answer.headers["www-authenticate"]
    fresh = visit.simulator.open_account("brew", "Brew").given["access_token"]
    assert visit.ask("GET", f"/{visit.page}", token=fresh)["name"] == "Brew"


def test_an_equal_text_is_refused_for_a_while(visit: Visit) -> None:
    said = {"message": "Again"}
    visit.ask("POST", f"/{visit.page}/feed", **said)

    assert visit.refused("POST", f"/{visit.page}/feed", **said) == (506, 0)
    visit.clock += timedelta(hours=1)
    assert "id" in visit.ask("POST", f"/{visit.page}/feed", **said)


def test_answers_carry_version_and_usage(visit: Visit) -> None:
    answer = visit.raw("GET", f"/{visit.page}")

    assert answer.headers["facebook-api-version"] == "v26.0"
    usage = json.loads(answer.headers["x-business-use-case-usage"])
    assert usage[visit.page][0]["type"] == "pages"


def test_used_up_calls_come_back_after_an_hour(visit: Visit) -> None:
    visit.simulator.gate.calls_an_hour = 1
    visit.ask("GET", f"/{visit.page}")

    assert visit.refused("GET", f"/{visit.page}") == (80001, 0)
    visit.clock += timedelta(hours=1)
    assert visit.ask("GET", f"/{visit.page}")["id"] == visit.page


def test_lists_are_paged_by_cursor(visit: Visit) -> None:
    for number in range(5):
        visit.ask("POST", f"/{visit.page}/feed", message=f"No. {number}")

    told: dict[str, Any] = {}
    path, after, found = f"/{visit.page}/published_posts", "", []
    for _page in range(3):
        told = visit.ask("GET", path, limit="2", **({"after": after} if after else {}))
        found += [post["message"] for post in told["data"]]
        after = told["paging"]["cursors"]["after"]

    assert found == ["No. 4", "No. 3", "No. 2", "No. 1", "No. 0"]
    assert "next" not in told["paging"]


def test_reactions_show_in_the_timeline_and_in_the_figures(visit: Visit) -> None:
    id = visit.ask("POST", f"/{visit.page}/feed", message="Hello")["id"]
    for kind in ReactionKind:
        visit.simulator.react(
            Reaction(kind=kind, by=ADA, account=visit.page, post=id, text="Hi", at=visit.clock)
        )

    counts = visit.simulator.timeline("brew")[0].counts
    fields = "shares,reactions.limit(0).summary(true),comments.limit(0).summary(true)"
    told = visit.ask("GET", f"/{id}", fields=fields)

    assert {name: counts[name] for name in (Metric.LIKES, Metric.SHARES, Metric.REPLIES)} == {
        Metric.LIKES: told["reactions"]["summary"]["total_count"],
        Metric.SHARES: told["shares"]["count"],
        Metric.REPLIES: told["comments"]["summary"]["total_count"],
    }
    assert [shown.account for shown in visit.simulator.timeline()] == [visit.page, "77"]


def test_a_reaction_to_what_is_gone_does_nothing(visit: Visit) -> None:
    gone = Reaction(kind=ReactionKind.REPLY, by=ADA, account=visit.page, post=RemoteId("1_1"),
                    text="?", at=visit.clock)  # fmt: skip

    assert visit.simulator.react(gone) is None


def test_withheld_names_leave_the_author_out(visit: Visit) -> None:
    id = visit.ask("POST", f"/{visit.page}/feed", message="Hello")["id"]
    given = {"kind": ReactionKind.REPLY, "by": ADA, "account": visit.page, "post": id}
    visit.simulator.react(Reaction(**given, text="Hi", at=visit.clock))
    visit.simulator.quirks = {"nameless"}

    [comment] = visit.ask("GET", f"/{id}/comments", fields="id,message,from")["data"]

    assert "from" not in comment


def test_ten_thousand_posts_do_not_slow_it_down() -> None:
    clock = datetime(2026, 11, 21, 10, tzinfo=UTC)
    simulator = Simulator(base="http://sim.test", now=lambda: clock)
    page = simulator.world.open("brew", "Brew", {})
    feed, posts = simulator.gate.publishing.feed, simulator.gate.reading.posts

    def took(first: int, last: int) -> float:
        began = time.process_time()
        for number in range(first, last):
            feed(page, {"message": f"No. {number}"}, clock)
            posts(page, {"limit": "5"}, clock)
        return time.process_time() - began

    early = took(0, 1_000)
    feed_more = [feed(page, {"message": f"More {number}"}, clock) for number in range(9_000)]
    late = took(1_000, 2_000)

    assert len(feed_more) == 9_000
    assert late < 3 * early + 0.1
