"""The simulator as such: its contract, its refusals, its load."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from antiphon.connect.oauth import basic
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import Metric, RemoteId
from antiphon.networks.wordpress.simulator import Simulator
from antiphon.networks.wordpress.tests.sandbox_site import KEY, Theatre

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@dataclass
class Told:
    """What was answered."""

    status: int
    json: Any
    total: str


@dataclass
class Client:
    """Speaks plain HTTP, signed or not."""

    line: HTTPConnection
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, told: object = None) -> Told:
        """One exchange."""
        body = None if told is None else json.dumps(told)
        self.line.request(method, f"/{KEY}{path}", body, self.headers)
        answer = self.line.getresponse()
        found = answer.read()
        return Told(answer.status, json.loads(found), answer.getheader("X-WP-Total", "") or "")

    def get(self, path: str) -> Told:
        """Ask."""
        return self.ask("GET", path)

    def post(self, path: str, told: object) -> Told:
        """Tell."""
        return self.ask("POST", path, told)


@dataclass
class Signed:
    """A simulator at a fixed moment, and somebody signed in to it."""

    simulator: Simulator
    client: Client


Opening = Callable[..., Signed]


@pytest.fixture
def opened(house: Theatre) -> Iterator[Opening]:
    """Opens an account of some role."""
    line = HTTPConnection(urlsplit(house.base).netloc, timeout=10)
    simulator = house.served(lambda: NOW).simulator

    def opening(kind: str = "author") -> Signed:
        given = simulator.open_account("tea", "Tea", kind=kind).given
        return Signed(simulator, Client(line, basic(given["user"], given["password"])))

    yield opening
    line.close()


def test_opening_an_account_again_finds_it(opened: Opening) -> None:
    at = opened()
    simulator = at.simulator
    first, again = (simulator.open_account("tea", "Tea") for _ in range(2))
    simulator.revoke("tea")

    assert first == again
    assert simulator.open_account("tea", "Tea").given["password"] != first.given["password"]


def test_sites_below_one_address_do_not_mix(opened: Opening) -> None:
    at = opened("administrator")
    simulator = at.simulator
    client = at.client
    simulator.open_account("ice", "Ice")
    body = {"title": "One", "status": "publish", "slug": "one"}
    slugs = [client.post(f"/{at}/wp-json/wp/v2/posts", body).json["slug"]
             for at in ("tea", "ice", "tea")]  # fmt: skip

    assert slugs == ["one", "one", "one-2"]
    assert client.get("/ice/wp-json/wp/v2/posts").total == "1"


@pytest.mark.parametrize(
    ("signed", "method", "path", "told", "status", "code"),
    [
        (True, "POST", "posts", {}, 400, "empty_content"),
        (True, "POST", "posts", {"title": "x", "status": "no"}, 400, "rest_invalid_param"),
        (False, "POST", "posts", {"title": "x"}, 401, "rest_cannot_create"),
        (True, "GET", "posts?per_page=101", None, 400, "rest_invalid_param"),
        (True, "GET", "posts?page=99", None, 400, "rest_post_invalid_page_number"),
        (True, "GET", "posts/99999", None, 404, "rest_post_invalid_id"),
        (False, "GET", "users/me", None, 401, "rest_not_logged_in"),
        (False, "POST", "comments", {"post": 1}, 401, "rest_comment_login_required"),
        (True, "GET", "nothing", None, 404, "rest_no_route"),
    ],
)
def test_refusals_are_those_that_were_recorded(  # noqa: PLR0913 -- the columns of the table
    opened: Opening, *, signed: bool, method: str, path: str, told: object, status: int, code: str
) -> None:
    client = opened().client
    client.headers = client.headers if signed else {}
    found = client.ask(method, f"/tea/wp-json/wp/v2/{path}", told)

    assert (found.status, found.json["code"]) == (status, code)


def test_who_is_no_moderator_must_pause_between_comments(opened: Opening) -> None:
    at = opened()
    client = at.client
    route = "/tea/wp-json/wp/v2"
    post = client.post(f"{route}/posts", {"title": "x", "status": "publish"}).json["id"]
    told = [client.post(f"{route}/comments", {"post": post, "content": say})
            for say in ("a", "b", "a")]  # fmt: skip

    assert [one.json.get("code") for one in told] == [
        None,
        "comment_flood",
        "comment_duplicate",
    ]


def test_reactions_show_where_the_software_counts_them(opened: Opening) -> None:
    at = opened()
    simulator = at.simulator
    client = at.client
    made = client.post("/tea/wp-json/wp/v2/posts", {"title": "x", "status": "publish"})
    post = RemoteId(str(made.json["id"]))
    asha = Person(id="p", name="Asha")
    last: RemoteId | None = None
    for kind in (ReactionKind.VIEW, ReactionKind.VIEW, ReactionKind.LIKE, ReactionKind.REPLY):
        told = Reaction(kind=kind, by=asha, account=RemoteId("1"), post=post, text="Hi", at=NOW)
        last = simulator.react(told)

    counts = simulator.timeline("tea")[0].counts
    assert counts == {Metric.VIEWS: 2, Metric.LIKES: 1, Metric.REPLIES: 1}
    assert [one.id for one in simulator.timeline()] == [post, last]
    nowhere = Reaction(kind=ReactionKind.REPLY, by=asha, account=RemoteId("1"),
                       post=RemoteId("777"), at=NOW + timedelta(1))  # fmt: skip
    assert simulator.react(nowhere) is None


def test_ten_thousand_posts_do_not_slow_it_down(opened: Opening) -> None:
    at = opened()
    simulator = at.simulator
    client = at.client
    site, author = simulator.installation.sites["tea"], simulator.installation.users["tea"]
    route = "/tea/wp-json/wp/v2/posts"

    def spent(first: int) -> float:
        begun = time.perf_counter()
        for n in range(first, first + 100):
            body = {"title": "x", "status": "publish", "slug": f"x-{n}"}
            client.post(route, body)
            client.get(f"{route}?slug=x-{n}&status=any")
        return time.perf_counter() - begun

    before = spent(0)
    for n in range(1_000, 11_000):
        site.add_media(author, NOW, f"p-{n}.png", "image/png", b"x")
        site.take_slug(f"x-{n}", n)
    assert spent(20_000) < 3 * before + 0.2
