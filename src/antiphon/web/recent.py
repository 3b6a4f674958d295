"""Asking for the password or the second factor once more, before what a thief would do first."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from antiphon.web.request import is_part

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def recently(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever writes here has proved in the last minutes that it is still them.

    A whole page goes to the proof and comes back to what was meant; a part has the page go there.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        fresh = request.method in READING or not request.user.is_authenticated
        if fresh or did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        if is_part(request):
            where = resolve_url("account_reauthenticate")
            back = request.headers.get("HX-Current-URL", "")
            return HttpResponse(status=401, headers={"HX-Redirect": _with(where, back)})
        raise ReauthenticationRequired

    return inner


def _with(where: str, back: str) -> str:
    """The proof, and afterwards the page where they were; its path alone, so that it is ours."""
    return f"{where}?{urlencode({'next': urlsplit(back).path or '/'})}"
