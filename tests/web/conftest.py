"""Somebody signed in, and a process that has seen no link yet."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.test import Client

from antiphon.people.models import Member
from antiphon.web.pages.short_link.views import MEMORY
from tests import builders as a


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    """No link is known from another test."""
    MEMORY.forget()
    yield
    MEMORY.forget()


@pytest.fixture
def by() -> Member:
    """Who is signed in."""
    return a.member()


@pytest.fixture
def page(by: Member) -> Client:
    """Their browser."""
    client = Client()
    client.force_login(by.person)
    return client


def at(by: Member, path: str = "") -> str:
    """The address of a page of their workspace."""
    return f"/w/{by.workspace.slug}/{path}"


def stays_here(location: str) -> bool:
    """Whether a browser that goes there is still with us."""
    tidy = location.replace("\\", "/")
    parts = urlsplit(tidy)
    return not parts.netloc and not parts.scheme and not tidy.startswith("//")
