"""The three ways of speaking that communities are reached by; pure.

Lemmy 0.19 as its types say it (lemmy-js-client 0.19.9 and the community's OpenAPI of 0.19.11),
Lemmy 1.0 by its upgrade guide (lemmy-docs @64981a2; not tried), PieFed 1.6 as it was recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What one program calls things, and where it has them."""

    key: str
    base: str
    login: str
    user: str
    """The name of who signs in."""
    me: str
    """Where it says who we are."""
    title: str
    """The name of a post's title."""
    words: str
    """The name of a comment's text."""
    image: str
    part: str
    """The name of the uploaded file in its form."""


V3 = Dialect(
    key="v3",
    base="/api/v3",
    login="/user/login",
    user="username_or_email",
    me="/site",
    title="name",
    words="content",
    image="/pictrs/image",
    part="images[]",
)
V4 = Dialect(
    key="v4",
    base="/api/v4",
    login="/account/auth/login",
    user="username_or_email",
    me="/account",
    title="name",
    words="content",
    image="/api/v4/image",
    part="images[]",  # not verified
)
PIEFED = Dialect(
    key="piefed",
    base="/api/alpha",
    login="/user/login",
    user="username",
    me="/site",
    title="title",
    words="body",
    image="/api/alpha/upload/image",
    part="file",
)
DIALECTS: Mapping[str, Dialect] = {one.key: one for one in (V3, V4, PIEFED)}


def of(facts: Mapping[str, Any]) -> Dialect:
    """The way of speaking of a channel's server."""
    return DIALECTS.get(str(facts.get("dialect")), V3)


def of_site(told: Mapping[str, Any], asked: Dialect) -> Dialect | None:
    """Whose answer this is to the question what the site is; None where it is none of ours."""
    version = told.get("version")
    if not isinstance(version, str):
        return None
    if asked is V3 and not version.startswith("0."):
        return V4
    return asked
