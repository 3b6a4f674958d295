"""A command with a name of its own (`Idempotency-Key`): done once, answered whenever it comes."""

import hashlib
import re
from collections.abc import Callable, Iterator

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from antiphon.api.core.call import Call, Route
from antiphon.api.core.problems import Refusal
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.people.actions import Answer, Named, answer_once, answer_once_outside, note

HEADER = "Idempotency-Key"
_WELL_FORMED = re.compile(r'"?[\x21\x23-\x7e]{1,200}"?')
_TOLD = ("Content-Type", "Location", "ETag")

Run = Callable[[], HttpResponse]


def answered(call: Call, route: Route, run: Run) -> HttpResponse:
    """The answer to a command: its own, or the one that was kept."""
    key = call.headers.get(HEADER)
    if route.method != "POST" or (key is None and not route.insists):
        return run()
    named = Named(_key(key), _digest(call))
    held: list[HttpResponse] = []

    def do() -> Answer:
        held.append(run())
        return _kept(held[0])

    once = answer_once_outside if route.outside else answer_once
    answer, again = once(call.by, named, do)
    if again:
        return _told_again(answer)
    if answer.status == 403 and not route.outside:
        # What was written down of the refusal went with everything else that was undone.
        note(call.by, route.may or "workspace.read", route.name, after={"refused": True})
    return held[0]


def _key(given: str | None) -> str:
    if given is None:
        say = f"Give this command a name of its own in {HEADER}, and it is never done twice."
        raise Refusal(428, "key_missing", say)
    if not _WELL_FORMED.fullmatch(given):
        say = "Take 1 to 200 visible characters of ASCII."
        raise BadInputError(Problem(field=HEADER, rule="malformed", say=say))
    return given.strip('"')


def _digest(call: HttpRequest) -> str:
    """Of everything that the command says: where, and with what."""
    found = hashlib.sha256(f"{call.method} {call.get_full_path()}\n".encode())
    for piece in _pieces(call):
        found.update(piece)
    return found.hexdigest()


def _pieces(call: HttpRequest) -> Iterator[bytes]:
    if call.content_type != "multipart/form-data":
        yield call.body
        return
    for name, value in sorted(call.POST.items()):
        yield f"{name}={value!r}\n".encode("utf-8", "replace")
    for name, file in sorted(call.FILES.items()):
        if isinstance(file, UploadedFile):
            yield f"{name}:{file.size}\n".encode("utf-8", "replace")
            yield from file.chunks()
            file.seek(0)


def _kept(response: HttpResponse) -> Answer:
    headers = {name: response.headers[name] for name in _TOLD if name in response.headers}
    return Answer(response.status_code, response.content.decode(), headers)


def _told_again(answer: Answer) -> HttpResponse:
    response = HttpResponse(
        answer.body.encode(), status=answer.status, headers=dict(answer.headers)
    )
    response.headers["Idempotent-Replay"] = "true"
    return response
