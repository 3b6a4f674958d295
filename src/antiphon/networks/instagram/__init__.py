"""Instagram's professional accounts, by the Graph API and both of its sign-ins."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from antiphon.connect.network import Network
from antiphon.connect.oauth import Field, SignIn
from antiphon.connect.rules import Handover, Pace, Proof, ProofKind, Rhythm
from antiphon.connect.values import Parcel, Step
from antiphon.networks.instagram import desk, lobby, pace
from antiphon.networks.instagram.connector import Connector, Lasting
from antiphon.networks.instagram.graph import INSTAGRAM, WEB, Login
from antiphon.networks.instagram.offer import COMMENT, OPTIONS, PLACE, POSTS
from antiphon.networks.instagram.refusals import refusal
from antiphon.networks.instagram.wire import rendered

SIGN_INS = (
    SignIn(
        key="oauth",
        name="Sign in with Instagram",
        desk=desk.InstagramJourney,
        needs_app=True,
        scopes=desk.SCOPES,
        refresh_before=timedelta(days=10),
    ),
    SignIn(
        key="page",
        name="Sign in with Facebook, for an account that is linked to a Page",
        desk=lobby.FacebookJourney,
        needs_app=True,
        scopes=lobby.SCOPES,
    ),
    SignIn(
        key="token",
        name="Paste an access token",
        desk=lobby.Typed,
        refresh_before=timedelta(days=10),
        fields=(
            Field(
                key="access_token",
                name="Access token",
                secret=True,
                help="Of an Instagram account, of the Page that it is linked to, or of a person.",
            ),
            Field(
                key="app_secret",
                name="App secret",
                secret=True,
                optional=True,
                help="May stay empty; signs each call to Facebook, which some apps demand.",
            ),
        ),
    ),
)

# The container exists before the effect and says whether it was published; what it became is found
# in the account's lists. How late an effect may come is not documented: a quarter of an hour is
# our own judgement. What a second publishing of the same container does is not documented either,
# so it is never taken for harmless.
PROOF = Proof(
    kind=ProofKind.HANDLE,
    settle=timedelta(minutes=15),
    looks=(
        timedelta(seconds=10),
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=20),
    ),
)

A_DAY = timedelta(days=1)
FEWEST_POSTS = 25
"""Old pages of theirs say 25 in a day, newer ones 50 and 100; each account is told its own."""

# 4,800 calls a day for each time that the account is seen, so at least 200 an hour
# (docs/graph-api/overview/rate-limiting); the headers tell when it is less.
PACE = Pace(
    calls=200,
    per=timedelta(hours=1),
    in_flight=4,
    pause=timedelta(minutes=5),
    posts=(FEWEST_POSTS, A_DAY),
    read=pace.read,
)

HANDOVER = Handover(
    url=f"{WEB}/",
    steps=(
        "Open Instagram on the phone, with the account that is to post.",
        "Tap the plus sign and choose the pictures or videos in their order.",
        "Paste the text, add people, place and music, and share it.",
    ),
)


def at_account(network: Network, facts: Mapping[str, Any]) -> Network:
    """What this account may do by the way in which it was signed in, and how often a day."""
    total = facts.get("posts_a_day")
    if isinstance(total, int) and total > 0:
        network = replace(network, pace=replace(network.pace, posts=(total, A_DAY)))
    if facts.get("login") != Login.INSTAGRAM:
        return network
    options = tuple(option for option in network.options if option != PLACE)
    return replace(network, options=options, connector=Lasting)


def is_a_post(parcel: Parcel) -> bool:
    """Every post lies in a container first; comments do not."""
    return parcel.step is Step.PART


NETWORK = Network(
    key="instagram",
    name="Instagram",
    badge="Ig",
    tint=12,
    connector=Connector,
    server=INSTAGRAM,
    hosts=(
        "graph.facebook.com",
        "rupload.facebook.com",
        "api.instagram.com",
    ),
    sign_ins=SIGN_INS,
    posts=POSTS,
    comment=COMMENT,
    options=OPTIONS,
    pace=PACE,
    proof=PROOF,
    rhythm=Rhythm(
        per_week=4, source="our own judgement: every other day", apart=timedelta(hours=4)
    ),
    fetches=True,
    handover=HANDOVER,
    refusal=refusal,
    adapt=at_account,
    needs_preparing=is_a_post,
    rendered=rendered,
    checked=date(2026, 11, 28),
    sources=(
        "https://developers.facebook.com/documentation/instagram-platform/content-publishing",
        "https://developers.facebook.com/documentation/instagram-platform/content-publishing/resumable-uploads",
        "https://developers.facebook.com/documentation/instagram-platform/instagram-graph-api/reference/ig-user/media",
        "https://developers.facebook.com/documentation/instagram-platform/reference/error-codes",
        "https://developers.facebook.com/docs/graph-api/overview/rate-limiting",
    ),
)
