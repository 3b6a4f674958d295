"""Against what we did not write: the vendor's own collections, as others turned them into files."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import (
    Kind,
    LinkCard,
    PostType,
    RemoteId,
    Step,
    Targeting,
)
from antiphon.networks.linkedin import accounts
from antiphon.networks.linkedin.tests.line import (
    Channel,
    Exchange,
    Line,
    file,
    handle_of,
    parcel,
    shared,
)

UNLISTED = {
    ("POST", "/socialActions/{}/comments"), ("GET", "/socialActions/{}/comments"),
    ("GET", "/socialActions/{}/comments/{}"), ("POST", "/socialActions/{}/comments/{}"),
    ("DELETE", "/socialActions/{}/comments/{}"), ("GET", "/geoTypeahead"),
    ("GET", "/memberCreatorPostAnalytics"), ("GET", "/v2/userinfo"),
}  # fmt: skip
"""What the collections lack (SOURCES.md says so); the facts come from the documentation's pages."""


def documents() -> list[dict[str, Any]]:
    return [yaml.safe_load(path.read_text()) for path in sorted(shared().glob("openapi/*.yml"))]


def shape(path: str) -> str:
    """A path with its changing parts left open, so that different spellings meet."""
    bare = "/" + path.lstrip("/").removeprefix("rest/")
    return re.sub(r"\{[^}]*\}|urn(:|%3A)[^/]*|(?<=/)\d+(?=/|$)", "{}", bare)


