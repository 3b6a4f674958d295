"""What we say and what our simulator says, held against what others wrote and what was recorded."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.http import Answer
from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import LinkCard, PostType, Receipt, RemoteId
from antiphon.networks.bluesky import dpop, journey, records, wire
from antiphon.networks.bluesky.facets import HANDLE, facets
from antiphon.networks.bluesky.refusals import refusal
from antiphon.networks.bluesky.simulator.contents import record_cid
from antiphon.networks.bluesky.simulator.rules import TID, TIME
from antiphon.networks.bluesky.simulator.world import Session
from antiphon.networks.bluesky.tests.builders import (
    APP_PASSWORD,
    Trial,
    enclosure,
    handle,
    parcel,
    reaction,
    shared,
    video,
)
from antiphon.networks.bluesky.tests.lexicon import Lexicons
from antiphon.networks.bluesky.tests.lines import Exchange, Line


@pytest.fixture(scope="module")
def lexicons() -> Lexicons:
    return Lexicons(shared("lexicons"))


def recorded() -> list[dict[str, Any]]:
    lines = [
        line
        for path in sorted(shared("recordings").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [json.loads(line) for line in lines]


def answer(exchange: dict[str, Any]) -> Answer:
    given, request = exchange["response"], exchange["request"]
    body = (given["body"] or {}).get("json")
    return Answer(
        status=given["status"],
        headers={name.lower(): value for name, value in given["headers"]},
        body=b"" if body is None else json.dumps(body).encode(),
        url=request["url"].partition("?")[0],
        effect=request["method"] == "POST",
    )


def everything(trial: Trial, folder: Path) -> None:
    """Use every ability once."""
    trial.simulator.open_account("bob.test", "Bob")
    picture = enclosure(folder)
    options = {"replies": "followers", "quotes": "nobody", "content_warning": "nudity"}
    text = "Hi @bob.test, see https://example.com/ü (really) #tag"
    first = parcel(key="a", text=text, language="pt-BR", labels=("one",), type=PostType.IMAGES,
                   enclosures=(picture,), options=options)  # fmt: skip
    root = trial.publish(trial.prepare(first))
    card = LinkCard(url="https://example.com/", title="T", description="D", thumb=picture)
    link = parcel(key="b", type=PostType.LINK, link=card, root=handle(root), parent=handle(root))
    trial.publish(trial.prepare(link))
    film = parcel(key="c", type=PostType.VIDEO, enclosures=(video(folder),))
    receipt = trial.publish(trial.prepare(film))
    for kind in (ReactionKind.LIKE, ReactionKind.REPLY, ReactionKind.SHARE):
        trial.simulator.react(reaction(kind, trial.address, receipt.id, text="Yes!"))
    trial.simulator.react(reaction(ReactionKind.FOLLOW, trial.address, None))
    trial.ask(lambda it: it.count([root.id, receipt.id, trial.address.id]))
    trial.ask(lambda it: it.answers([], ""))
    trial.ask(lambda it: it.names("b", 5))
    trial.ask(lambda it: it.whoami())
    trial.send(Verb.LOOK, link)
    trial.send(Verb.EDIT, replace(film, text="Better."), receipt)
    trial.send(Verb.READ, receipt=receipt)
    trial.send(Verb.WITHDRAW, receipt=root)
    trial.hold(trial.at_desk(APP_PASSWORD, lambda desk: desk.refresh(trial.address.credential)))
    trial.at_desk(APP_PASSWORD, lambda desk: desk.revoke(trial.address.credential))


def complaints(lexicons: Lexicons, one: Exchange) -> list[str]:
    found = lexicons.asked(one.name, one.query) if one.method == "GET" else []
    bodied = one.method == "POST" and one.given[:1] == b"{"
    if bodied:
        found += lexicons.given(one.name, one.json)
    if bodied and "record" in one.json:
        found += lexicons.record(one.json["record"])
    if one.status == 200:
        told = one.told if one.answer else None
        found += lexicons.told(one.name, told)
        for post in (told or {}).get("posts", ()):
            found += lexicons.record(post["record"])
    elif one.status >= 400 and not {"error", "message"} <= set(one.told):
        found.append("a refusal without a name")
    return [f"{one.name} {found}" for found in found]


def test_every_call_and_every_answer_is_as_the_lexicons_say(
    trial: Trial, line: Line, lexicons: Lexicons, tmp_path: Path
) -> None:
    everything(trial, tmp_path)

    # A video may be handed over with whose it is (bsky-docs); the lexicon names no parameters.
    held = [one for one in line.kept if "." in one.name and not one.name.startswith("did:")]
    assert len({one.name for one in held}) >= 16
    assert [say for one in held for say in complaints(lexicons, one)] == []


def test_the_validator_finds_what_is_wrong(lexicons: Lexicons) -> None:
    good = records.post(parcel())
    wrong = [
        {**good, "text": "a" * 301},
        {**good, "text": "👨‍👩‍👧‍👦" * 121},
        {**good, "createdAt": "yesterday"},
        {**good, "langs": ["en", "de", "fr", "pt"]},
        {**good, "reply": {"root": {"uri": "at://x"}}},
        {**good, "embed": {"$type": "app.bsky.embed.images", "images": [{"alt": ""}]}},
        {name: value for name, value in good.items() if name != "text"},
    ]

    assert lexicons.record(good) == []
    assert all(lexicons.record(one) for one in wrong)


def test_recorded_posts_and_ours_agree_on_facets() -> None:
    made = [
        one["request"]["body"]["json"]["record"]
        for one in recorded()
        if one["request"]["url"].endswith("createRecord")
        and "facets" in one["request"]["body"]["json"]["record"]
    ]
    full = [record for record in made if len(record["facets"]) == 3]
    for record in full:
        text, mention = record["text"], record["facets"][0]["features"][0]["did"]
        people = {text.split("@")[1].split()[0]: mention}
        assert facets(text, people) == record["facets"]

    assert full


def test_recorded_records_have_the_names_that_we_give_them() -> None:
    pairs = [
        (one["request"]["body"]["json"]["record"], one["response"]["body"]["json"]["cid"])
        for one in recorded()
        if one["request"]["url"].endswith(("createRecord", "putRecord"))
        and one["response"]["status"] == 200
    ]

    assert len(pairs) >= 10
    assert [record_cid(record) for record, _cid in pairs] == [cid for _record, cid in pairs]


def test_every_recorded_answer_parses() -> None:
    seen = set()
    for one in recorded():
        name, given = one["request"]["url"].partition("?")[0].rpartition("/")[2], answer(one)
        body = given.told()
        if not given.ok:
            seen.add(body.get("error"))
            continue
        if name in {"putRecord", "createRecord", "com.atproto.repo.putRecord"} or (
            name in {"com.atproto.repo.createRecord", "com.atproto.repo.getRecord"}
        ):
            assert wire.receipt(given).extra["cid"] == body["cid"]
        if name == "com.atproto.repo.getRecord":
            assert wire.live(given, Receipt(id=RemoteId(body["uri"]))).text
        if name == "app.bsky.feed.getPosts":
            assert len(wire.readings(body["posts"][0])) == 5
        if name == "app.bsky.notification.listNotifications":
            heard = wire.letters(body["notifications"], "did:plc:none", "")
            assert heard.cursor
            assert all(one.text for one in heard.messages if one.parent)

    assert {"RecordNotFound", "InvalidRequest", "InvalidToken", "use_dpop_nonce"} <= seen


def test_every_recorded_refusal_has_a_remedy_but_those_that_prove_nothing() -> None:
    unknown = {
        str(answer(one).told().get("error"))
        for one in recorded()
        if one["response"]["status"] >= 400 and refusal(answer(one)) is None
    }

    assert unknown <= {"InternalServerError", "UpstreamFailure", "HandleNotFound", "None"}


def vectors(name: str) -> list[str]:
    lines = shared("interop-test-files", "syntax", name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(
    ("name", "accepts"), [("tid", TID), ("handle", HANDLE), ("datetime", TIME)], ids=str
)
def test_we_know_good_from_bad_names(name: str, accepts: Any) -> None:
    good, bad = vectors(f"{name}_syntax_valid.txt"), vectors(f"{name}_syntax_invalid.txt")

    assert [one for one in good if not accepts.fullmatch(one)] == []
    if name != "datetime":  # there a pattern is only half of it
        assert [one for one in bad if accepts.fullmatch(one)] == []


def test_our_record_keys_are_timestamp_identifiers() -> None:
    keys = [
        records.record_key(f"{n}", datetime(year, 6, 1, tzinfo=UTC))
        for year in (1970, 2026, 2200)
        for n in range(200)
    ]

    assert [key for key in keys if not TID.fullmatch(key)] == []


def test_the_recorded_journeys_pass_our_checks() -> None:
    granted = []
    for one in recorded():
        url, given = one["request"]["url"].partition("?")[0], answer(one)
        if url.endswith("/oauth-authorization-server"):
            about = given.told()
            assert url.startswith(about["issuer"])
            assert all(about[name].startswith("http") for name in journey.ENDPOINTS)
            assert "ES256" in about["dpop_signing_alg_values_supported"]
        if url.endswith("/oauth/par") and given.ok:
            assert given.status == 201
            assert given.told()["request_uri"].startswith("urn:")
        if url.endswith("/oauth/token") and given.ok:
            granted.append(journey.checked(given))
        if given.told().get("error") == "use_dpop_nonce":
            assert dpop.learn(url, given)

    assert len(granted) >= 4
    assert len(set(granted)) == 1


def test_the_simulated_authority_answers_in_the_recorded_shape(trial: Trial) -> None:
    real: dict[str, set[str]] = {}
    for one in recorded():
        if answer(one).ok and one["response"]["body"] and "json" in one["response"]["body"]:
            path = one["request"]["url"].partition("?")[0].partition("/oauth/")[2]
            real.setdefault(path, set()).update(answer(one).told())
    authority = trial.simulator.doors.authority

    session = Session(did="did:plc:x", ends=datetime.now(UTC))
    told = json.loads(bytes(authority.told(trial.simulator.world.open(session)).body))

    assert set(told) == real["token"]
    assert real["par"] == {"request_uri", "expires_in"}
