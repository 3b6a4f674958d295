"""Signing in: finding the root from any address, typed passwords, and the journey."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, SignInAgain
from antiphon.connect.http import Answer
from antiphon.connect.oauth import App, Enters, Grant, Revokes, Travels
from antiphon.connect.post_office import Verb
from antiphon.connect.registry import network
from antiphon.connect.values import Receipt
from antiphon.networks.wordpress.root import Root, candidates
from antiphon.networks.wordpress.tests.sandbox_site import (
    KEY,
    Channel,
    Served,
    channel,
    parcel,
    sign_in,
)

APP = App(redirect_uri="https://antiphon.example/back?x=1")
WAYS = {one.key: one for one in network(KEY).sign_ins}


def approve(url: str, user: str, **press: str) -> str:
    """Press a button on the site's page; where it leads."""
    parts = urlsplit(url)
    form = {**dict(parse_qsl(parts.query)), "user_login": user, **press}
    line = HTTPConnection(parts.netloc, timeout=10)
    line.request("POST", parts.path, urlencode(form))
    target = line.getresponse().getheader("Location", "")
    line.close()
    return target or ""


def journey(site: Served, user: str, change: Mapping[str, str], **press: str) -> Grant:
    """The whole way to the site's page and back."""
    server = f"{site.base}/{user}"
    way = WAYS["browser"]
    going = site.office.sign_in(
        network(KEY), way, lambda d: d.begin("s1", {}), app=APP, server=server
    )
    back = dict(parse_qsl(urlsplit(approve(going.url, user, **press)).query))
    grant: Grant = site.office.sign_in(
        network(KEY), way, lambda d: d.arrive(going.memory, {**back, **change}), app=APP,
        server=server,
    )  # fmt: skip
    return grant


def test_each_way_in_has_what_it_needs() -> None:
    assert WAYS["app_password"].can(Enters)
    assert WAYS["browser"].can(Travels)
    assert all(way.can(Revokes) and not way.needs_app for way in WAYS.values())


@pytest.mark.parametrize(
    "quirks", [set(), {"plain_links"}, {"no_link_header"}, {"plain_links", "no_link_header"}]
)
@pytest.mark.parametrize("deeper", ["", "/", "/hello-world", "/2026/11/hello", "/wp-json/"])
def test_the_root_is_found_from_any_address_of_the_site(
    site: Served, quirks: set[str], deeper: str
) -> None:
    entrance = site.simulator.open_account("tea", "Tea & Co")
    site.simulator.quirks |= quirks
    there = channel(site.office, f"{entrance.server}{deeper}", dict(entrance.given))
    receipt = there.publish(parcel())

    assert there.address.id == entrance.id
    assert receipt.url.startswith(f"{entrance.server}/")
    assert isinstance(there.send(Verb.LOOK, parcel()), Receipt)


def test_a_channel_whose_root_was_forgotten_still_speaks(site: Served) -> None:
    there = site.channel()
    grant = there.grant
    bare = type(grant.credential)(
        sign_in="app_password", secrets=grant.credential.secrets, facts={"user": "tea"}
    )
    address = type(there.address)(
        channel="c1", network=KEY, server=there.address.server, id=there.address.id, credential=bare
    )

    assert Channel(site.office, address, grant).publish(parcel()).ready


def test_spaces_in_a_typed_password_do_not_count_and_nothing_shows_it(site: Served) -> None:
    entrance = site.simulator.open_account("tea", "Tea")
    grant = sign_in(site.office, entrance.server, dict(entrance.given))
    bare = entrance.given["password"].replace(" ", "")

    assert grant.credential.secret("password") == bare
    assert bare not in repr(grant)
    assert grant.credential.hosts == (urlsplit(site.base).netloc,)


@pytest.mark.parametrize(
    ("given", "quirk", "error"),
    [
        ({"user": "tea", "password": "no"}, "", SignInAgain),
        ({"user": "tea", "password": ""}, "", SignInAgain),
        ({"user": "nobody", "password": "x"}, "", SignInAgain),
        (None, "strips_authorization", SignInAgain),
    ],
)
def test_what_does_not_sign_in_says_so(
    site: Served, given: dict[str, str] | None, quirk: str, error: type[Exception]
) -> None:
    entrance = site.simulator.open_account("tea", "Tea")
    site.simulator.quirks |= {quirk} - {""}
    with pytest.raises(error):
        sign_in(site.office, entrance.server, given or dict(entrance.given))


