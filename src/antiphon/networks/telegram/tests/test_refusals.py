"""Every refusal that the facts name has one remedy."""

import json
from datetime import timedelta

import pytest

from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    Gone,
    NetworkError,
    Scope,
    SignInAgain,
    TryLater,
)
from antiphon.connect.http import Answer
from antiphon.networks.telegram.refusals import description, migrated, refusal

TABLE: list[tuple[int, str, type[NetworkError]]] = [
    (401, "Unauthorized", SignInAgain),
    (404, "Not Found", SignInAgain),
    (409, "Conflict: terminated by other getUpdates request", TryLater),
    (409, "Conflict: can't use getUpdates method while webhook is active", FixSetup),
    (429, "Too Many Requests: retry after 35", TryLater),
    (413, "Request Entity Too Large", ChangeIt),
    (400, "Bad Request: group chat was upgraded to a supergroup chat", TryLater),
    (400, "Bad Request: chat not found", SignInAgain),
    (400, "Bad Request: message thread not found", ChangeIt),
    (400, "Bad Request: TOPIC_CLOSED", ChangeIt),
    (400, "Bad Request: message to edit not found", Gone),
    (400, "Bad Request: message to delete not found", Gone),
    (400, "Bad Request: message to be replied not found", Gone),
    (400, "Bad Request: MESSAGE_ID_INVALID", Gone),
    (400, "Bad Request: message can't be deleted for everyone", ChangeIt),
    (400, "Bad Request: message can't be edited", ChangeIt),
    (400, "Bad Request: can't parse entities: Unsupported start tag", ChangeIt),
    (400, "Bad Request: message text is empty", ChangeIt),
    (400, "Bad Request: message is too long", ChangeIt),
    (400, "Bad Request: message caption is too long", ChangeIt),
    (400, "Bad Request: MEDIA_CAPTION_TOO_LONG", ChangeIt),
    (400, "Bad Request: wrong file identifier/HTTP URL specified", TryLater),
    (400, "Bad Request: failed to get HTTP URL content", TryLater),
    (400, "Bad Request: WEBPAGE_CURL_FAILED", TryLater),
    (400, "Bad Request: WEBPAGE_MEDIA_EMPTY", TryLater),
    (400, "Bad Request: PHOTO_INVALID_DIMENSIONS", ChangeIt),
    (400, "Bad Request: IMAGE_PROCESS_FAILED", ChangeIt),
    (400, "Bad Request: VIDEO_CONTENT_TYPE_INVALID", ChangeIt),
    (400, "Bad Request: not enough rights to send text messages to the chat", SignInAgain),
    (400, "Bad Request: need administrator rights in the channel chat", SignInAgain),
    (400, "Bad Request: CHAT_ADMIN_REQUIRED", SignInAgain),
    (403, "Forbidden: bot was blocked by the user", SignInAgain),
    (403, "Forbidden: bot was kicked from the channel chat", SignInAgain),
    (403, "Forbidden: bot is not a member of the channel chat", SignInAgain),
    (403, "Forbidden: bot can't initiate conversation with a user", SignInAgain),
    (403, "Forbidden: user is deactivated", SignInAgain),
    (400, "Bad Request: something that nobody has heard of", ChangeIt),
]


def answer(status: int, said: str, *, effect: bool = True) -> Answer:
    told: dict[str, object] = {"ok": False, "error_code": status, "description": said}
    if status == 429:
        told["parameters"] = {"retry_after": 35}
    if "upgraded" in said:
        told["parameters"] = {"migrate_to_chat_id": -1009}
    body = json.dumps(told).encode()
    return Answer(status=status, headers={}, body=body, url="https://x.test/", effect=effect)


@pytest.mark.promise("F14")
@pytest.mark.parametrize(("status", "said", "remedy"), TABLE)
def test_each_refusal_has_its_remedy(status: int, said: str, remedy: type[NetworkError]) -> None:
    for effect in (True, False):
        assert type(refusal(answer(status, said, effect=effect))) is remedy


@pytest.mark.promise("K1", "F24")
@pytest.mark.parametrize(("status", "said", "remedy"), TABLE)
def test_no_refusal_repeats_what_the_network_wrote(
    status: int, said: str, remedy: type[NetworkError]
) -> None:
    found = refusal(answer(status, said))

    assert isinstance(found, remedy)
    assert description(answer(status, said)) not in str(found).lower()


@pytest.mark.promise("F25", "P16")
def test_a_flood_waits_exactly_as_long_as_it_is_told() -> None:
    found = refusal(answer(429, "Too Many Requests: retry after 35"))

    assert isinstance(found, TryLater)
    assert (found.after, found.scope) == (timedelta(seconds=35), Scope.CHANNEL)


def test_a_lost_file_is_prepared_anew() -> None:
    found = refusal(answer(400, "Bad Request: wrong file identifier/HTTP URL specified"))

    assert isinstance(found, TryLater)
    assert found.anew


def test_a_group_that_moved_says_where() -> None:
    assert (
        migrated(answer(400, "Bad Request: group chat was upgraded to a supergroup chat")) == -1009
    )


@pytest.mark.promise("P21")
@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_server_that_fails_leaves_it_to_the_client(status: int) -> None:
    assert refusal(answer(status, "Internal Server Error")) is None


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"ok": true}', b'{"description": 7}'])
def test_what_the_api_did_not_say_is_no_refusal_of_its(body: bytes) -> None:
    for status in (400, 403, 404, 413):
        told = Answer(status=status, headers={}, body=body, url="https://x.test/", effect=True)
        assert refusal(told) is None
