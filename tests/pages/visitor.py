"""Somebody before a real browser, who notices what goes wrong in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from antiphon.people.models import Member
from tests.pages.drawing import AT_REST

SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
Scheme = Literal["light", "dark"]
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@dataclass
class Visitor:
    """A page in a browser, and what was wrong on it: scripts, policy, foreign requests."""

    page: Page
    address: str
    workspace: str = ""
    wrong: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Notice what a user would not see but should not happen."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("request", self._request)

    def go(self, path: str = "") -> Page:
        """To a page of the workspace, or to any address that begins with a slash."""
        whole = path if path.startswith("/") else f"/w/{self.workspace}/{path}"
        self.page.goto(self.address + whole)
        return self.page

    def violations(self) -> list[str]:
        """What axe finds: WCAG 2.0 to 2.2, A and AA, and best practice; none is allowed."""
        self.page.evaluate(AT_REST)
        only = {"type": "tag", "values": [*RULES]}
        # To load style sheets once more by itself would be against our policy.
        found = Axe().run(self.page, options={"runOnly": only, "preload": False})
        return [
            f"{one['id']} ({one['impact']}): {node['html'][:160]}"
            for one in found.response["violations"]
            for node in one["nodes"]
        ]

    def _console(self, message: ConsoleMessage) -> None:
        refused = "the server responded with a status of 4" in message.text  # a test's own doing
        if message.type in {"error", "warning"} and not refused:
            self.wrong.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        ours = parts.scheme in {"data", "blob"} or request.url.startswith(self.address)
        if not ours:
            self.wrong.append(f"foreign request: {request.url}")


@contextmanager
def visiting(
    chromium: Browser,
    address: str,
    by: Member | None,
    *,
    size: str = "wide",
    scheme: Scheme = "light",
    **more: Any,
) -> Iterator[Visitor]:
    """A browser of one's own, signed in without the sign-in page; ends with nothing gone wrong."""
    width, height = SIZES[size]
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        has_touch=size == "narrow",
        reduced_motion="reduce",
        **more,
    )
    try:
        if by:
            context.add_cookies([_signed_in(by, address)])  # type: ignore[list-item]
        visitor = Visitor(context.new_page(), address, by.workspace.slug if by else "")
        visitor.listen()
        yield visitor
        assert visitor.wrong == []
    finally:
        context.close()


def _signed_in(by: Member, address: str) -> dict[str, str]:
    client = Client()
    client.force_login(by.person)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": address}
