"""Threads, by Meta's Threads API. The key is an everyday word."""

from collections.abc import Iterator, Mapping
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
    PollRule,
    PostRule,
    Proof,
    ProofKind,
    Rhythm,
    TargetingRule,
    TextRule,
    ThreadRule,
)
from antiphon.connect.values import Kind, Parcel, PostType
from antiphon.kernel.problem import Problem
from antiphon.kernel.text import links
from antiphon.networks.threads import pace
from antiphon.networks.threads.connector import Connector
from antiphon.networks.threads.desk import SCOPES, Journey, Pasted
from antiphon.networks.threads.graph import GRAPH, WEB
from antiphon.networks.threads.refusals import refusal
from antiphon.networks.threads.wire import length, rendered

MB, GB = 1024**2, 1024**3

# …/reference/publishing: 500 characters, of which an emoji takes as many as it has bytes.
TEXT = TextRule(measures=(Measure(limit=500, count=length),))
# …/create-posts/text-attachments: what is long goes along with a post of the usual length.
LONG = TextRule(measures=(Measure(limit=10_000, count=length),))

# …/posts: JPEG or PNG, 8 MB, 10:1 at the most, 320 to 1,440 pixels wide (Threads scales itself).
PICTURE = FileRule(mimes=("image/jpeg", "image/png"), max_bytes=8 * MB, ratio=(0.1, 10.0))
# …/posts: MP4 or MOV, 1 GB, five minutes, 1,920 pixels wide, 0.01:1 to 10:1, 23 to 60 pictures
# a second.
VIDEO = FileRule(
    mimes=("video/mp4", "video/quicktime"),
    max_bytes=GB,
    max_width=1_920,
    ratio=(0.01, 10.0),
    max_seconds=300,
    max_fps=60,
)
ALT, MOST, LINKS = 1_000, 20, 5

PICTURES = MediaRule(files={Kind.IMAGE: PICTURE}, least=1, most=MOST, alt_text=ALT)
MIXED = MediaRule(files={Kind.IMAGE: PICTURE, Kind.VIDEO: VIDEO}, least=2, most=MOST, alt_text=ALT)
DAY = timedelta(days=1)

POSTS = {
    PostType.TEXT: PostRule(text=TEXT, needs_text=True),
    PostType.LINK: PostRule(text=TEXT, link=True),
    PostType.IMAGES: PostRule(text=TEXT, media=PICTURES),
    PostType.VIDEO: PostRule(
        text=TEXT, media=MediaRule(files={Kind.VIDEO: VIDEO}, least=1, most=1, alt_text=ALT)
    ),
    PostType.CAROUSEL: PostRule(text=TEXT, media=MIXED),
    PostType.POLL: PostRule(
        text=TEXT,
        needs_text=True,
        poll=PollRule(
            choices=(2, 4), choice=Measure(limit=25), closes_after=(DAY, DAY), durations=(DAY,)
        ),
    ),
    PostType.ARTICLE: PostRule(
        text=LONG,
        title=Measure(limit=500, count=length),
        needs_title=True,
        needs_text=True,
        link=True,
    ),
}

OPTIONS = (
    Option(
        key="topic",
        name="Topic",
        kind=OptionKind.TEXT,
        most=50,
        help="One word or phrase without full stop and ampersand; Threads shows it with the post.",
    ),
    Option(
        key="replies",
        name="Who may reply",
        kind=OptionKind.CHOICE,
        choices=(
            ("everyone", "Everybody"),
            ("accounts_you_follow", "Profiles that you follow"),
            ("followers_only", "Your followers"),
            ("mentioned_only", "Only who is mentioned"),
            ("parent_post_author_only", "Only who wrote the post that this one answers"),
        ),
        default="everyone",
    ),
    Option(
        key="approvals",
        name="Replies wait for approval",
        kind=OptionKind.SWITCH,
        help="Approve them in the Threads app.",
    ),
    Option(
        key="spoiler",
        name="Hide the pictures until somebody taps",
        kind=OptionKind.SWITCH,
        types=frozenset({PostType.IMAGES, PostType.VIDEO, PostType.CAROUSEL}),
    ),
    Option(
        key="vanishes",
        name="Vanishes after 24 hours",
        kind=OptionKind.SWITCH,
        types=frozenset({PostType.TEXT}),
    ),
    Option(
        key="quote", name="Quotes a post", kind=OptionKind.TEXT, most=40, help="The post's number."
    ),
    Option(
        key="location",
        name="Place",
        kind=OptionKind.TEXT,
        most=40,
        help="The place's number on Threads; Meta must have allowed the app to tag places.",
    ),
)

