"""Following a short link: to the stored target of its code, without a session or a cookie."""

import re
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from antiphon.plan.links import problems
from antiphon.tailor import queries

CODE = re.compile(r"[0-9A-Za-z]{6,24}")
FRESH, KEPT, RESTS = 60.0, 86_400.0, 10.0
"""Seconds: believed without asking; known while the database is away (L2); not asked again."""
MOST = 50_000
"""Links in memory: about 20 MB with targets of usual length."""


@dataclass
class Memory:
    """What this process saw in the last day; another process has seen other links."""

    _seen: "OrderedDict[str, tuple[str, float]]" = field(default_factory=OrderedDict)
    _away_until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def target(self, code: str) -> str | None:
        """Where the code leads; None if it leads nowhere. Raises when nobody can know."""
        moment = time.monotonic()
        target, seen = self._seen.get(code, ("", -KEPT))
        if target and (moment - seen < FRESH or moment < self._away_until):
            return target
        try:
            return self._asked(code, moment)
        except (OperationalError, InterfaceError):
            self._away_until = moment + RESTS
            if target and moment - seen < KEPT:
                return target
            raise

    def forget(self) -> None:
        """Know nothing."""
        with self._lock:
            self._seen.clear()
            self._away_until = 0.0

    def _asked(self, code: str, moment: float) -> str | None:
        row = queries.link(code)
        with self._lock:
            self._seen.pop(code, None)
            if row is not None:
                self._seen[code] = (row.target, moment)
            while len(self._seen) > MOST:
                self._seen.popitem(last=False)
        return row.target if row else None


MEMORY = Memory()


@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Lead on, or say that the link leads nowhere; whatever else the address says is ignored."""
    try:
        target = MEMORY.target(code) if CODE.fullmatch(code) else None
    except (OperationalError, InterfaceError):
        away = HttpResponse(
            "This link cannot be looked up just now. Try again in a minute.", status=503
        )
        away.headers["Retry-After"] = "60"
        return _quiet(away)
    if target is None or any(problems(target, private=True)):
        return _quiet(render(request, "web/pages/short_link/missing.html", status=404))
    return _quiet(HttpResponseRedirect(target))


def _quiet(response: HttpResponse) -> HttpResponse:
    """Tells the next site nothing, is not indexed, and may be kept for a minute."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    if response.status_code == 302:
        response.headers["Cache-Control"] = "private, max-age=60"
    else:
        response.headers["Cache-Control"] = "no-store"
    return response
