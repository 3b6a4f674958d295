"""The walls between workspaces, for every page and every method: made from the map of addresses."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from antiphon.people.models import Member, Role
from tests import builders as a
from tests.web import strangers
from tests.web.routes import OPEN, OPEN_BELOW, PLAUSIBLE, PROGRAMS, Route, routes

pytestmark = [pytest.mark.django_db, pytest.mark.promise("W1", "S5")]
METHODS = ("get", "post", "put", "patch", "delete")
SHUT = {404, 405}
INSIDE = [route for route in routes() if route.is_inside]
WITH_ROWS = [route for route in INSIDE if route.rows]
WORDS = (
    *("id", "pk", "ids", "row", "workspace", "channel", "channels", "post", "campaign", "audience"),
    *("asset", "assets", "label", "labels", "member", "author", "publication", "variant", "slot"),
    *("template", "series", "upload", "file", "hold", "key", "invitation"),
)
"""Names under which forms and addresses may carry ids; what is kept as words is not among them."""


@pytest.fixture
def theirs() -> Member:
    """Strangers with a row of every kind."""
    return strangers.settle()


def signed_in(role: Role) -> tuple[Client, Member]:
    """Somebody in this role of another workspace, and their browser."""
    by = a.member(role=role)
    client = Client(raise_request_exception=False)
    client.force_login(by.person)
    return client, by


def test_every_route_is_below_a_workspace_or_says_why_not() -> None:
    outside = [route for route in routes() if not route.is_inside]
    unexplained = [
        str(route) for route in outside
        if route.name not in OPEN and not route.path.startswith((PROGRAMS, *OPEN_BELOW))
    ]  # fmt: skip

    assert unexplained == [], "Put it below w/<slug:workspace>/, or explain it in tests/web/routes"


def test_every_parameter_is_known() -> None:
    unknown = {
        f"{route}: {name}" for route in INSIDE for name, converter in route.converters
        if converter != "UUIDConverter" and name not in {"workspace", *PLAUSIBLE}
    }  # fmt: skip

    assert unknown == set(), "Name rows by <uuid:…>; add any other name to PLAUSIBLE with a value"


def test_strangers_have_a_row_of_nearly_every_kind(theirs: Member) -> None:
    found = strangers.rows(theirs.workspace)
    missing = sorted({kind._meta.model_name or "" for kind in strangers.kinds()} - found.keys())

    assert len(missing) <= len(found) // 4, missing


def body(answer: Any) -> str:
    """All that it says, also where it says it piece by piece."""
    whole = b"".join(answer) if answer.streaming else answer.content
    return bytes(whole).decode(errors="replace")


def told(client: Client, method: str, path: str, **form: Any) -> Any:
    """The answer."""
    return getattr(client, method)(path, form) if form else getattr(client, method)(path)


@pytest.mark.promise("W3")
@pytest.mark.parametrize("role", Role)
def test_the_pages_of_strangers_are_missing_for_everybody(theirs: Member, role: Role) -> None:
    client, _ = signed_in(role)
    row, before = next(iter(strangers.rows(theirs.workspace).values())), strangers.digests()
    open_doors = [
        f"{method} {route}: {answer.status_code}"
        for route in INSIDE
        for method in (METHODS if role is Role.OWNER else ("post",))
        if (answer := told(client, method, route.at(strangers.MARK, row))).status_code not in SHUT
        or strangers.MARK in body(answer).replace(route.at(strangers.MARK, row), "")
    ]

    assert open_doors == []
    assert strangers.changed(before, strangers.digests()) == []


@pytest.mark.parametrize("role", [Role.OWNER, Role.CLIENT])
def test_rows_of_strangers_are_missing_in_ones_own_workspace(theirs: Member, role: Role) -> None:
    client, by = signed_in(role)
    ids, before = strangers.rows(theirs.workspace), strangers.digests()
    open_doors = [
        f"{method} {route} with a {kind}: {answer.status_code}"
        for route in WITH_ROWS
        for kind, id in fitting(route, ids, more=4)
        for method in (METHODS if role is Role.OWNER else ("get", "post"))
        if (answer := told(client, method, route.at(by.workspace.slug, id))).status_code
        not in refusals(role)
    ]

    assert open_doors == []
    assert strangers.changed(before, strangers.digests()) == []


def refusals(role: Role) -> set[int]:
    """An owner learns that it is missing; who may not do it at all may be told that first."""
    return SHUT if role is Role.OWNER else {*SHUT, 403}


def fitting(route: Route, ids: dict[str, UUID], more: int = 0) -> list[tuple[str, UUID]]:
    """What the route seems to be about, and some others, other ones for each route."""
    place, kinds = WITH_ROWS.index(route) * 5, list(ids)
    near = [kind for kind in kinds if kind in route.path.replace("_", "")] or ["post"]
    others = [kinds[(place + step) % len(kinds)] for step in range(more)]
    return [(kind, ids[kind]) for kind in dict.fromkeys((*near, *others))]


@pytest.mark.parametrize("share", range(4))
def test_ids_of_strangers_in_forms_and_addresses_reach_nothing(theirs: Member, share: int) -> None:
    by, client = strangers.settle("ours-1604"), Client(raise_request_exception=False)
    client.force_login(by.person)
    ids, own = strangers.rows(theirs.workspace), strangers.rows(by.workspace)
    before = strangers.state(theirs.workspace)
    broken = [
        f"{method} {route} with {word}: {answer.status_code}"
        for route in INSIDE[share::4]
        for word, id in listened_to(route, ids)
        for method in ("get", "post")
        if (answer := told(client, method, at_home(route, by, own), **{word: str(id)})).status_code
        >= 500
        or strangers.MARK in body(answer)
    ]

    assert broken == []
    assert strangers.mentions(by.workspace, list(ids.values())) == []
    assert strangers.changed(before, strangers.state(theirs.workspace)) == []


def listened_to(route: Route, ids: dict[str, UUID]) -> list[tuple[str, UUID]]:
    """Words that stand in the page's code, each with a fitting row of strangers."""
    words = [word for word in WORDS if f'"{word}"' in route.page]
    return [(word, ids.get(word.removesuffix("s"), ids["post"])) for word in words]


