"""A short link leads to the stored target of its code and nowhere else."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from antiphon.tailor import links
from antiphon.tailor.models import TrackedLink
from antiphon.web.pages.short_link import views
from tests import builders as a

pytestmark = [pytest.mark.django_db, pytest.mark.promise("L1")]
TARGET = "https://drink.example/summer?utm_source=one&utm_campaign=two#top"


def link(target: str = TARGET) -> TrackedLink:
    post = a.post()
    channel = a.channel(workspace=post.workspace)
    return TrackedLink.objects.create(
        workspace=post.workspace, post=post, channel=channel, code=links.code(), target=target
    )


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_code_leads_to_its_target_quietly(client: Client, method: str) -> None:
    answer = getattr(client, method)(f"/l/{link().code}")

    assert (answer.status_code, answer.headers["Location"]) == (302, TARGET)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in answer.headers
    assert not answer.cookies


VECTORS = [
    "?next=//evil.example", "?url=https://evil.example", "?target=javascript:alert(1)",
    "?next=/\\evil.example", "#//evil.example", "?code=other",
]  # fmt: skip


@pytest.mark.parametrize("more", VECTORS)
def test_nothing_in_the_address_changes_where_it_leads(client: Client, more: str) -> None:
    assert client.get(f"/l/{link().code}{more}").headers["Location"] == TARGET


WRONG = [
    "/l/", "/l//evil.example", "/l/%2F%2Fevil.example", "/l/\\evil.example", "/l/%5Cevil.example",
    "/l/https://evil.example", "/l/https:%2F%2Fevil.example", "/l/nosuchcode12", "/l/a",
    "/l/..%2F..%2Fetc", "/l/%00", "/l/" + "a" * 5_000, "/l/%0d%0aLocation:%20https://evil.example",
    "//evil.example/l", "/\\evil.example", "/%2F%2Fevil.example",
]  # fmt: skip


@pytest.mark.parametrize("path", WRONG)
def test_what_is_no_code_leads_nowhere(client: Client, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert "Location" not in answer.headers
    assert not answer.cookies


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "/home", "ftp://a.b/",
               "https://good.example\\@evil.example", "https://u:p@evil.example", ""],
)  # fmt: skip
def test_a_stored_target_that_is_no_web_address_is_not_followed(
    client: Client, target: str
) -> None:
    assert client.get(f"/l/{link(target).code}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_link_can_only_be_read(client: Client, method: str) -> None:
    assert getattr(client, method)(f"/l/{link().code}").status_code == 405


def test_a_code_that_cannot_be_one_asks_no_database(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        client.get("/l/..%2Fx")


def away(*_given: object) -> None:
    raise OperationalError("the server closed the connection unexpectedly")


@pytest.mark.promise("L2", "F43")
def test_links_of_the_last_day_lead_on_while_the_database_is_away(client: Client) -> None:
    seen, unseen = link().code, link().code
    client.get(f"/l/{seen}")
    for code, known in list(views.MEMORY._seen.items()):
        views.MEMORY._seen[code] = (known[0], known[1] - views.FRESH * 60)

    with connection.execute_wrapper(away):
        assert client.get(f"/l/{seen}").headers["Location"] == TARGET
        assert client.get(f"/l/{seen}").status_code == 302
        answer = client.get(f"/l/{unseen}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert client.get(f"/l/{unseen}").status_code == 302


@pytest.mark.promise("L2")
def test_a_link_not_seen_for_a_day_is_not_vouched_for(client: Client) -> None:
    code = link().code
    client.get(f"/l/{code}")
    target, seen = views.MEMORY._seen[code]
    views.MEMORY._seen[code] = (target, seen - views.KEPT - 1)

    with connection.execute_wrapper(away):
        assert client.get(f"/l/{code}").status_code == 503


def test_memory_has_an_end(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setattr(views, "MOST", 2)
    for code in [link().code for _ in range(3)]:
        client.get(f"/l/{code}")

    assert len(views.MEMORY._seen) == 2
