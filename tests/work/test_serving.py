"""Over a real socket: what the server before the program reads, and what it throws away."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from waitress.server import create_server

from antiphon.work.outside import bounds

SEEN: list[dict[str, Any]] = []


def told(environ: dict[str, Any], start: Any) -> list[bytes]:
    """Writes down what arrives, then the program answers."""
    SEEN.append(dict(environ))
    return list(get_wsgi_application()(environ, start))


def serve() -> Iterator[int]:
    """The port of a server that keeps our bounds."""
    server: Any = create_server(told, host="127.0.0.1", port=0, **bounds.server())
    enough = threading.Event()

    def run() -> None:
        while not enough.is_set():
            server.asyncore.loop(timeout=0.05, map=server._map, count=1)
        server.task_dispatcher.shutdown()
        server.close()
        server.asyncore.close_all(server._map, ignore_all=True)

    thread = threading.Thread(target=run)
    thread.start()
    yield server.effective_port
    enough.set()
    thread.join(5)


@pytest.fixture
def port() -> Iterator[int]:
    """Of a server without a proxy before it."""
    SEEN.clear()
    yield from serve()


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Of a server with one."""
    monkeypatch.setenv("ANTIPHON_BEHIND_TLS_PROXY", "1")
    SEEN.clear()
    yield from serve()


def say(port: int, *lines: str, body: str = "") -> str:
    """Send these very lines; the first line of the answer."""
    raw = "\r\n".join([*lines, "Connection: close", "", body])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(raw.encode("latin-1"))
        return line.makefile("rb").readline().decode()


GET = "GET /health/live HTTP/1.1"
POST = "POST /health/live HTTP/1.1"
FORGED = [
    (GET, "Host: localhost", "Host: evil.example"),
    (GET, "Host: evil.example"),
    (GET, "Host: localhost\x0bevil"),
    (GET, "Host : localhost"),
    (GET, "Host: localhost", "Authorization: Bearer a", "Authorization: Bearer b"),
    (POST, "Host: localhost", "Content-Length: 5", "Content-Length: 6"),
    (POST, "Host: localhost", "Content-Length: +5"),
    (POST, "Host: localhost", "Content-Length: 5", "Transfer-Encoding: gzip"),
    (POST, "Host: localhost", "Transfer-Encoding: xchunked"),
    (GET, "Host: localhost", "X-Padding: " + "x" * bounds.HEADERS),
]


@pytest.mark.promise("S36")
@pytest.mark.parametrize("lines", FORGED, ids=range(len(FORGED)))
def test_what_two_readers_could_read_differently_is_refused(
    port: int, lines: tuple[str, ...]
) -> None:
    assert int(say(port, *lines).split()[1]) in {400, 431, 501}


@pytest.mark.promise("I5")
def test_a_body_longer_than_any_is_refused_by_its_length(port: int) -> None:
    length = f"Content-Length: {bounds.UPLOAD + 1}"

    assert " 413 " in say(port, POST, "Host: localhost", length)


FORWARDED = ("X-Forwarded-For: 203.0.113.9, 198.51.100.7", "X-Forwarded-Proto: https",
             "X-Forwarded-Host: evil.example", "Forwarded: for=192.0.2.1")  # fmt: skip


@pytest.mark.promise("S36", "S12")
def test_forwarding_headers_of_nobody_we_know_are_thrown_away(port: int) -> None:
    assert " 200 " in say(port, GET, "Host: localhost", *FORWARDED)
    (seen,) = SEEN

    assert seen["REMOTE_ADDR"] == "127.0.0.1"
    assert seen["wsgi.url_scheme"] == "http"
    assert not [name for name in seen if "FORWARDED" in name]


@pytest.mark.promise("S36", "S12")
def test_of_a_proxy_that_we_know_the_last_address_and_the_scheme_count(behind: int) -> None:
    assert " 200 " in say(behind, GET, "Host: localhost", *FORWARDED)
    (seen,) = SEEN

    assert seen["REMOTE_ADDR"] == "198.51.100.7"
    assert seen["wsgi.url_scheme"] == "https"
    assert seen["HTTP_HOST"] == "localhost"
    assert "HTTP_X_FORWARDED_HOST" not in seen
    assert "HTTP_FORWARDED" not in seen
