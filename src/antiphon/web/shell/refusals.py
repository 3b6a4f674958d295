"""What a page says when something was refused: why, and that nothing was changed."""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from antiphon.kernel.errors import AntiphonError, NotHereError
from antiphon.kernel.machine import LostRaceError
from antiphon.kernel.problem import BadInputError
from antiphon.people.policy import Refused
from antiphon.web.request import is_part

STATUS: tuple[tuple[type[AntiphonError], int], ...] = (
    (NotHereError, 404),
    (Refused, 403),
    (BadInputError, 422),
    (LostRaceError, 409),
    (AntiphonError, 409),
)


class Refusals:
    """Answers for every view that lets one of our own refusals through."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do as long as nothing is refused."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page, or for a part a few words in the toast; anything else is our own mistake."""
        if not isinstance(error, AntiphonError):
            return None
        status = next(code for kind, code in STATUS if isinstance(error, kind))
        if is_part(request):
            told = json.dumps({"toast": {"words": gettext(str(error))}})
            return HttpResponse(status=status, headers={"HX-Trigger": told, "HX-Reswap": "none"})
        wants = {"words": gettext(str(error)), "status": status}
        return render(request, "web/shell/refused.html", wants, status=status)
