"""Held against what we did not write: Discord's own OpenAPI description."""

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Handle, Kind, LinkCard, Parcel, Poll, PostType, Step
from antiphon.networks.discord import rules
from antiphon.networks.discord.tests import witness
from antiphon.networks.discord.tests.lines import Line, Town, enclosure, parcel

pytestmark = witness.needed
LEFT_OUT = {
    "webhook_event_vectors.json": "Events pushed to an application; we ask and are not called.",
}
"""What was gathered and is not held against us, and why. Nothing recorded is among it. The sign-in
by a journey is not in the description: its paths belong to OAuth 2."""


def test_every_call_and_every_answer_is_as_the_description_says(town: Town, tmp_path: Path) -> None:
    everything(town, tmp_path)

    wrong = sorted({told for one in town.said for told in witness.problems(one)})
    done = Counter((one.method, witness.template_of(one)) for one in town.said)

    assert wrong == []
    assert {one.status for one in town.said} == {200, 201, 204, 400, 401, 403, 404, 413, 429}
    assert len(town.said) > 80
    assert len(done) == 18


def test_the_description_notices_what_is_not_as_it_says(line: Line) -> None:
    line.publish(parcel())
    said = line.last
    asked, told = said.asked(), said.told()
    said.body = json.dumps({**asked, "content": 7, "nonsense": 1}).encode()
    said.answer = json.dumps({**told, "attachments": "none"}).encode()
    said.query = {"loud": "1"}

    assert len(witness.problems(said)) >= 4


def test_the_limits_are_those_of_the_description() -> None:
    schemas = witness.document()["components"]["schemas"]
    webhook = schemas["IncomingWebhookRequestPartial"]["properties"]
    poll = schemas["PollCreateRequest"]["properties"]
    file = schemas["MessageAttachmentRequest"]["properties"]

    assert webhook["content"]["maxLength"] == rules.CONTENT
    assert webhook["thread_name"]["maxLength"] == rules.NAME
    assert webhook["applied_tags"]["maxItems"] == rules.TAGS
    assert webhook["attachments"]["maxItems"] == rules.FILES
    assert schemas["RichEmbed"]["properties"]["title"]["maxLength"] == rules.TITLE
    assert schemas["RichEmbed"]["properties"]["description"]["maxLength"] == rules.DESCRIPTION
    assert (poll["answers"]["minItems"], poll["answers"]["maxItems"]) == (1, 10)
    assert (poll["duration"]["minimum"], poll["duration"]["maximum"]) == (1, 768)
    assert schemas["PollMedia"]["properties"]["text"]["maxLength"] == rules.QUESTION
    assert file["description"]["maxLength"] == 1024


def test_all_that_was_gathered_is_used_or_left_out_for_a_reason() -> None:
    gathered = {path.name for path in witness.SPECS.iterdir()}

    assert gathered == {"SOURCES.md", "openapi.json", *LEFT_OUT}


def everything(town: Town, folder: Path) -> None:
    """Use every ability of bot, forum and webhook once, well and badly."""
    line, news = town.line(), town.line("news", kind="announcements")
    news.publish(parcel("Big", options={"crosspost": True}))
    whole_life(line, posts(folder))
    in_a_forum(town, posts(folder)[0])
    hook = town.line("hook", kind="webhook")
    whole_life(hook, posts(folder))
    town.enter("bot", {"token": line.address.credential.secret("token")})
    badly(line, hook, folder)


def whole_life(line: Line, said: list[Parcel]) -> None:
    """Say, change, show, count and take back."""
    receipts = [line.publish(one) for one in said]
    for receipt in receipts:
        line.react(ReactionKind.REPLY, receipt.id, "Where?")
        line.react(ReactionKind.LIKE, receipt.id)
        line.send(Verb.EDIT, parcel("Better"), receipt)
        line.send(Verb.READ, receipt=receipt)
    ids = [receipts[0].id, line.address.id]
    line.ask(lambda connector: connector.count(ids))
    line.ask(lambda connector: connector.whoami())
    if line.address.kind != "webhook":
        root = Handle(id=receipts[0].id)
        line.publish(parcel("Below", step=Step.COMMENT, root=root, parent=root))
        line.send(Verb.LOOK, said[0])
        line.hear(receipts[0])
    for receipt in (*receipts, receipts[0]):
        line.send(Verb.WITHDRAW, receipt=receipt)


def posts(folder: Path) -> list[Parcel]:
    """One parcel of every form, with everything that can be chosen."""
    pictures = tuple(enclosure(folder, name=name, alt="A cup") for name in "ab")
    film = enclosure(folder, Kind.VIDEO, "c")
    poll = Poll(
        choices=("a", "b"), question="Which?", multiple=True, closes_after=timedelta(hours=9)
    )
    card = LinkCard(url="https://a.example", title="A", description="About a")
    chosen = {"mentions": "everyone", "silent": True, "no_preview": True}
    return [
        parcel("Hi @everyone", options=chosen),
        parcel(type=PostType.LINK, link=card),
        parcel(type=PostType.CAROUSEL, enclosures=(*pictures, film), options={"spoiler": True}),
        parcel(type=PostType.DOCUMENT, enclosures=(enclosure(folder, Kind.DOCUMENT, "d"),)),
        parcel(type=PostType.GIF, enclosures=(enclosure(folder, Kind.GIF, "e"),)),
        parcel(type=PostType.POLL, poll=poll),
        parcel(type=PostType.ARTICLE, title="News", enclosures=pictures, link=card),
    ]


def in_a_forum(town: Town, said: Parcel) -> None:
    """A thread with its answers, and one whose title a webhook gives."""
    channel = town.line("talk", kind="forum").channel
    channel.tags = {"1001": "News"}
    line, hook = town.line("talk", kind="forum"), town.line("talk", kind="webhook")
    receipt = line.publish(parcel("Title", options={"tags": ["News"]}))
    line.react(ReactionKind.REPLY, receipt.id, "Where?")
    line.hear(receipt)
    line.ask(lambda connector: connector.count([receipt.id]))
    line.send(Verb.LOOK, said)
    thread = hook.publish(parcel(options={"thread_name": "Title"}))
    hook.send(Verb.WITHDRAW, receipt=thread)
    channel.needs_tag = True
    line.send(Verb.PUBLISH, parcel())
    hook.send(Verb.PUBLISH, parcel())


def badly(line: Line, hook: Line, folder: Path) -> None:
    """What the network refuses, each in its own way."""
    large = enclosure(folder, name="large", size=11 * 1024 * 1024)
    for one in (parcel("x" * 2001), parcel(""), parcel(enclosures=(large,))):
        line.send(Verb.PUBLISH, one)
    line.channel.may.discard("send")
    line.send(Verb.PUBLISH, parcel())
    line.town.simulator.gate.calls = 0
    line.send(Verb.PUBLISH, parcel())
    line.town.simulator.gate.calls = 50
    hook.town.simulator.revoke("hook")
    hook.send(Verb.PUBLISH, parcel())
    again = line.town.line()
    line.town.simulator.revoke("tea")
    again.send(Verb.PUBLISH, parcel())
