"""Which deeds of this session can still be undone; a browser knows a random name for each."""

import secrets
import time
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from antiphon.people.models import Member

KEPT = "undo"
SECONDS = 600
AT_MOST = 20

Deed = tuple[str, dict[str, Any]]


def remember(request: HttpRequest, by: Member, kind: str, **facts: Any) -> str:
    """Keep how to undo what was done; the address that undoes it."""
    token = secrets.token_urlsafe(12)
    kept = {**_fresh(request), token: [time.time(), str(by.pk), kind, facts]}
    request.session[KEPT] = dict(list(kept.items())[-AT_MOST:])
    return reverse("undo", args=[by.workspace.slug, token])


def recall(request: HttpRequest, by: Member, token: str) -> Deed | None:
    """The deed of that name, once; nothing if it is too old or somebody else's."""
    kept = _fresh(request)
    found = kept.pop(token, None)
    request.session[KEPT] = kept
    if found is None or found[1] != str(by.pk):
        return None
    return found[2], found[3]


def _fresh(request: HttpRequest) -> dict[str, list[Any]]:
    since = time.time() - SECONDS
    kept = request.session.get(KEPT, {})
    return {token: deed for token, deed in kept.items() if deed[0] >= since}
