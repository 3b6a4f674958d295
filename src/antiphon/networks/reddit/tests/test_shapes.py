"""What the connector asks and the simulator answers has the shape of what was recorded."""

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import LinkCard, Poll, PostType, Step
from antiphon.networks.reddit.tests.cassettes import needs_recordings, places, recorded, shape
from antiphon.networks.reddit.tests.lines import Line, film, gallery, handle_of, parcel
from antiphon.networks.reddit.tests.test_desk import granted
from tests.networks.recording import Exchange

pytestmark = needs_recordings

UNRECORDED = {
    "GET /r/{}/about/rules": "documented at www.reddit.com/dev/api",
    "GET /subreddits/mine/moderator": "documented; the list of subscriptions has its shape",
    "GET /user/{}/submitted": "documented; the overview of a person has its shape",
    "GET /user/{}/comments": "documented; the overview of a person has its shape",
    "POST /api/morechildren": "documented at www.reddit.com/dev/api",
    "GET www.reddit.com/api/v1/authorize": "a page for people",
    "POST www.reddit.com/api/v1/revoke_token": "documented in the wiki on OAuth 2",
}
"""What we ask and nobody recorded, and where it comes from."""

FIELDS = {
    "POST /r/{}/api/flairselector": {"is_newlink"},
    "POST /api/submit_gallery_post.json": {"flair_id", "flair_text"},
    "POST /api/submit_poll_post": {"flair_id", "flair_text", "api_type"},
}
"""Fields that we send and nobody recorded for that call; the documentation has them."""

TOLD: set[str] = set()
"""What the simulator tells and no recorded answer has."""

HELD = (14, 39)
"""So many kinds of calls, and so many answers, are held against recorded ones."""


def everything(line: Line, folder: Path) -> list[Exchange]:
    """One of each thing that the connector and the desk can ask."""
    credential = granted(line).credential
    line.desk(lambda desk: desk.refresh(credential))
    link, flair = LinkCard(url="https://fizz.example/"), next(iter(line.community.flairs))
    marks = {"flair": flair, "flair_text": "News!", "nsfw": True, "spoiler": True}
    first = line.publish(parcel("A text", options=marks))
    passed = LinkCard(url=f"https://www.reddit.com/comments/{first.id[3:]}/")
    for sent in (
        parcel("A link", type=PostType.LINK, link=link, options=marks),
        parcel("", type=PostType.LINK, link=passed, options={"crosspost": True}),
        gallery(folder, 1, text="A picture", options=marks),
        gallery(folder, 2, text="A gallery", options={**marks, "captions": ["One"]}),
        parcel("A poll", type=PostType.POLL, poll=Poll(choices=("A", "B")), options=marks),
        film(folder, text="A film", options=marks),
    ):
        line.send(Verb.LOOK, sent)
        line.send(Verb.READ, receipt=line.publish(sent))
    talk(line, first)
    line.desk(lambda desk: desk.revoke(credential))
    return line.recorder.heard


def talk(line: Line, first: Any) -> None:
    """A comment of ours, one of another, figures, an edit, and the end."""
    root = handle_of(first)
    sent = parcel("Ours", step=Step.COMMENT, root=root, parent=root)
    comment = line.publish(sent)
    line.send(Verb.LOOK, sent)
    line.react(ReactionKind.REPLY, first, "Theirs")
    line.server.quirks.hides = 1
    line.ask(lambda connector: connector.answers([first.id], ""))
    line.ask(lambda connector: connector.count([first.id, comment.id, line.address.id]))
    line.ask(lambda connector: connector.whoami())
    for receipt in (comment, first):
        line.send(Verb.EDIT, parcel("Better"), receipt)
        line.send(Verb.WITHDRAW, receipt=receipt)


def name_of(one: Exchange) -> str:
    """The name of a call as it was recorded."""
    host, path = "", one.path
    if path.startswith("/-/"):
        host, _slash, path = path.removeprefix("/-/").partition("/")
        path = f"/{path}"
    return f"{one.method} {host}{shape(path)}"


def test_every_call_is_one_that_was_recorded_or_is_documented(line: Line, tmp_path: Path) -> None:
    asked = {name_of(one) for one in everything(line, tmp_path)}
    known = {one.name for one in recorded()}

    assert asked - known == UNRECORDED.keys()


def test_every_field_is_one_that_was_recorded_or_is_documented(line: Line, tmp_path: Path) -> None:
    known: dict[str, set[str]] = defaultdict(set)
    for told in recorded():
        known[told.name] |= told.fields.keys()
    strange: dict[str, set[str]] = defaultdict(set)
    for one in everything(line, tmp_path):
        if one.method == "POST" and name_of(one) in known and one.asked:
            strange[name_of(one)] |= set(one.asked) - known[name_of(one)]

    found = {name: fields for name, fields in strange.items() if fields and "amazonaws" not in name}
    assert found == FIELDS


def test_every_answer_has_the_shape_of_a_recorded_one(line: Line, tmp_path: Path) -> None:
    known: set[str] = set()
    for told in recorded():
        if told.answer.status == 200 and told.answer.body[:1] in {b"{", b"["}:
            known |= places(told.answer.json(), told.name)
    calls = {one.name for one in recorded()}
    strange: set[str] = set()
    met: Counter[str] = Counter()
    for one in everything(line, tmp_path):
        if name_of(one) in calls and one.answer[:1] in {b"{", b"["}:
            strange |= places(one.told, name_of(one)) - known
            met[name_of(one)] += 1

    assert strange == TOLD
    assert (len(met), sum(met.values())) == HELD
