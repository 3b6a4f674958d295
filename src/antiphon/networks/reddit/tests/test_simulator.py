"""The simulated Reddit refuses what the real one refuses."""

from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.http import Answer
from antiphon.networks.reddit.simulator.filing import HOSTS
from antiphon.networks.reddit.tests.lines import Line, gallery, parcel

SELF = {"api_type": "json", "kind": "self", "title": "Fizz", "text": "Cold"}


def ask(line: Line, method: str, path: str, **how: Any) -> Answer:
    """One call past the connector, whatever comes back."""

    async def talk(connector: Any) -> Answer:
        headers = how.pop("headers", connector.api.headers)
        answer: Answer = await connector.api.http.ask(
            method, path, headers=headers, allow=range(400, 600), **how
        )
        return answer

    found: Answer = line.ask(talk)
    return found


def code(answer: Answer) -> str:
    told = answer.told().get("json") or {}
    errors = told.get("errors") or [[str(answer.status)]]
    return str(errors[0][0])


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"sr": "nowhere_at_all"}, "SUBREDDIT_NOEXIST"),
        ({"title": " "}, "NO_TEXT"),
        ({"title": "x" * 301}, "TOO_LONG"),
        ({"text": "x" * 40_001}, "TOO_LONG"),
        ({"kind": "dance"}, "INVALID_OPTION"),
        ({"flair_id": "none"}, "BAD_FLAIR_TEMPLATE_ID"),
        ({"flair_text": "x" * 65}, "TOO_LONG"),
        ({"kind": "link"}, "NO_URL"),
        ({"kind": "link", "url": "no address"}, "BAD_URL"),
        ({"kind": "image", "url": "https://e.org/a.png"}, "BAD_URL"),
        ({"kind": "video", "url": "https://e.org/a.mp4"}, "NO_URL"),
        ({"kind": "crosspost", "crosspost_fullname": "t3_none"}, "INVALID_CROSSPOST_THING"),
    ],
)
def test_a_post_that_breaks_a_rule_is_refused(
    line: Line, wrong: dict[str, str], found: str
) -> None:
    form = {**SELF, "sr": line.handle, **wrong}

    assert code(ask(line, "POST", "/api/submit", form=form)) == found
    assert line.timeline() == []


@pytest.mark.parametrize(
    ("told", "kind", "found"),
    [
        ({"user_is_banned": True}, "self", "BANNED_FROM_SUBREDDIT"),
        ({"submission_type": "self"}, "link", "NO_LINKS"),
        ({"submission_type": "link"}, "self", "NO_SELFS"),
        ({"allow_images": False}, "image", "NO_IMAGES"),
        ({"allow_videos": False}, "video", "NO_VIDEOS"),
    ],
)
def test_a_community_keeps_its_own_rules(
    line: Line, told: dict[str, Any], kind: str, found: str
) -> None:
    line.community.told |= told
    form = {**SELF, "sr": line.handle, "kind": kind}

    assert code(ask(line, "POST", "/api/submit", form=form)) == found


def test_a_wanted_flair_must_come(line: Line) -> None:
    line.community.wanted = {"is_flair_required": True}
    form = {**SELF, "sr": line.handle}

    assert code(ask(line, "POST", "/api/submit", form=form)) == "SUBMIT_VALIDATION_FLAIR_REQUIRED"


@pytest.mark.parametrize(
    ("path", "body", "found"),
    [
        ("submit_poll_post", {"options": ["One"], "duration": 1}, "BAD_NUMBER"),
        ("submit_poll_post", {"options": ["One", "Two"], "duration": 8}, "BAD_NUMBER"),
        ("submit_gallery_post.json", {"items": [{"media_id": "x"}]}, "BAD_GALLERY"),
        ("submit_gallery_post.json", {"items": [{"media_id": "x"}] * 2}, "BAD_URL"),
    ],
)
def test_polls_and_galleries_have_sizes(
    line: Line, path: str, body: dict[str, Any], found: str
) -> None:
    asked = {"sr": line.handle, "title": "Fizz", **body}

    assert code(ask(line, "POST", f"/api/{path}", json_body=asked)) == found


def test_a_link_that_is_there_already_is_refused_where_that_is_wanted(line: Line) -> None:
    form = {**SELF, "sr": line.handle, "kind": "link", "url": "https://e.org/"}
    ask(line, "POST", "/api/submit", form={**form, "resubmit": "true"})

    assert code(ask(line, "POST", "/api/submit", form=form)) == "ALREADY_SUB"


@pytest.mark.parametrize(
    ("path", "form", "found"),
    [
        ("comment", {"thing_id": "t3_none", "text": "x"}, "DELETED_COMMENT"),
        ("comment", {"text": " "}, "NO_TEXT"),
        ("comment", {"text": "x" * 10_001}, "TOO_LONG"),
        ("editusertext", {"text": "x" * 40_001}, "TOO_LONG"),
        ("editusertext", {"thing_id": "t3_none", "text": "x"}, "403"),
        ("media/asset.json", {"filepath": "a.txt", "mimetype": "text/plain"}, "BAD_MIME"),
    ],
)
def test_other_calls_that_are_wrong_are_refused(
    line: Line, path: str, form: dict[str, str], found: str
) -> None:
    post = line.publish(parcel())

    asked = {"thing_id": post.id, **form}
    assert code(ask(line, "POST", f"/api/{path}", form=asked)) == found


@pytest.mark.parametrize(
    ("method", "path", "how", "status"),
    [
        ("GET", "/r/nowhere_at_all/about", {}, 404),
        ("GET", "/user/nobody_at_all/submitted", {}, 404),
        ("GET", "/comments/none", {}, 404),
        ("GET", "/api/v1/me", {"headers": {}}, 401),
    ],
)
def test_what_is_not_there_or_not_allowed_has_a_status(
    line: Line, method: str, path: str, how: dict[str, Any], status: int
) -> None:
    assert ask(line, method, path, **dict(how)).status == status


def test_an_agent_that_says_nothing_is_slowed_down(line: Line) -> None:
    token = line.address.credential.secret("access_token")
    headers = {"Authorization": f"bearer {token}", "User-Agent": "python"}

    assert ask(line, "GET", "/api/v1/me", headers=headers).status == 429


def test_the_storage_host_takes_no_permission_and_no_unknown_form(line: Line) -> None:
    host = f"{line.server.world.base}/-/{next(iter(HOSTS.values()))}/"

    assert ask(line, "POST", host, form={"key": "x"}).status == 400
    assert ask(line, "POST", host, form={"key": "x"}, headers={}).status == 403


def test_the_token_house_refuses_what_it_does_not_know(line: Line) -> None:
    where = f"{line.server.world.base}/-/www.reddit.com/api/v1/access_token"
    keys = {"Authorization": "Basic YTpi"}
    asked = {"grant_type": "installed"}

    assert ask(line, "POST", where, form=asked, headers={}).status == 401
    assert ask(line, "POST", where, form=asked, headers=keys).status == 400


def test_pictures_can_be_looked_at(line: Line, tmp_path: Path) -> None:
    line.publish(gallery(tmp_path, 1))
    (media,) = line.timeline()[0].media

    assert ask(line, "GET", media.url).body.startswith(b"\x89PNG")
    assert ask(line, "GET", f"{media.url}x").status == 404


def test_an_account_that_is_opened_again_is_the_same_one(line: Line) -> None:
    again = line.server.open_account(line.handle, "Another name")

    assert again.id == line.address.id
    assert line.server.open_account(line.handle, "", kind="profile").id != again.id
