"""Files from an address: only from the public web, and never more than we take."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import pytest_django

from antiphon.kernel.problem import BadInputError
from antiphon.media import actions, shelf
from antiphon.media.models import Asset
from antiphon.people.models import Member
from tests import builders as a
from tests import offices
from tests.media import hostile
from tests.media.conftest import files_of

PICTURE = a.drawn()


class Site(BaseHTTPRequestHandler):
    """Somebody's server, with all that one meets there."""

    def do_GET(self) -> None:
        match self.path.partition("?")[0].strip("/").split("/"):
            case ["hop", left]:
                where = "/picture" if left == "0" else f"/hop/{int(left) - 1}"
                self._answer(b"", 302, Location=where)
            case ["private"]:
                self._answer(b"", 302, Location="http://169.254.169.254/latest")
            case ["disk"]:
                self._answer(b"", 302, Location="file:///etc/passwd")
            case ["short"]:
                self._answer(PICTURE, length=len(PICTURE) * 2)
            case ["page.png"]:
                self._answer(hostile.HTML)
            case ["picture"]:
                self._answer(PICTURE)
            case _:
                self._answer(hostile.HTML, 404)

    def _answer(
        self, body: bytes, status: int = 200, *, length: int | None = None, **more: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)
        self.close_connection = True

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as running:
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture(autouse=True)
def new_office() -> Iterator[None]:
    with offices.opened_anew():
        yield


@pytest.fixture
def site(settings: pytest_django.Settings, server: ThreadingHTTPServer) -> str:
    settings.PRIVATE_HOSTS = (("127.0.0.1", server.server_port),)
    return f"http://127.0.0.1:{server.server_port}"


def refusal(by: Member, url: str) -> str:
    with pytest.raises(BadInputError) as caught:
        actions.fetch(by, url)
    assert not Asset.objects.exists()
    assert files_of(by) == []
    return caught.value.problems[0].rule


@pytest.mark.promise("I3")
@pytest.mark.parametrize("path", ["/picture?key=s3cret#top", "/hop/2"])
def test_a_public_picture_is_taken_without_its_key(by: Member, site: str, path: str) -> None:
    asset = actions.fetch(by, site + path, alt="A gradient")

    assert asset.mime == "image/png"
    assert shelf.path_of(asset.original).read_bytes() == PICTURE
    assert "s3cret" not in asset.source
    assert asset.source.startswith(site)


@pytest.mark.promise("I3", "I4", "I6")
@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("/hop/20", "redirects"),
        ("/private", "not_public"),
        ("/disk", "not_public"),
        ("/short", "not_reached"),
        ("/page.png", "kind"),
        ("/nothing", "not_found"),
    ],
)
def test_what_is_no_file_for_us_is_refused_in_words(
    by: Member, site: str, path: str, rule: str
) -> None:
    assert refusal(by, site + path) == rule


@pytest.mark.promise("I4")
@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]",
     "169.254.169.254", "localhost:8000", "[::1]"],
)  # fmt: skip
def test_addresses_that_are_not_public_are_not_read(by: Member, host: str) -> None:
    assert refusal(by, f"http://{host}/x.png") == "not_public"


@pytest.mark.promise("I6")
@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("file:///etc/passwd", "scheme"),
        ("ftp://example.org/a.png", "scheme"),
        ("data:image/png;base64,AAAA", "scheme"),
        ("example.org/a.png", "scheme"),
        ("https://user:pw@example.org/a.png", "credentials"),
        ("https://good\\@evil.example/a.png", "malformed"),
        ("https://exa\tmple.org/a.png", "malformed"),
        ("https://[::1/a.png", "malformed"),
        ("https://example.org:99999/a.png", "malformed"),
        ("https://", "malformed"),
        ("https://example.org/" + "a" * 3_000, "too_long"),
    ],
)
def test_what_is_no_address_is_refused_before_anything_is_asked(
    by: Member, url: str, rule: str
) -> None:
    assert refusal(by, url) == rule
