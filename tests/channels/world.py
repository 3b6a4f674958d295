"""A small world for connecting: real simulators, servers that are none, people with browsers."""

import html
import re
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from antiphon.connect.network import Network
from antiphon.connect.oauth import Enters, Refreshes, SignIn, Travels
from antiphon.connect.registry import networks, packages

Way = tuple[Network, SignIn]

WAYS: list[Way] = [(one, way) for one in networks() for way in one.sign_ins]
TYPED = [way for way in WAYS if way[1].fields and way[1].can(Enters)]
"""Every sign-in that people type."""
TRAVELLED = [way for way in WAYS if way[1].can(Travels)]
"""Every sign-in by a journey."""
RENEWED = [way for way in WAYS if way[1].can(Refreshes)]
"""Every sign-in that can be renewed."""


def name_of(way: object) -> str:
    """How a test is called that is about this sign-in."""
    return f"{way[0].key}-{way[1].key}" if isinstance(way, tuple) else str(way)


class _Stays(HTTPRedirectHandler):
    def redirect_request(self, *_given: Any) -> None:
        """Never go on by itself."""


def visit(url: str, form: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """What a browser gets: status, where it is sent, and the page."""
    told = urlencode(form).encode() if form is not None else None
    try:
        with build_opener(_Stays).open(Request(url, data=told), timeout=10) as answer:
            return answer.status, "", answer.read().decode()
    except HTTPError as error:
        return (
            error.code,
            error.headers.get("Location", ""),
            error.read().decode("utf-8", "replace"),
        )


def agree(url: str, handle: str, *, say: str = "") -> dict[str, str]:
    """A person at a network's own page says yes as `handle` (or presses `say`): what comes back."""
    for _step in range(5):
        status, onward, page = visit(url)
        if onward:
            url = urljoin(url, onward)
        elif status == 200:
            link = _link_of(page, handle)
            url = urljoin(url, link) if link else _pressed(url, page, handle, say)
        else:
            raise AssertionError(f"{status} from {url}: {page[:200]}")
        if "state=" in urlsplit(url).query and urlsplit(url).path.endswith("/channels/back"):
            return dict(parse_qsl(urlsplit(url).query))
    raise AssertionError(f"no way back from {url}")


def _link_of(page: str, handle: str) -> str:
    links = re.findall(r'<a href="([^"]+)">@?([^<]+)</a>', page)
    return next((html.unescape(to) for to, name in links if name.lower() == handle.lower()), "")


def _named(tag: str) -> dict[str, str]:
    """The attributes of a tag."""
    found = re.findall(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", tag)
    return {name: html.unescape(one or two or three) for name, one, two, three in found}


def _pressed(url: str, page: str, handle: str, say: str) -> str:
    """Fill in a form as this person, press one button, and say where that leads."""
    inputs = [_named(tag) for tag in re.findall(r"<input\b[^>]*>", page)]
    form = {one["name"]: one.get("value", "") for one in inputs if one.get("name")}
    form |= dict.fromkeys(re.findall(r'<select name="?(\w+)', page), handle)
    if "handle" in form:
        form["handle"] = handle
    buttons = [
        (_named(tag), words) for tag, words in re.findall(r"<button\b([^>]*)>([^<]*)<", page)
    ]
    wanted = (say or handle).lower()
    button = next((one for one, words in buttons if wanted in words.lower()), buttons[0][0])
    if button.get("name"):
        form[button["name"]] = button.get("value", "")
    _status, onward, told = visit(url, form)
    assert onward, told[:300]
    return urljoin(url, onward)


@dataclass
class Elsewhere:
    """A server that is none of ours: it answers everybody alike and remembers it all."""

    port: int
    heard: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def elsewhere(
    status: int = 200, body: str = "", *, kind: str = "text/html", to: str = ""
) -> Iterator[Elsewhere]:
    """Such a server; `to` sends everybody on."""

    class Answers(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            told = self.rfile.read(length).decode()
            there.heard.append(f"{self.path}\n{self.headers}\n{told}")
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if to:
                self.send_header("Location", to + self.path)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer  # noqa: N815

        def log_message(self, *_parts: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    there = Elsewhere(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def keys_of(network: Network) -> tuple[str, str]:
    """The app that a network's simulator knows; where it believes everybody, any app."""
    folder = f"{packages()[network.key]}.simulator"
    inside = [module for name, module in sorted(sys.modules.items()) if name.startswith(folder)]
    known = [one for one in inside if hasattr(one, "CLIENT_ID")]
    if known:
        return known[0].CLIENT_ID, known[0].CLIENT_SECRET
    return f"app-of-{network.key}", f"keys-of-{network.key}-0123456789"
