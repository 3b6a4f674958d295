"""How a page or a part of it is answered: with words about what was done, and with a way back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from antiphon.web.request import is_part


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done, in words, the address that undoes it, and which parts must follow."""

    words: str = ""
    undo: str = ""
    events: tuple[str, ...] = ()

    @property
    def trigger(self) -> str:
        """The header by which the browser's elements hear of it."""
        told: dict[str, Any] = {event: {} for event in self.events}
        if self.words:
            told["toast"] = {"words": self.words, "undo": self.undo}
        return json.dumps(told)


NOTHING = Done()


@dataclass(frozen=True, slots=True)
class Part:
    """A template and what it wants."""

    template: str
    wants: Mapping[str, Any] = field(default_factory=dict)


def part(
    request: HttpRequest, answered: Part, done: Done = NOTHING, *, status: int = 200
) -> HttpResponse:
    """The part of the page that changed; 422 with the same part and its problems if refused."""
    response = render(request, answered.template, dict(answered.wants), status=status)
    if done is not NOTHING:
        response["HX-Trigger"] = done.trigger
    return response


def onward(request: HttpRequest, to: str, done: Done = NOTHING) -> HttpResponse:
    """To another page, where the words and the way back are shown."""
    if done.words:
        messages.success(request, done.words, extra_tags=done.undo)
    if is_part(request):
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return HttpResponseRedirect(to)


def nothing_more(done: Done) -> HttpResponse:
    """Nothing on the page changes but what hears of it."""
    return HttpResponse(status=204, headers={"HX-Trigger": done.trigger})


def back(request: HttpRequest, otherwise: str) -> str:
    """The page one came from, if it is one of ours."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return came_from if ours else resolve_url(otherwise)
