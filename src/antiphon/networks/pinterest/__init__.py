"""Pinterest: pins with a picture, a carousel or a video, on boards and their sections (API v5)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from antiphon.connect.network import Network
from antiphon.connect.oauth import Field, SignIn
from antiphon.connect.rules import (
    FileRule,
    Handover,
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
from antiphon.networks.pinterest import pace
from antiphon.networks.pinterest.connector import Connector
from antiphon.networks.pinterest.desk import SCOPES, Journey, Pasted
from antiphon.networks.pinterest.refusals import refusal
from antiphon.networks.pinterest.uploads import needs_preparing
from antiphon.networks.pinterest.wire import BOARD, COVER, rendered

MB, GB = 1024**2, 1024**3

# OpenAPI 5.23.0, PinCreate: description up to 800, title up to 100, alt_text up to 500. That code
# points are counted is unverified; Pinterest's own page is said to stop at 500 (unverified).
TEXT = TextRule(measures=(Measure(limit=800, count=len),))
TITLE = Measure(limit=100, count=len)
ALT = 500
# A carousel has one alternative text for all: five of 97, and what stands between them.
ALT_OF_EACH = 97

# PinMediaSourceImageBase64: JPEG or PNG. Others name 20 MB (unverified); the picture travels
# inside the request, so 10 MB is our own judgement.
PICTURE = FileRule(mimes=("image/jpeg", "image/png"), max_bytes=10 * MB)
# No limit of videos is described; these are named by others (unverified): MP4, MOV or M4V, up to
# 2 GB, 4 seconds to 15 minutes, between 1:2 and 1.91:1.
VIDEO = FileRule(
    mimes=("video/mp4", "video/quicktime", "video/x-m4v"),
    max_bytes=2 * GB,
    min_seconds=4,
    max_seconds=900,
    ratio=(0.5, 1.91),
)

POSTS = {
    PostType.IMAGES: PostRule(
        text=TEXT,
        title=TITLE,
        link=True,
        media=MediaRule(files={Kind.IMAGE: PICTURE}, least=1, most=1, alt_text=ALT),
    ),
    # PinMediaSourceImagesBase64: two to five pictures.
    PostType.CAROUSEL: PostRule(
        text=TEXT,
        title=TITLE,
        link=True,
        media=MediaRule(files={Kind.IMAGE: PICTURE}, least=2, most=5, alt_text=ALT_OF_EACH),
    ),
    PostType.VIDEO: PostRule(
        text=TEXT,
        title=TITLE,
        link=True,
        media=MediaRule(files={Kind.VIDEO: VIDEO}, least=1, most=1, alt_text=ALT),
    ),
}

WHERE = Option(
    key=BOARD,
    name="Board",
    kind=OptionKind.CHOICE,
    help="Where the pin stands. A new board appears here once the channel was checked.",
)
OPTIONS = (
    WHERE,
    Option(
        key=COVER,
        name="Second that covers the video",
        kind=OptionKind.NUMBER,
        types=frozenset({PostType.VIDEO}),
        help="The picture at this second stands for the video until it plays.",
    ),
)

# No keys, no ids of ours: own pins are listed. How late an effect may come is not documented; five
# minutes is our own judgement, and so is the pause of twenty seconds before the first look.
PROOF = Proof(
    kind=ProofKind.LIST,
    settle=timedelta(minutes=5),
    looks=(
        timedelta(seconds=20),
        timedelta(minutes=1),
        timedelta(minutes=4),
        timedelta(minutes=10),
    ),
)

# org_write, 100 a minute for a person and app (unverified); an app on trial has 1,000 a day in all.
# Writes that follow each other closely are refused, so they go one by one.
PACE = Pace(
    calls=100, per=timedelta(minutes=1), in_flight=1, pause=timedelta(minutes=1), read=pace.read
)


def _adapt(network: Network, facts: Mapping[str, Any]) -> Network:
    """The boards of this account are the choices; the first one counts where nobody chose."""
    choices = tuple((str(value), str(name)) for value, name in facts.get("boards") or ())
    if not choices:
        return network
    where = replace(WHERE, choices=choices, default=choices[0][0])
    return replace(network, options=(where, *OPTIONS[1:]))


NETWORK = Network(
    key="pinterest",
    name="Pinterest",
    badge="Pi",
    tint=1,
    connector=Connector,
    server="https://api.pinterest.com",
    hosts=("www.pinterest.com",),
    sign_ins=(
        SignIn(
            key="oauth",
            name="Sign in with Pinterest",
            desk=Journey,
            needs_app=True,
            scopes=SCOPES,
            # An access token lives for 30 days, the token that renews it for 60.
            refresh_before=timedelta(days=3),
        ),
        SignIn(
            key="token",
            name="Paste an access token",
            desk=Pasted,
            fields=(
                Field(
                    key="access_token",
                    name="Access token",
                    secret=True,
                    help="From your app's page at developers.pinterest.com; it lasts for a day.",
                ),
            ),
        ),
    ),
    posts=POSTS,
    options=OPTIONS,
    pace=PACE,
    proof=PROOF,
    rhythm=Rhythm(per_week=7, source="our own judgement: a pin a day"),
    refusal=refusal,
    adapt=_adapt,
    needs_preparing=needs_preparing,
    rendered=rendered,
    editable=frozenset({"text", "title", "link"}),
    handover=Handover(
        url="https://www.pinterest.com/pin-creation-tool/",
        steps=(
            "Add the picture or the video.",
            "Paste title, description and link.",
            "Choose the board, then press Publish.",
        ),
    ),
    checked=date(2026, 11, 21),
    sources=(
        "https://developers.pinterest.com/docs/api/v5/",
        "https://github.com/pinterest/api-description",
        "https://developers.pinterest.com/docs/reference/rate-limits/",
    ),
)
