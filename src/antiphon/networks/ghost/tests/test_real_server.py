"""The connector against a real site: the npm package, SQLite, on loopback."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from antiphon.connect.errors import ChangeIt, Gone, LookFirst, SignInAgain
from antiphon.connect.post_office import Absent, Done, PostOffice, Verb
from antiphon.connect.registry import network
from antiphon.connect.values import Kind, LinkCard, Live, Metric, Parcel, PostType, Receipt
from antiphon.networks.ghost.page import rendered
from antiphon.networks.ghost.tests.real_server import RealSite, real_site
from antiphon.networks.ghost.tests.sandbox_site import (
    Channel,
    channel,
    file_of,
    opened,
    parcel,
    picture,
)
from antiphon.sandbox.lines import Line, Trouble

pytestmark = [pytest.mark.realserver, pytest.mark.slow, pytest.mark.timeout(1800)]
TEXT = (
    "Iced “tea” -- [gallery] & <b>lime</b> at https://example.com/tea?a=1&b=2.\n\n## Why\n\n"
    "- cold\n- sweet\n\n> so they say\n> again\n\nहिन्दी, 茶 and 🍋 **now** -->"
)


@pytest.fixture(scope="module")
def real() -> Iterator[RealSite]:
    """One site for all tests of this module."""
    with real_site() as found:
        yield found


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    """A post office that may speak to this machine."""
    with opened() as found:
        yield found


@pytest.fixture(scope="module")
def tea(real: RealSite, office: PostOffice) -> Channel:
    """A channel on it."""
    return channel(office, real.home, {"token": real.key})


def fresh(**given: Any) -> Parcel:
    """A parcel that no test used before."""
    return parcel(**{"key": f"{secrets.token_hex(8)}:part:0", "text": TEXT, **given})


def of_title(real: RealSite, title: str) -> list[dict[str, Any]]:
    """Everything of that title, drafts too."""
    return [one for one in real.posts() if one["title"] == title]


def test_a_post_with_pictures_reads_back_as_it_was_sent(
    tea: Channel, real: RealSite, tmp_path: Path
) -> None:
    alts = ("A “green” bottle & <ice>", "Second")
    files = (picture(tmp_path, alts[0]), picture(tmp_path, alts[1], red=90))
    title = f"Tea {secrets.token_hex(4)}"
    sent = fresh(title=title, enclosures=files, labels=("Tea", "R&D"),
                 options={"excerpt": "Cold", "featured": True, "visibility": "members"},
                 link=LinkCard(url="https://example.com/more", title="More"))  # fmt: skip
    receipt = tea.publish(sent)
    live = tea.send(Verb.READ, receipt=receipt)

    assert isinstance(live, Live)
    assert (live.text, live.alts, live.media) == (rendered(TEXT), alts, 2)
    assert receipt.url.startswith(f"{real.home}/tea-")
    (told,) = of_title(real, title)
    assert [one["name"] for one in told["tags"]] == ["Tea", "R&D"]
    assert (told["custom_excerpt"], told["featured"], told["visibility"]) == (
        "Cold",
        True,
        "members",
    )
    assert "kg-bookmark-card" in told["html"]
    assert told["email"] is None


def test_a_clip_and_a_document_stand_inside(tea: Channel, tmp_path: Path) -> None:
    clip, paper = tmp_path / "clip.mp4", tmp_path / "paper.pdf"
    clip.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(2_000))
    paper.write_bytes(b"%PDF-1.4\n%%EOF\n" + bytes(500))
    film = replace(file_of(clip, Kind.VIDEO, "video/mp4", "Ice melts"), width=640, height=360,
                   seconds=75.0)  # fmt: skip
    for type, file in (
        (PostType.VIDEO, film),
        (PostType.DOCUMENT, file_of(paper, Kind.DOCUMENT, "application/pdf", "Our recipes")),
    ):
        receipt = tea.publish(fresh(type=type, enclosures=(file,)))
        live = tea.send(Verb.READ, receipt=receipt)
        assert isinstance(live, Live)
        assert (live.text, live.media) == (rendered(TEXT), 1)


def test_preparing_again_makes_no_second_draft(tea: Channel, real: RealSite) -> None:
    title = f"Once {secrets.token_hex(4)}"
    sent = fresh(title=title)
    first, again = tea.prepared(sent), tea.prepared(sent)

    assert first.handles == again.handles
    assert tea.send(Verb.LOOK, first) == Absent()
    assert [one["status"] for one in of_title(real, title)] == ["draft"]


@pytest.mark.promise("P2")
def test_publishing_again_changes_nothing(tea: Channel, real: RealSite) -> None:
    title = f"Twice {secrets.token_hex(4)}"
    sent = fresh(title=title)
    ready = tea.prepared(sent)
    first, second, forgotten = (
        tea.send(Verb.PUBLISH, one) for one in (ready, ready, sent)
    )  # fmt: skip

    assert first == second == forgotten == tea.send(Verb.LOOK, sent)
    assert [one["status"] for one in of_title(real, title)] == ["published"]


@pytest.mark.promise("P2", "F11")
@pytest.mark.parametrize("trouble", [Trouble.LOSE_AFTER, Trouble.CUT])
def test_a_lost_answer_never_becomes_two_posts(
    real: RealSite, office: PostOffice, tmp_path: Path, trouble: Trouble
) -> None:
    title = f"Lost {secrets.token_hex(4)}"
    sent = fresh(title=title, enclosures=(picture(tmp_path, "Lost"),))
    with Line(real.port).running() as line:
        there = channel(office, f"http://127.0.0.1:{line.port}", {"token": real.key})
        ready = there.prepared(sent)
        line.go_wrong(trouble, times=-1, method="PUT")
        assert isinstance(there.send(Verb.PUBLISH, ready), LookFirst)
        line.rules.clear()
        found = there.send(Verb.LOOK, ready)
        again = there.send(Verb.PUBLISH, ready)

    assert isinstance(found, Receipt)
    assert found == again
    assert [one["status"] for one in of_title(real, title)] == ["published"]


def test_an_edit_changes_what_is_live(tea: Channel) -> None:
    sent = fresh()
    receipt = tea.publish(sent)
    edited = tea.send(Verb.EDIT, replace(sent, text="Warm."), receipt=receipt)
    live = tea.send(Verb.READ, receipt=receipt)

    assert edited == receipt
    assert isinstance(live, Live)
    assert live.text == "Warm."


def test_withdrawing_twice_is_done(tea: Channel, real: RealSite) -> None:
    title = f"Back {secrets.token_hex(4)}"
    receipt = tea.publish(fresh(title=title))

    assert [tea.send(Verb.WITHDRAW, receipt=receipt) for _ in range(2)] == [Done(), Done()]
    assert isinstance(tea.send(Verb.READ, receipt=receipt), Gone)
    assert of_title(real, title) == []


def test_a_page_is_kept_apart(tea: Channel, real: RealSite) -> None:
    title = f"Page {secrets.token_hex(4)}"
    receipt = tea.publish(fresh(title=title, options={"page": True}))

    assert isinstance(tea.send(Verb.READ, receipt=receipt), Live)
    assert of_title(real, title) == []
    assert title in [one["title"] for one in real.posts("pages")]
    assert tea.send(Verb.WITHDRAW, receipt=receipt) == Done()


def test_a_draft_that_somebody_deleted_asks_a_person(tea: Channel, real: RealSite) -> None:
    ready = tea.prepared(fresh())
    real.call("DELETE", f"posts/{ready.handles['draft']}/")

    assert isinstance(tea.send(Verb.PUBLISH, ready), ChangeIt)


def test_the_site_tells_who_it_is_and_what_to_choose_from(tea: Channel, real: RealSite) -> None:
    account = tea.ask(lambda talk: talk.whoami())
    rules = network("ghost").at(account.facts)

    assert (account.name, account.handle) == ("Tea & Co", urlsplit(real.home).netloc)
    chosen = {option.key: option.choices for option in rules.options}
    assert ("default-newsletter", "Tea & Co") in chosen["newsletter"]
    assert any(value.startswith("tier:") for value, _name in chosen["visibility"])


def test_one_tier_alone_may_read_it(tea: Channel, real: RealSite) -> None:
    tier = tea.address.facts["tiers"][0][0]
    title = f"Tier {secrets.token_hex(4)}"
    tea.publish(fresh(title=title, options={"visibility": f"tier:{tier}"}))

    (told,) = of_title(real, title)
    assert told["visibility"] == "tiers"
    assert tier in [one["id"] for one in told["tiers"]]


def test_comments_are_heard_once_and_counted(tea: Channel, real: RealSite) -> None:
    receipt = tea.publish(fresh(title=f"Talk {secrets.token_hex(4)}"))
    mail = f"{secrets.token_hex(4)}@example.com"
    made = real.told("POST", "members/", {"members": [{"email": mail, "name": "Asha"}]})
    say = {"post_id": receipt.id, "member_id": made["members"][0]["id"],
           "html": "<p>So &lt;cold&gt;<br>&amp; good</p>"}  # fmt: skip
    real.told("POST", "comments/", {"comments": [say]})
    first = tea.ask(lambda talk: talk.answers([receipt.id], ""))
    real.told("POST", "comments/", {"comments": [{**say, "html": "<p>More</p>"}]})
    later = tea.ask(lambda talk: talk.answers([receipt.id], first.cursor))
    counted = tea.ask(lambda talk: talk.count([receipt.id, tea.address.id]))

    assert [(one.author, one.about, one.text) for one in first.messages] == [
        ("Asha", receipt.id, "So <cold>\n& good")
    ]  # fmt: skip
    assert [one.text for one in later.messages] == ["More"]
    found = {one.metric: one.value for one in counted}
    assert (found[Metric.REPLIES], found[Metric.CLICKS], found[Metric.LIKES]) == (2, 0, 0)
    assert found[Metric.FOLLOWERS] >= 1


@pytest.mark.promise("P2")
def test_a_newsletter_goes_out_once_and_only_where_it_was_chosen(
    tea: Channel, real: RealSite
) -> None:
    title, letter = f"Letter {secrets.token_hex(4)}", tea.address.facts["newsletters"][0][0]
    member = {"email": f"{secrets.token_hex(4)}@example.com", "name": "Asha"}
    real.told("POST", "members/", {"members": [member]})
    options = {"newsletter": letter, "send_to": "status:free", "email_subject": "Cold"}
    ready = tea.prepared(fresh(title=title, options=options))
    first = tea.send(Verb.PUBLISH, ready)
    (told,) = of_title(real, title)
    again = tea.send(Verb.PUBLISH, ready)
    (after,) = of_title(real, title)

    assert isinstance(first, Receipt)
    assert first == again
    assert (told["newsletter"]["slug"], told["email"]["subject"]) == (letter, "Cold")
    assert told["email"]["recipient_filter"] == "status:free"
    assert told["email"]["id"] == after["email"]["id"]


def test_a_wrong_key_asks_to_sign_in_again(real: RealSite, office: PostOffice) -> None:
    for key in ("nonsense", "0" * 24 + ":" + "0" * 64, real.key[:-1] + "0"):
        with pytest.raises(SignInAgain):
            channel(office, real.home, {"token": key})
