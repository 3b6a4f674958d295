"""A network that comes for a file itself finds it, and nobody finds what was not lent."""

import pytest
from django.conf import LazySettings
from django.test import Client

from antiphon.media import addresses, shelf
from antiphon.people.models import Member
from tests import builders as a

pytestmark = pytest.mark.django_db


def at(address: str) -> str:
    """The path of an address of ours."""
    return "/" + address.split("/", 3)[3]


def test_a_stranger_with_the_address_gets_the_bytes(by: Member) -> None:
    asset = a.picture(by)
    answer = Client().get(at(addresses.lent_from(shelf.path_of(asset.file))))

    assert b"".join(answer.streaming_content) == shelf.path_of(asset.file).read_bytes()  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_part_of_it_can_be_asked_for(by: Member) -> None:
    address = at(addresses.lent(a.picture(by).file))

    answer = Client().get(address, headers={"Range": "bytes=0-9"})

    assert (answer.status_code, answer.headers["Content-Length"]) == (206, "10")


@pytest.mark.promise("S16")
@pytest.mark.parametrize("name", ["../antiphon.key", "missing.png"])
def test_an_address_leads_to_what_lies_on_the_shelf_only(name: str) -> None:
    assert Client().get(at(addresses.lent(name))).status_code == 404


@pytest.mark.promise("S16")
def test_a_guessed_address_leads_nowhere(by: Member) -> None:
    whole = at(addresses.lent(a.picture(by).file))
    signed = whole.split("/")[2]

    for guessed in (signed[:-1], signed[::-1], signed.partition(":")[0]):
        assert Client().get(f"/lent/{guessed}/file.png").status_code == 404


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [
        ("http://localhost:8000", "https://graph.example", False),
        ("http://192.168.1.7:8000", "https://graph.example", False),
        ("http://localhost:8000", "http://127.0.0.1:9000/x", True),
        ("https://antiphon.example.org", "https://graph.example", True),
    ],
)
def test_the_world_finds_us_only_at_an_address_of_the_world(
    settings: LazySettings, ours: str, theirs: str, found: object
) -> None:
    settings.PUBLIC_URL = ours

    assert addresses.is_found_from(theirs) is found
