"""The composer's form as a browser sends it, on networks chosen by what they can."""

from typing import Any

from django.test import Client

from antiphon.connect.registry import networks
from antiphon.connect.values import PostType
from antiphon.people.models import Member
from antiphon.plan.models import Post
from tests import builders as a
from tests.web.conftest import at

KEYS = [one.key for one in networks() if PostType.TEXT in one.posts]
POLLING = next(one.key for one in networks() if PostType.POLL in one.posts)
PLAIN = next(
    key for key in KEYS for one in networks() if one.key == key and PostType.POLL not in one.posts
)
PART = {"HX-Request": "true"}


def address(by: Member, post: Post | None = None, deed: str = "") -> str:
    return at(by) + "compose/" + (f"{post.pk}" if post else "") + (f"/{deed}" if deed else "")


def token(page: Client, by: Member, post: Post) -> str:
    return str(page.get(address(by, post)).context["desk"].token)


def send(page: Client, by: Member, post: Post, fields: dict[str, Any], deed: str = "keep") -> Any:
    form = {"version": token(page, by, post)} | fields
    answer = page.post(address(by, post, deed), form, headers=PART)
    post.refresh_from_db()
    return answer


def on(by: Member, *keys: str) -> list[str]:
    """A channel on each of these networks, as the form names them."""
    rows = [a.channel(workspace=by.workspace, network=key) for key in keys]
    return ["", *(str(row.pk) for row in rows)]
