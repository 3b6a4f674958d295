"""Each word of a server has the remedy that helps; no words of its own are shown."""

import json
from collections.abc import Mapping

import pytest

from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    Gone,
    LookFirst,
    NetworkError,
    Scope,
    SignInAgain,
    TryLater,
)
from antiphon.connect.http import Answer
from antiphon.connect.post_office import Verb
from antiphon.networks.lemmy.refusals import TABLE, refusal
from antiphon.networks.lemmy.tests.trial import Trial, parcel

REMEDIES: dict[type[NetworkError], set[str]] = {
    SignInAgain: {
        "incorrect_login", "not_logged_in", "couldnt_find_that_username_or_email", "site_ban",
        "instance_is_private", "missing_totp_token", "incorrect_totp_token", "email_not_verified",
        "registration_denied", "registration_application_pending", "banned", "deleted",
        "registration_application_is_pending", "banned_from_community", "no_post_edit_allowed",
        "person_is_banned_from_community", "person_is_banned_from_site", "no_comment_edit_allowed",
        "only_mods_can_post_in_community",
    },
    ChangeIt: {
        "invalid_post_title", "post_title_too_long", "invalid_body_field", "slurs", "invalid_url",
        "invalid_url_scheme", "blocked_url", "domain_blocked", "url_without_domain", "locked",
        "url_length_overflow", "alt_text_length_overflow", "language_not_allowed",
        "not_an_image_type", "post_is_locked", "max_comment_depth_reached", "Validation failed",
    },
    Gone: {
        "couldnt_find_post", "not_found", "couldnt_find_object", "couldnt_find_comment",
        "couldnt_find_community", "invalid_community",
        "cannot_create_post_or_comment_in_deleted_or_removed_community",
    },
    FixSetup: {"image_upload_disabled"},
    TryLater: {"pictrs_response_error", "rate_limit_error"},
}  # fmt: skip


def answer(code: int, told: Mapping[str, str] | None = None, *, effect: bool = True) -> Answer:
    body = json.dumps(told or {}).encode()
    return Answer(status=code, headers={}, body=body, url="", effect=effect)


def test_the_table_is_whole() -> None:
    assert {word for words in REMEDIES.values() for word in words} == set(TABLE)


@pytest.mark.parametrize(
    ("word", "remedy"), [(word, kind) for kind, words in REMEDIES.items() for word in sorted(words)]
)
def test_each_word_has_its_remedy_in_both_forms(word: str, remedy: type[NetworkError]) -> None:
    for told in ({"error": word, "message": "secret"}, {"message": word, "status": "secret"}):
        found = refusal(answer(400, told))
        assert type(found) is remedy
        assert "secret" not in str(found)


def test_what_is_not_known_or_not_final_is_left_to_the_client() -> None:
    assert refusal(answer(400, {"error": "couldnt_create_post"})) is None
    assert refusal(answer(500, {"error": "incorrect_login"})) is None
    assert refusal(answer(429, {"error": "rate_limit_error"})) is None
    assert refusal(Answer(status=400, headers={}, body=b"<html>", url="", effect=True)) is None
    assert refusal(answer(413)) is None
    assert isinstance(refusal(answer(413, effect=False)), ChangeIt)


def test_a_server_that_wants_a_pause_stops_the_whole_channel() -> None:
    found = refusal(answer(400, {"error": "rate_limit_error"}))

    assert isinstance(found, TryLater)
    assert found.scope is Scope.CHANNEL


@pytest.mark.parametrize(
    ("word", "remedy"),
    [("slurs", ChangeIt), ("site_ban", SignInAgain), ("couldnt_create_post", LookFirst),
     ("rate_limit_error", TryLater), ("language_not_allowed", ChangeIt)],
)  # fmt: skip
def test_a_refused_post_leads_to_its_remedy(
    us: Trial, word: str, remedy: type[NetworkError]
) -> None:
    us.simulator.world.refusing = word

    assert type(us.send(Verb.PUBLISH, parcel())) is remedy
    assert us.simulator.timeline() == []