def test_a_user_who_may_not_publish_cannot_become_a_channel(site: Served) -> None:
    entrance = site.simulator.open_account("guest", "Guest", kind="contributor")
    with pytest.raises(SignInAgain, match="may not publish"):
        sign_in(site.office, entrance.server, dict(entrance.given))


def test_what_is_no_such_site_is_named(site: Served) -> None:
    origin = site.base.rpartition("/")[0]
    with pytest.raises(ChangeIt, match="No WordPress"):
        sign_in(site.office, f"{origin}/nothing", {"user": "a", "password": "b"})


def test_the_journey_brings_an_account_that_can_publish(site: Served) -> None:
    site.simulator.open_account("tea", "Tea & Co")
    grant = journey(site, "tea", {}, approve="1")
    account = grant.accounts[0]

    assert (grant.credential.sign_in, account.handle, account.name) == (
        "browser",
        "tea",
        "Tea & Co",
    )


@pytest.mark.parametrize(
    ("change", "press"),
    [
        ({}, {"reject": "1"}),
        ({"state": "other"}, {"approve": "1"}),
        ({"site_url": "https://evil.example/tea"}, {"approve": "1"}),
        ({"password": "wrong"}, {"approve": "1"}),
    ],
)
def test_a_journey_that_ends_elsewhere_signs_nobody_in(
    site: Served, change: dict[str, str], press: dict[str, str]
) -> None:
    site.simulator.open_account("tea", "Tea")
    with pytest.raises(SignInAgain):
        journey(site, "tea", change, **press)


def test_a_site_without_application_passwords_is_explained(site: Served) -> None:
    site.simulator.open_account("tea", "Tea")
    site.simulator.quirks.add("no_application_passwords")
    with pytest.raises(FixSetup, match="switched off"):
        journey(site, "tea", {}, approve="1")


@pytest.mark.promise("P20")
def test_giving_a_password_back_makes_it_useless(site: Served) -> None:
    there = site.channel()
    give_back = WAYS["app_password"]
    for _ in range(2):
        site.office.sign_in(
            network(KEY), give_back, lambda d: d.revoke(there.grant.credential), app=App(),
            server=there.address.server,
        )  # fmt: skip

    assert isinstance(there.send(Verb.PUBLISH, parcel()), SignInAgain)


@pytest.mark.parametrize(
    ("root", "address", "query"),
    [
        ("/wp-json/", "/wp-json/wp/v2/posts", {}),
        ("/?rest_route=/", "/", {"rest_route": "/wp/v2/posts"}),
        ("/index.php?rest_route=/", "/index.php", {"rest_route": "/wp/v2/posts"}),
        (
            "https://a.example/b/index.php/wp-json/",
            "https://a.example/b/index.php/wp-json/wp/v2/posts",
            {},
        ),
    ],
)
def test_a_root_of_any_form_leads_to_its_routes(
    root: str, address: str, query: dict[str, str]
) -> None:
    assert Root(root).at("wp/v2/posts") == (address, query)


def test_a_site_is_spoken_to_by_the_address_that_was_typed(site: Served) -> None:
    entrance = site.simulator.open_account("tea", "Tea")
    typed = entrance.server.replace("127.0.0.1", "localhost")
    there = channel(site.office, typed, dict(entrance.given))

    assert there.address.facts["rest"] == "/wp-json/"
    assert there.address.credential.hosts[0].startswith("localhost:")
    assert there.publish(parcel()).ready


def test_a_front_page_elsewhere_leads_to_the_sites_own_root(site: Served) -> None:
    entrance = site.simulator.open_account("tea", "Tea")
    with front_page(f"<link rel='https://api.w.org/' href='{entrance.server}/wp-json/' />") as at:
        there = channel(site.office, at, dict(entrance.given))
        receipt = there.publish(parcel())

    assert there.address.facts["rest"] == f"{entrance.server}/wp-json/"
    assert there.address.credential.hosts == (urlsplit(site.base).netloc,)
    assert receipt.url.startswith(entrance.server)


@contextmanager
def front_page(html: str) -> Iterator[str]:
    """A server whose only page is this, and its address."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """The page, or nothing."""
            self.send_response(200 if self.path == "/" else 404)
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_a_password_for_an_https_address_never_goes_without_it() -> None:
    told = '<http://blog.example/wp-json/>; rel="https://api.w.org/"'
    page = Answer(status=200, headers={"link": told}, body=b"", url="http://blog.example/",
                  effect=False)  # fmt: skip
    found = list(candidates("https://blog.example", page))

    assert found[0] == "https://blog.example/wp-json/"
    assert all(one.startswith("https:") for one in found)