def operations() -> dict[tuple[str, str], dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for document in documents():
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                merged = found.setdefault((method.upper(), shape(path)), {})
                for one in operation.get("parameters", []):
                    merged[one["name"].lower()] = one
    return found


def everything(page: Channel, folder: Path) -> list[Exchange]:
    """One of each thing that the connector can ask."""
    page.line.recorder.kept.clear()
    picture, film = file(folder, "a.png", b"PNG"), file(folder, "v.mp4", b"v" * 80_000, Kind.VIDEO)
    paper = file(folder, "a.pdf", b"%PDF", Kind.DOCUMENT)
    for sent in (
        parcel("text", targeting=Targeting(countries=("DE",), languages=("de",))),
        parcel("pictures", type=PostType.IMAGES, enclosures=(picture,)),
        parcel("film", type=PostType.VIDEO, enclosures=(film,)),
        parcel("paper", type=PostType.DOCUMENT, enclosures=(paper,), title="T"),
        parcel("link", type=PostType.LINK, link=LinkCard(url="https://e.org", title="E")),
    ):
        receipt = page.publish(page.prepare(sent))
        comment = page.publish(parcel("c", step=Step.COMMENT, root=handle_of(receipt)))
        page.send(Verb.LOOK, sent)
        for one in (comment, receipt):
            page.send(Verb.READ, receipt=one)
            page.send(Verb.EDIT, parcel("changed"), one)
        page.ask(lambda connector, post=receipt.id: connector.count([post, page.address.id]))
        page.ask(lambda connector, post=receipt.id: connector.answers([post], ""))
        page.send(Verb.WITHDRAW, receipt=comment)
        page.send(Verb.WITHDRAW, receipt=receipt)
    page.ask(lambda connector: connector.whoami())
    return [one for one in page.line.recorder.kept if not one.path.startswith("/-/")]


def test_every_request_is_one_that_the_vendor_lists(page: Channel, tmp_path: Path) -> None:
    known = operations()
    asked = {(one.method, shape(one.path)) for one in everything(page, tmp_path)}
    # Spelled differently there: updating is listed below two ids, a video's state below /images,
    # a document's below two slashes.
    spelled = {("POST", "/posts/{}"), ("GET", "/videos/{}"), ("GET", "/documents/{}")}

    assert asked - known.keys() - UNLISTED - spelled == set()


def test_every_call_carries_the_headers_that_the_vendor_lists(
    page: Channel, tmp_path: Path
) -> None:
    known = operations()
    for one in everything(page, tmp_path):
        told = known.get((one.method, shape(one.path)), {})
        wanted = {name for name, spec in told.items() if spec["in"] == "header"}
        assert wanted <= {name.lower() for name in one.headers}, one.path


def test_every_answer_that_has_a_schema_keeps_it(page: Channel, tmp_path: Path) -> None:
    sizes = schema("retrieve-organization-follower-count")
    checked = 0
    for one in everything(page, tmp_path):
        if "/networkSizes/" in one.path:
            jsonschema.validate(json.loads(one.answer), sizes)
            checked += 1
        if one.path == "/rest/organizations":
            check_pages(json.loads(one.answer))
            checked += 1
    assert checked


def check_pages(told: Any) -> None:
    each = schema("batch-get-on-nonadministered")["properties"]["results"]["properties"]
    for result in told["results"].values():
        jsonschema.validate(result, next(iter(each.values())))


def schema(name: str) -> Any:
    found = next(shared().glob(f"json-schema/*{name}*"))
    return json.loads(found.read_text())


def test_an_edit_is_what_the_collection_shows(page: Channel) -> None:
    receipt = page.publish(parcel())
    page.line.recorder.kept.clear()
    page.send(Verb.EDIT, parcel("Update to the post"), receipt)
    example = yaml.safe_load(
        (shared() / "openapi" / "linkedin-use-cases-posts-api-openapi.yml").read_text()
    )["components"]["schemas"]["UpdateAPostRequest"]["example"]
    theirs = json.loads(json.loads(example))

    ours = page.line.recorder.kept[0].json()
    assert ours["patch"]["$set"].keys() <= theirs["patch"]["$set"].keys()
    assert ours["patch"]["$set"]["commentary"] == theirs["patch"]["$set"]["commentary"]


@pytest.mark.parametrize(
    ("sort", "member"),
    [("image", "InitializeImageUploadRequest"), ("video", "InitializeVideoUploadRequest")],
)
def test_an_upload_begins_as_the_collection_shows(
    page: Channel, tmp_path: Path, sort: str, member: str
) -> None:
    path = shared() / "openapi" / f"linkedin-use-cases-{sort}-ad-api-openapi.yml"
    example = yaml.safe_load(path.read_text())["components"]["schemas"][member]["example"]
    theirs = set(re.findall(r'"(\w+)"\s*:', json.loads(example)))
    everything(page, tmp_path)
    begun = next(
        one for one in page.line.recorder.kept
        if one.path == f"/rest/{sort}s" and "initializeUpload" in one.query
    )  # fmt: skip

    body = begun.json()
    assert {*body, *body["initializeUploadRequest"]} == theirs


def test_recorded_organizations_become_accounts() -> None:
    found = json.loads(
        (shared() / "postman" / "linkedin-marketing-community.postman_collection.json").read_text()
    )
    pages = list(_pages(found))

    assert len(pages) > 3
    for told in pages:
        account = accounts._page(f"urn:li:organization:{told['id']}", told, "ADMINISTRATOR")
        assert account.name == told["localizedName"]
        assert account.url.endswith(f"/{told['vanityName']}/")


def _pages(item: Any) -> Any:
    for one in item.get("item", []):
        yield from _pages(one)
    for answer in item.get("response", []):
        told = json.loads(answer.get("body") or "{}") or {}
        told = told if isinstance(told, dict) else {}
        several = [*told.get("elements", []), *dict(told.get("results", {})).values()]
        yield from (one for one in several if one.get("localizedName") and one.get("id"))


def test_our_version_is_still_supported(line: Line) -> None:
    told = (shared() / "ads_lifecycle_linkedin-ads-lifecycle.yml").read_text()

    assert accounts.VERSION not in {str(one) for one in re.findall(r"sunset.*?(20\d{4})", told)}
    assert accounts.VERSION not in line.simulator.quirks.retired


def test_what_people_say_arrives_as_the_samples_say(page: Channel) -> None:
    told = json.loads((shared() / "webhook_samples.json").read_text())["payload"]
    comment = told["notifications"][0]["decoratedGeneratedActivity"]["comment"]
    post = page.publish(parcel()).id
    by = Person(id="B2", name="B")
    page.line.simulator.react(
        Reaction(
            kind=ReactionKind.REPLY,
            by=by,
            account=page.address.id,
            post=RemoteId(post),
            text=comment["text"],
            at=page.line.now(),
        )
    )
    found = page.ask(lambda connector: connector.answers([post], "")).messages[0]

    assert (found.author_id, found.text) == (comment["owner"], comment["text"])
    digits = re.compile(r"\d+")
    assert digits.sub("N", found.id) == digits.sub("N", comment["entity"])
