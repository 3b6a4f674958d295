"""WordPress: every self-hosted site that serves the REST interface `wp/v2` (4.7 and newer)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from antiphon.connect.network import Network
from antiphon.connect.oauth import Field, SignIn
from antiphon.connect.rules import (
    FileRule,
    Measure,
    MediaRule,
    Option,
    OptionKind,
    Pace,
    PostRule,
    Proof,
    ProofKind,
    Rhythm,
    TextRule,
)
from antiphon.connect.values import Kind, PostType
from antiphon.kernel.text import octets
from antiphon.networks.wordpress.blocks import rendered
from antiphon.networks.wordpress.connector import Connector
from antiphon.networks.wordpress.desk import BrowserDesk, PasswordDesk
from antiphon.networks.wordpress.refusals import refusal
from antiphon.networks.wordpress.wire import needs_preparing

# PHP's default `post_max_size` is 8M (php.net/manual/ini.core, 2026-11-21). We send the bytes of a
# file as the whole body, so `upload_max_filesize` (2M) does not count. Core names no other limit.
_FILE = 8 * 1024 * 1024
# Types that core lets authors upload since 5.8 (wp_get_mime_types in the package, 2026-11-21).
_IMAGE = FileRule(mimes=("image/jpeg", "image/png", "image/webp", "image/gif"), max_bytes=_FILE)
_GIF = FileRule(mimes=("image/gif",), max_bytes=_FILE)
_MEDIA = MediaRule(
    files={Kind.IMAGE: _IMAGE, Kind.GIF: _GIF},
    most=20,  # our own judgement: the software knows no limit
    alt_text=2_000,  # our own judgement: the column holds 4 GB
)
ARTICLE = PostRule(
    labels=True,
    # Our own judgement: `post_content` holds 4 GB, but PHP's default body ends at 8 MB.
    text=TextRule(measures=(Measure(limit=500_000),)),
    # `post_title` is a TEXT column: 65,535 bytes (wp-admin/includes/schema.php, 6.1.9).
    title=Measure(limit=65_535, count=octets, unit="bytes"),
    media=_MEDIA,
    needs_title=True,
)
# `comment_content` is a TEXT column; more is refused with `comment_content_column_length`.
COMMENT = PostRule(
    text=TextRule(measures=(Measure(limit=65_525, count=octets, unit="bytes"),)), needs_text=True
)
# wp/v2/posts, argument `format` (recorded index of 6.1.9). A theme decides what it shows of it.
_FORMATS = (
    *("standard", "aside", "chat", "gallery", "link", "image", "quote", "status", "video", "audio"),
)
OPTIONS = (
    Option(
        key="categories",
        name="Categories",
        kind=OptionKind.LIST,
        most=20,
        help="Names. One that is new is made, if the user may.",
    ),
    Option(key="tags", name="Tags", kind=OptionKind.LIST, most=50),
    Option(
        key="slug",
        name="Address word",
        kind=OptionKind.TEXT,
        most=60,
        help="Becomes Latin letters, digits and dashes. Without one we make it from the title.",
    ),
    Option(
        key="format",
        name="Format",
        kind=OptionKind.CHOICE,
        choices=tuple((value, value.capitalize()) for value in _FORMATS),
    ),
    Option(key="excerpt", name="Excerpt", kind=OptionKind.TEXT, most=1_000),
    Option(key="sticky", name="Stays on top", kind=OptionKind.SWITCH, default=False),
    Option(
        key="comment_status",
        name="Comments",
        kind=OptionKind.CHOICE,
        choices=(("open", "Open"), ("closed", "Closed")),
    ),
    Option(
        key="featured",
        name="First picture is the featured picture",
        kind=OptionKind.SWITCH,
        default=True,
        help="Themes show it in lists and previews; some show it above the post as well.",
    ),
)


def _adapt(network: Network, facts: Mapping[str, Any]) -> Network:
    """A user without the right to upload has no pictures."""
    may = facts.get("capabilities")
    if not isinstance(may, list | tuple) or "upload_files" in may:
        return network
    posts = {type: replace(rule, media=None) for type, rule in network.posts.items()}
    return replace(network, posts=posts)


_PASSWORD_FIELDS = (
    Field(key="user", name="User name", help="The one you sign in to the site with."),
    Field(
        key="password",
        name="Application password",
        secret=True,
        help="Made at the site under Users → Profile → Application Passwords. Not your own one.",
    ),
)

NETWORK = Network(
    key="wordpress",
    name="WordPress",
    badge="Wp",
    tint=6,
    connector=Connector,
    server="",
    sign_ins=(
        SignIn(
            key="app_password",
            name="Application password",
            desk=PasswordDesk,
            fields=_PASSWORD_FIELDS,
        ),
        SignIn(key="browser", name="Approve at the site", desk=BrowserDesk),
    ),
    posts={PostType.ARTICLE: ARTICLE},
    comment=COMMENT,
    options=OPTIONS,
    # Core has no limit of calls; shared hosts do. Two at once is our own judgement.
    pace=Pace(calls=600, per=timedelta(minutes=1), in_flight=2, pause=timedelta(minutes=2)),
    proof=Proof(
        # An equal address word is not refused: the site makes "…-2" (seen). So we look by it, and
        # its list is read from the database without lag (seen).
        kind=ProofKind.LIST,
        # PHP ends a request after 30 s of its own time by default; waiting for the database or for
        # a hook's own calls does not count, and web servers commonly wait up to 5 minutes for PHP.
        # The figure is our own judgement.
        settle=timedelta(minutes=6),
        looks=(
            timedelta(seconds=5),
            timedelta(seconds=45),
            timedelta(minutes=3),
            timedelta(minutes=8),
        ),
    ),
    rhythm=Rhythm(per_week=2, source="our own judgement", apart=timedelta(hours=24)),
    refusal=refusal,
    needs_preparing=needs_preparing,
    adapt=_adapt,
    rendered=rendered,
    editable=frozenset({"title", "text", "enclosures", "link", "labels", "options"}),
    checked=date(2026, 11, 21),
    sources=(
        "https://developer.wordpress.org/rest-api/reference/",
        "https://make.wordpress.org/core/2020/11/05/application-passwords-integration-guide/",
        "WordPress 6.1.9 as Debian packages it: read, and run on loopback",
    ),
)