# …/posts/geo-gating: a hard limit, for accounts to which Threads has given the feature.
TARGETING = TargetingRule(
    restricts=frozenset({"countries"}),
    note="Only accounts to which Threads has given geo-gating can choose countries.",
)
NOBODY = TargetingRule(note="Threads has not given this account the choice of countries.")


def adapted(network: Network, facts: Mapping[str, Any]) -> Network:
    """Whether this account may choose countries, as Threads told."""
    return replace(network, targeting=NOBODY) if facts.get("geo_gating") is False else network


def objections(parcel: Parcel) -> Iterator[Problem]:
    """More links than Threads takes (since 2025-12-22), and a topic that it cannot be."""
    urls = {parcel.text[start:end] for start, end in links(parcel.text)}
    is_shown = parcel.type in {PostType.LINK, PostType.ARTICLE}
    urls |= {parcel.link.url} if parcel.link and is_shown else set()
    if len(urls) > LINKS:
        say = f"Threads takes at most {LINKS} links in a post, not {len(urls)}. Remove some."
        yield Problem(field="text", rule="too_many_links", actual=len(urls), limit=LINKS, say=say)
    if set(str(parcel.options.get("topic") or "")) & set(".&"):
        say = "A topic on Threads has no full stop and no ampersand."
        yield Problem(field="options.topic", rule="form", say=say)


# The container knows whether it was published (…/troubleshooting). How late an effect may come is
# not documented; five minutes are our own judgement. That publishing a container twice makes one
# post is likely and nowhere promised: so it is never repeated on a guess.
PROOF = Proof(
    kind=ProofKind.HANDLE,
    settle=timedelta(minutes=5),
    looks=(
        timedelta(seconds=10),
        timedelta(minutes=1),
        timedelta(minutes=3),
        timedelta(minutes=10),
    ),
)

HANDOVER = Handover(
    url=f"{WEB}/intent/post?text={{text}}",
    steps=("Check the words.", "Add the pictures.", "Press “Post”."),
)

NETWORK = Network(
    key="threads",
    name="Threads",
    badge="Th",
    tint=11,
    connector=Connector,
    server=GRAPH,
    sign_ins=(
        SignIn(
            key="oauth",
            name="Sign in with Threads",
            desk=Journey,
            needs_app=True,
            scopes=SCOPES,
            # A token lives for 60 days; renewing early leaves a month for trouble.
            refresh_before=timedelta(days=30),
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
                    help="From the User Token Generator of your app, under Threads.",
                ),
            ),
            refresh_before=timedelta(days=30),
        ),
    ),
    posts=POSTS,
    thread=ThreadRule(most=25),  # no limit is named; 25 is our own judgement
    comment=PostRule(text=TEXT, needs_text=True),
    options=OPTIONS,
    targeting=TARGETING,
    # 4,800 calls a day for each view of the account, counted as at least ten: 2,000 an hour.
    pace=Pace(
        calls=1_500,
        per=timedelta(hours=1),
        in_flight=4,
        pause=timedelta(minutes=5),
        posts=(250, DAY),  # rolling; asked for before each one too
        read=pace.read,
    ),
    proof=PROOF,
    rhythm=Rhythm(per_week=7, source="our own judgement: once a day"),
    fetches=True,
    handover=HANDOVER,
    refusal=refusal,
    needs_preparing=lambda _parcel: True,
    adapt=adapted,
    objections=objections,
    rendered=rendered,
    checked=date(2026, 11, 21),
    sources=(
        "https://developers.facebook.com/documentation/threads/reference/publishing",
        "https://developers.facebook.com/documentation/threads/reply-management",
        "https://developers.facebook.com/documentation/threads/webhooks",
        "https://developers.facebook.com/documentation/threads/troubleshooting",
        "https://developers.facebook.com/docs/threads/posts/geo-gating",
        "https://developers.facebook.com/docs/threads/create-posts/text-attachments",
        "https://github.com/fbsamples/threads_api",
    ),
)
