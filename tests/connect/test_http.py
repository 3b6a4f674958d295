"""Every failure becomes its remedy: what may have had an effect leaves us unsure."""

import gzip
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, LookFirst, SignInAgain, TryLater
from antiphon.connect.http import Answer, Door, Http, Line
from antiphon.connect.transport.guard import now
from tests.connect.conftest import Told, answer

BROKEN = {
    "nothing": b"",
    "half a head": b"HTTP/1.1 200 OK\r\nContent-Le",
    "half a body": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
    "no protocol": b"SSH-2.0-OpenSSH\r\n",
    "broken gzip": answer(body=b"\x1f\x8bnot gzip at all", Content_Encoding="gzip"),
    "broken chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
}


@pytest.mark.promise("F15", "F16", "P21")
@pytest.mark.parametrize("what", BROKEN)
@pytest.mark.parametrize(("method", "remedy"), [("GET", TryLater), ("POST", LookFirst)])
def test_a_broken_answer_leaves_us_unsure_only_where_there_may_be_an_effect(
    serve: Callable[..., Told], ask: Callable[..., Any], what: str, method: str, remedy: type
) -> None:
    server = serve(lambda near: near.sendall(BROKEN[what]))

    assert type(ask(method, server.base, seconds=5)) is remedy


@pytest.mark.promise("P2")
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_what_has_an_effect_is_never_sent_twice(
    serve: Callable[..., Told], ask: Callable[..., Any], method: str
) -> None:
    server = serve(lambda _near: None)

    assert type(ask(method, server.base, seconds=5)) is LookFirst
    assert len(server.heard) == 1


@pytest.mark.promise("F13", "F14", "F17", "F25", "F28")
@pytest.mark.parametrize(
    ("status", "read", "write"),
    [
        ("301 Moved", ChangeIt, LookFirst), ("302 Found", ChangeIt, LookFirst),
        ("307 Temporary", ChangeIt, LookFirst), ("400 Bad", ChangeIt, LookFirst),
        ("401 Who", SignInAgain, SignInAgain), ("403 No", ChangeIt, LookFirst),
        ("404 None", ChangeIt, LookFirst), ("409 Conflict", ChangeIt, LookFirst),
        ("418 Teapot", ChangeIt, LookFirst), ("422 Odd", ChangeIt, LookFirst),
        ("429 Many", TryLater, TryLater), ("500 Oops", TryLater, LookFirst),
        ("502 Gate", TryLater, LookFirst), ("503 Later", TryLater, LookFirst),
        ("504 Slow", TryLater, LookFirst), ("599 Own", TryLater, LookFirst),
    ],
)  # fmt: skip
def test_each_refusal_has_its_remedy(
    serve: Callable[..., Told], ask: Callable[..., Any], status: str, read: type, write: type
) -> None:
    server = serve(answer(status, Location="http://127.0.0.1:1/"))

    assert [type(ask(method, server.base)) for method in ("GET", "POST")] == [read, write]


@pytest.mark.promise("F9")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_could_not_be_reached_had_no_effect(ask: Callable[..., Any], method: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    assert type(ask(method, f"http://127.0.0.1:{port}/")) is TryLater


@pytest.mark.promise("F18", "I5")
@pytest.mark.parametrize(("method", "remedy"), [("GET", TryLater), ("POST", LookFirst)])
def test_a_drip_ends_at_the_total_deadline(
    serve: Callable[..., Told], ask: Callable[..., Any], method: str, remedy: type
) -> None:
    server, began = serve(_drip), time.monotonic()

    found = ask(method, server.base, seconds=1)

    assert type(found) is remedy
    assert time.monotonic() - began < 2.5


def _drip(near: socket.socket) -> None:
    near.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(100):
        near.sendall(b"x")
        time.sleep(0.1)


@pytest.mark.promise("F3", "P2")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_byte_leaves_after_the_deadline(
    serve: Callable[..., Told], ask: Callable[..., Any], method: str
) -> None:
    server = serve()

    found = ask(method, server.base, line={"deadline": now() - 0.1})

    assert type(found) in {TryLater, LookFirst}
    time.sleep(0.05)
    assert [heard for heard in server.heard if heard] == []


@pytest.mark.promise("I5", "F15")
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("method", "remedy"), [("GET", TryLater), ("POST", LookFirst)])
def test_a_body_is_read_only_to_its_limit_also_after_unpacking(
    serve: Callable[..., Told],
    ask: Callable[..., Any],
    packed: bool,  # noqa: FBT001 -- given by name
    method: str,
    remedy: type,
) -> None:
    body = b"\0" * 3_000_000
    whole = (
        answer(body=gzip.compress(body), Content_Encoding="gzip") if packed else answer(body=body)
    )

    assert type(ask(method, serve(whole).base, limit=1_000_000)) is remedy


