"""No connection is opened to an address that is not public, however it is spelled."""

import socket
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

import pytest

from antiphon.connect.errors import NetworkError
from antiphon.connect.http import Answer
from antiphon.connect.transport.guard import Guard, is_forbidden, is_public
from tests.connect.conftest import Told

PRIVATE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200",
    "127.0.0.1", "127.1.2.3", "127.255.255.254", "169.254.0.1", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1",
    "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1",
    "2002:a00:1::1", "2002:c0a8:1::1", "fc00::1", "fd00::1", "fd00:ec2::254", "fe80::1",
    "fe80::1:2:3:4", "fec0::1", "ff02::1", "ff0e::1", "2001:0:7f00:1::1",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001::1"]
NEVER = ["169.254.169.254", "fe80::1", "fd00:ec2::254", "100.100.100.200", "::ffff:169.254.169.254"]

SPELLINGS = [
    "127.0.0.1", "127.1", "127.0.1", "0x7f.1", "0x7f000001", "2130706433", "0177.0.0.1",
    "017700000001", "127.0.0.1.", "localhost", "localhost.", "LOCALHOST", "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "0", "0.0.0.0",
    "[::]", "127.0.0.1%2f", "①②⑦.0.0.1", "127。0。0。1", "\uff11\uff12\uff17.0.0.1",
]  # fmt: skip
SHAPES = [
    "http://{}:{}/", "http://{}:{}/path?a=b", "http://{}:{}#x", "HTTP://{}:{}/",
    "http://user@{}:{}/", "http://user:pass@{}:{}/", "http://example.org@{}:{}/",
    "http:{}:{}/", "//{}:{}/", "http:/\\{}:{}/", "http://{}\\@example.org:{}/", "http://{}:{}\t/",
]  # fmt: skip
ODD = [
    "file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/", "dict://127.0.0.1:11211/",
    "data:text/plain,x", "javascript:alert(1)", "http://", "http:///x", "https://", "",
    "http://[::1", "http://127.0.0.1:99999/", "http://127.0.0.1:x/", "http://\x00127.0.0.1/",
    "http://127.0.0.1:22/", "http://127.0.0.1:5432/", "unix:///tmp/x", "http://[fe80::1%25lo]/",
    "http://[v1.x]/", "http://exa mple.org/",
]  # fmt: skip


@pytest.mark.promise("I4")
@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_known_as_such(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_known_as_such(address: str) -> None:
    assert is_public(ip_address(address))
    assert not is_forbidden(ip_address(address))


@pytest.mark.promise("I4")
@pytest.mark.parametrize("address", NEVER)
def test_no_list_opens_the_way_to_metadata_services(address: str) -> None:
    assert is_forbidden(ip_address(address))


@pytest.mark.promise("I4", "I6")
@pytest.mark.parametrize("shape", SHAPES)
def test_no_spelling_of_loopback_is_reached(
    serve: Callable[..., Told], ask: Callable[..., Any], shape: str
) -> None:
    canary = serve()
    for spelling in SPELLINGS:
        url = shape.format(spelling, canary.port)
        # The port is listed for a public host, so that only the address can be what is refused.
        guard = Guard(listed=frozenset({f"example.org:{canary.port}"}))
        found = ask("GET", url, guard=guard, signed=False, seconds=3)
        assert isinstance(found, NetworkError), (url, found)

    assert canary.heard == []


@pytest.mark.promise("I4", "I6")
@pytest.mark.parametrize("url", ODD)
def test_what_is_no_address_of_the_web_is_refused_in_words(
    ask: Callable[..., Any], url: str
) -> None:
    found = ask("GET", url, guard=Guard(), line={"server": "http://example.org"}, signed=False)

    assert isinstance(found, NetworkError), found


@pytest.mark.promise("I4")
def test_a_name_that_leads_to_loopback_is_refused_at_the_socket(
    serve: Callable[..., Told], ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    canary, asked = serve(), []

    def resolves(host: Any, port: Any, *_how: Any, **_more: Any) -> Any:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolves)
    guard = Guard(listed=frozenset({f"other.example:{canary.port}"}))
    for _ in range(2):
        found = ask("GET", "http://rebinding.example/", guard=guard, signed=False, seconds=3)
        assert isinstance(found, NetworkError), found

    assert canary.heard == []
    assert len(asked) == 2


@pytest.mark.promise("S3")
@pytest.mark.promise("I4")
def test_what_the_operator_listed_is_reached_and_nothing_beside_it(
    serve: Callable[..., Told], ask: Callable[..., Any]
) -> None:
    listed, beside = serve(), serve()
    guard = Guard(listed=frozenset({f"127.0.0.1:{listed.port}"}))

    assert isinstance(ask("GET", listed.base, guard=guard), Answer)
    assert isinstance(ask("GET", beside.base, guard=guard), NetworkError)
    assert beside.heard == []


@pytest.mark.promise("I4")
def test_a_redirect_inwards_is_not_followed(
    serve: Callable[..., Told], ask: Callable[..., Any]
) -> None:
    canary = serve()
    door = serve(f"HTTP/1.1 302 Found\r\nLocation: {canary.base}/x\r\n\r\n".encode())
    guard = Guard(listed=frozenset({f"127.0.0.1:{door.port}"}))

    found = ask("GET", door.base, guard=guard, signed=False, follow=3)

    assert isinstance(found, NetworkError)
    assert canary.heard == []


@pytest.mark.promise("I4")
def test_a_refusal_shows_nothing_of_what_is_there(
    serve: Callable[..., Told], ask: Callable[..., Any]
) -> None:
    inside = serve(b"HTTP/1.1 500 Oops\r\nContent-Length: 11\r\n\r\nthe-canary!")

    found = ask("GET", inside.base)

    assert "canary" not in f"{found} {found!r}"
