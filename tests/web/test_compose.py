"""Composing: what is kept when, what is refused with which words, and what is handed in."""

from typing import Any

import pytest
from django.test import Client

from antiphon.people.models import Approval, Member, Role
from antiphon.plan import actions as plan
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish.models import Publication, Wish
from antiphon.tailor.models import Variant
from tests import builders as a
from tests.web.conftest import at

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


def address(by: Member, post: Post | None = None, deed: str = "") -> str:
    return at(by) + "compose/" + (f"{post.pk}" if post else "") + (f"/{deed}" if deed else "")


def shown(page: Client, by: Member, post: Post) -> dict[str, Any]:
    """The form as the page shows it."""
    return dict(page.get(address(by, post)).context["desk"].kept.__dict__)


def token(page: Client, by: Member, post: Post) -> str:
    return str(page.get(address(by, post)).context["desk"].token)


def send(page: Client, by: Member, post: Post, deed: str = "keep", **fields: Any) -> Any:
    form = {"version": token(page, by, post)} | {k.replace("__", "."): v for k, v in fields.items()}
    return page.post(address(by, post, deed), form, headers=PART)


def test_an_empty_page_writes_nothing(page: Client, by: Member) -> None:
    assert page.get(address(by)).status_code == 200
    assert not Post.objects.exists()


def test_the_first_pause_makes_the_draft_and_goes_on_at_its_address(
    page: Client, by: Member
) -> None:
    channel = a.channel(workspace=by.workspace)
    form = {"version": "1-", "text": "Cold drinks", "channels": ["", str(channel.pk)]}
    answer = page.post(at(by) + "compose/keep", form, headers=PART)

    post = Post.objects.get()
    assert answer.status_code == 200, answer.content
    assert answer.headers["HX-Push-Url"] == address(by, post)
    assert (post.text, post.state) == ("Cold drinks", PostState.DRAFT)
    assert [row.channel for row in Wish.objects.get(post=post).channels.all()] == [channel]


def test_a_pause_keeps_what_differs(page: Client, by: Member) -> None:
    post = plan.draft(by, text="Cold", title="Drinks")

    answer = send(page, by, post, text="Cold drinks\r\nfor all", tags="ice, summer days")

    post.refresh_from_db()
    assert answer.status_code == 200
    assert (post.text, post.title) == ("Cold drinks\nfor all", "Drinks")
    assert post.tags == ["ice", "summer days"]
