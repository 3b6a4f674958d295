"""The connector at its simulator: publishing, looking, editing, taking back, hearing, counting."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, Gone, TryLater
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import Kind, Live, Metric, PostType, Receipt
from antiphon.networks.ghost import wire
from antiphon.networks.ghost.tests.sandbox_site import Channel, Served, file_of, parcel, picture

ASHA = Person(id="p1", name="Asha", country="IN")


def held(site: Served, handle: str = "tea") -> list[str]:
    """The states of everything at a site."""
    return [post.status for post in site.simulator.sites[handle].posts.values()]


def reply(site: Served, post: Receipt, text: str) -> None:
    """Somebody answers."""
    site.simulator.react(Reaction(kind=ReactionKind.REPLY, by=ASHA, account=post.id, post=post.id,
                                  text=text, at=datetime.now(UTC)))  # fmt: skip


def test_a_post_is_told_with_all_it_has(site: Served, channel: Channel, tmp_path: Path) -> None:
    files = (picture(tmp_path), picture(tmp_path, "Second", red=9))
    channel.publish(parcel(enclosures=files, labels=("tea",), options={"excerpt": "Cold"}))
    (shown,) = site.simulator.timeline()

    assert (shown.title, shown.text) == ("Iced tea & lime", "Cold.\n\nVery cold.")
    assert [(one.alt, one.digest) for one in shown.media] == [
        (file.alt, file.digest) for file in files
    ]
    assert shown.options["tags"] == ["tea"]
    assert shown.options["custom_excerpt"] == "Cold"


def test_preparing_shows_nothing_and_again_makes_nothing_more(
    site: Served, channel: Channel
) -> None:
    first, again = channel.prepared(parcel()), channel.prepared(parcel())

    assert first.handles == again.handles
    assert held(site) == ["draft"]
    assert site.simulator.timeline() == []
    assert channel.send(Verb.LOOK, parcel()) == Absent() == channel.send(Verb.LOOK, first)


@pytest.mark.promise("P2")
def test_publishing_again_sends_nothing_and_mails_nobody(site: Served, channel: Channel) -> None:
    ready = channel.prepared(parcel(options={"newsletter": "default-newsletter"}))
    first, second = channel.send(Verb.PUBLISH, ready), channel.send(Verb.PUBLISH, ready)
    (post,) = site.simulator.sites["tea"].posts.values()
    mail = post.email

    assert first == second == channel.send(Verb.PUBLISH, replace(ready, handles={}))
    assert (post.status, post.email) == ("published", mail)
    assert mail is not None
    assert mail["newsletter"] == "default-newsletter"


def test_a_post_is_found_by_its_draft_and_by_its_mark(channel: Channel) -> None:
    ready = channel.prepared(parcel())
    receipt = channel.send(Verb.PUBLISH, ready)

    assert receipt == channel.send(Verb.LOOK, ready) == channel.send(Verb.LOOK, parcel())


def test_what_somebody_changed_at_the_site_is_published_all_the_same(
    site: Served, channel: Channel
) -> None:
    ready = channel.prepared(parcel())
    (post,) = site.simulator.sites["tea"].posts.values()
    post.updated_at += timedelta(seconds=90)
    receipt = channel.send(Verb.PUBLISH, ready)

    assert isinstance(receipt, Receipt)
    assert held(site) == ["published"]
    post.updated_at += timedelta(seconds=90)
    assert channel.send(Verb.PUBLISH, ready) == receipt


def test_a_deleted_draft_asks_a_person(site: Served, channel: Channel) -> None:
    ready = channel.prepared(parcel())
    site.simulator.sites["tea"].posts.clear()

    assert isinstance(channel.send(Verb.PUBLISH, ready), ChangeIt)
    assert held(site) == []


def test_a_post_that_somebody_changes_meanwhile_waits(site: Served, channel: Channel) -> None:
    receipt = channel.publish(parcel())
    post = site.simulator.sites["tea"].posts[receipt.id]
    told = {"status": "published", "updated_at": "2020-01-01T00:00:00.000Z"}
    answer = channel.send(Verb.EDIT, parcel(text="Mine"), receipt=receipt)

    assert isinstance(answer, Receipt)
    assert post.html == "<p>Mine</p>"
    route, body = f"posts/{receipt.id}", {"posts": [told]}
    with pytest.raises(TryLater, match="same moment"):
        channel.ask(lambda talk: talk.site.ask("PUT", route, json_body=body))


def test_an_edit_of_what_is_gone_says_so(channel: Channel) -> None:
    receipt = channel.publish(parcel())

    assert channel.send(Verb.WITHDRAW, receipt=receipt) == Done()
    assert channel.send(Verb.WITHDRAW, receipt=receipt) == Done()
    assert isinstance(channel.send(Verb.EDIT, parcel(), receipt=receipt), Gone)
    assert isinstance(channel.send(Verb.READ, receipt=receipt), Gone)


def test_what_was_made_a_draft_again_is_not_public(site: Served, channel: Channel) -> None:
    receipt = channel.publish(parcel())
    site.simulator.sites["tea"].posts[receipt.id].status = "draft"

    assert isinstance(channel.send(Verb.READ, receipt=receipt), Gone)
    assert list(channel.ask(lambda talk: talk.count([receipt.id]))) == []


def test_a_page_is_published_found_and_taken_back(site: Served, channel: Channel) -> None:
    sent = parcel(options={"page": True})
    receipt = channel.publish(sent)

    assert receipt.id.startswith(wire.PAGE)
    assert receipt == channel.send(Verb.LOOK, sent)
    assert isinstance(channel.send(Verb.READ, receipt=receipt), Live)
    assert channel.send(Verb.WITHDRAW, receipt=receipt) == Done()
    assert held(site) == []


def test_clips_and_documents_are_brought_by_their_own_routes(
    site: Served, channel: Channel, tmp_path: Path
) -> None:
    clip, paper = tmp_path / "clip.mp4", tmp_path / "paper.pdf"
    clip.write_bytes(b"clip")
    paper.write_bytes(b"%PDF")
    files = (file_of(clip, Kind.VIDEO, "video/mp4"),
             file_of(paper, Kind.DOCUMENT, "application/pdf"))  # fmt: skip
    receipt = channel.publish(parcel(type=PostType.DOCUMENT, enclosures=files))
    live = channel.send(Verb.READ, receipt=receipt)
    (shown,) = site.simulator.timeline()

    assert [one.digest for one in shown.media] == [one.digest for one in files]
    assert isinstance(live, Live)
    assert (live.text, live.media) == (shown.text, 2)


def test_a_file_that_the_site_does_not_take_is_named(channel: Channel, tmp_path: Path) -> None:
    path = tmp_path / "a.bmp"
    path.write_bytes(b"BM")
    refused = channel.send(
        Verb.PREPARE, parcel(enclosures=(file_of(path, Kind.IMAGE, "image/bmp"),))
    )

    assert isinstance(refused, ChangeIt)
    assert refused.problem is not None
    assert refused.problem.field == "media"


def test_comments_are_heard_once_in_pages_and_counted(site: Served, channel: Channel) -> None:
    post = channel.publish(parcel())
    for n in range(130):
        reply(site, post, f"Say {n}")
    first = channel.ask(lambda talk: talk.answers([post.id], ""))
    reply(site, post, "Later")
    later = channel.ask(lambda talk: talk.answers([], first.cursor))
    nothing = channel.ask(lambda talk: talk.answers([post.id], later.cursor))
    counted = channel.ask(lambda talk: talk.count([post.id, channel.address.id]))

    assert [one.text for one in first.messages] == [f"Say {n}" for n in range(130)]
    assert [one.text for one in later.messages] == ["Later"]
    assert list(nothing.messages) == []
    assert (nothing.cursor, first.messages[0].url) == (later.cursor, f"{post.url}#ghost-comments")
    assert {one.metric: one.value for one in counted} == {
        Metric.REPLIES: 131, Metric.CLICKS: 0, Metric.LIKES: 0, Metric.FOLLOWERS: 0,
    }  # fmt: skip


def test_a_wrong_clock_is_the_installations_business(
    site: Served, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("antiphon.networks.ghost.site.time.time", lambda: 1_700_000_000)

    assert isinstance(channel.send(Verb.PREPARE, parcel()), FixSetup)
    assert held(site) == []