@pytest.mark.promise("F15", "P21")
@pytest.mark.parametrize("body", [b"", b"<html>", b'{"a": ', b"[" * 100_000, b"\xff\xfe", b"NaNa"])
def test_what_is_not_json_after_an_effect_leaves_us_unsure(
    serve: Callable[..., Told], ask: Callable[..., Any], body: bytes
) -> None:
    server = serve(answer(body=body))
    read, written = ask("GET", server.base), ask("POST", server.base)

    with pytest.raises(TryLater):
        read.json()
    with pytest.raises(LookFirst):
        written.json()
    assert read.told() == {}


@pytest.mark.promise("K5", "F17")
def test_what_is_signed_goes_to_no_other_host(
    serve: Callable[..., Told], ask: Callable[..., Any]
) -> None:
    mine, other = serve(), serve()

    found = ask("GET", f"{other.base}/x", line={"server": mine.base}, headers={"X-Key": "secret"})

    assert type(found) is FixSetup
    assert other.heard == []


@pytest.mark.promise("K5", "F17")
def test_a_redirect_takes_no_credential_to_another_host(
    serve: Callable[..., Told], ask: Callable[..., Any]
) -> None:
    other = serve()
    mine = serve(answer("302 Found", Location=f"{other.base}/x"))

    found = ask("GET", mine.base, follow=2, headers={"Authorization": "Bearer canary"},
                params={"token": "canary"})  # fmt: skip

    assert isinstance(found, Answer)
    assert b"canary" in mine.heard[0]
    assert b"canary" not in other.heard[0]


@pytest.mark.promise("F17")
def test_a_redirect_of_an_effect_is_never_followed(
    serve: Callable[..., Told], ask: Callable[..., Any]
) -> None:
    other = serve()
    mine = serve(answer("307 Temporary", Location=f"{other.base}/x"))

    assert type(ask("POST", mine.base, follow=5)) is LookFirst
    assert other.heard == []


@pytest.mark.promise("I5")
def test_redirects_without_end_end(serve: Callable[..., Told], ask: Callable[..., Any]) -> None:
    server = serve()
    server.answer = answer("302 Found", Location=f"{server.base}/again")

    assert type(ask("GET", server.base, follow=3)) is ChangeIt
    assert len(server.heard) == 4


@pytest.mark.promise("K1")
def test_no_refusal_repeats_what_the_server_said_or_what_we_sent(
    serve: Callable[..., Told], ask: Callable[..., Any]
) -> None:
    said = b'{"error": "token canary is bad"}'
    for status in ("400 Bad", "401 Who", "500 Oops", "200 OK"):
        found = ask("POST", f"{serve(answer(status, said)).base}/canary?token=canary",
                    headers={"Authorization": "Bearer canary"})  # fmt: skip
        shown = found.url.replace("/canary", "") if isinstance(found, Answer) else f"{found!r}"
        assert "canary" not in shown


@pytest.mark.parametrize(
    ("server", "home", "found"),
    [
        ("https://graph.one.test", "https://graph.one.test", "https://files.two.test"),
        ("http://127.0.0.1:8", "https://graph.one.test", "http://127.0.0.1:8/-/files.two.test"),
        ("https://api.two.test", "", "https://files.two.test"),
        ("https://own.test", "", "https://own.test/-/files.two.test"),
    ],
)
def test_another_host_is_real_at_home_and_below_a_stand_in_elsewhere(
    server: str, home: str, found: str
) -> None:
    http = Http(Door(), Line(server=server, home=home))

    assert http.host("https://files.two.test") == found