def at_home(route: Route, by: Member, own: dict[str, UUID]) -> str:
    """The address with a row of one's own that it seems to be about."""
    near = next((kind for kind in own if kind in route.path.replace("_", "")), "post")
    return route.at(by.workspace.slug, own[near])


@pytest.mark.promise("S37")
def test_foreign_and_missing_are_told_in_the_same_words(theirs: Member) -> None:
    client, by = signed_in(Role.OWNER)
    ids = strangers.rows(theirs.workspace)
    differing = [
        f"{method} {route} with a {kind}"
        for route in WITH_ROWS
        for kind, id in fitting(route, ids)
        for method in ("get", "post")
        if words_of(told(client, method, route.at(by.workspace.slug, id)), id)
        != words_of(told(client, method, route.at(by.workspace.slug, other := uuid4())), other)
    ]

    assert differing == []


def words_of(answer: Any, id: UUID) -> tuple[int, str]:
    """Status and text without what is new at every request."""
    text = body(answer).replace(str(id), "")
    return answer.status_code, re.sub(r"\b[A-Za-z0-9]{64}\b", "", text)


def test_who_is_not_signed_in_is_sent_to_sign_in(theirs: Member) -> None:
    client, before = Client(raise_request_exception=False), strangers.digests()
    row = next(iter(strangers.rows(theirs.workspace).values()))
    open_doors = []
    for route in INSIDE:
        for method in METHODS:
            answer = told(client, method, route.at(strangers.MARK, row))
            leads = answer.headers.get("Location", "").startswith("/accounts/login/")
            if not (leads or answer.status_code in {401, *SHUT}):
                open_doors.append(f"{method} {route}: {answer.status_code}")

    assert open_doors == []
    assert strangers.changed(before, strangers.digests()) == []


@pytest.mark.promise("S14")
def test_no_page_takes_a_form_without_its_token() -> None:
    by = a.member()
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(by.person)
    before = strangers.digests()
    # The doors for programs take no cookies, so there is nothing to forge.
    ours = [route for route in routes() if not route.path.startswith((PROGRAMS, "mcp"))]
    open_doors = [
        f"{method} {route}: {answer.status_code}"
        for route in ours
        for method in ("post", "put", "patch", "delete")
        if (answer := told(client, method, route.at(by.workspace.slug, uuid4()))).status_code
        not in {403, 404, 405}
    ]

    assert open_doors == []
    assert strangers.changed(before, strangers.digests()) == []
