"""Every page: wide and narrow, light and dark, for everybody, and within its budget."""

import gzip
from typing import Any

import pytest
from django.test import Client

from tests.pages.brand import at_work
from tests.pages.conftest import Visiting
from tests.pages.drawing import SCHEMES, draw, overflowing
from tests.pages.routes import address, pages
from tests.web.conftest import at
from tests.web.routes import Route

WIDE = ("wide", "narrow")
HTML, NODES = 25_000, 1_500
QUERIES = 15

PAGES = pages()


def size_of(html: str) -> int:
    return len(gzip.compress(html.encode()))


@pytest.mark.browser
@pytest.mark.timeout(600)
@pytest.mark.parametrize("width", WIDE)
def test_no_page_shuts_anybody_out(visit: Visiting, width: str) -> None:
    brand, found = at_work(), []
    for scheme in SCHEMES:
        with visit(brand.by, size=width, scheme=scheme) as visitor:
            for route in PAGES:
                if (path := address(route, brand)) and is_page(brand.by, path):
                    page = visitor.go(path)
                    found += [f"{route.name} {scheme}: {one}" for one in visitor.violations()]
                    found += overflowing(page, route.name)
                    draw(page, f"{route.name}-{width}-{scheme}")
    assert found == []


def is_page(by: Any, path: str) -> bool:
    client = Client()
    client.force_login(by.person)
    answer = client.get(path)
    return answer.status_code == 200 and "<html" in answer.content.decode(errors="replace")[:200]


@pytest.mark.django_db
def test_every_page_is_found_by_a_row_of_the_brand() -> None:
    brand = at_work()

    assert [route.name for route in PAGES if address(route, brand) is None] == []


@pytest.mark.django_db
@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_a_page_asks_and_weighs_little(route: Route, django_assert_max_num_queries: Any) -> None:
    brand = at_work()
    client = Client()
    client.force_login(brand.by.person)
    path = address(route, brand) or at(brand.by)
    client.get(path)  # what is asked once in a process is known now
    with django_assert_max_num_queries(QUERIES):
        html = client.get(path).content.decode(errors="replace")

    assert size_of(html) < HTML
    assert html.count("<") / 2 < NODES
