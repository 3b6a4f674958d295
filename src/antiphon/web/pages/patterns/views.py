"""The page on which every part shows itself in every state; its pictures are the visual tests."""

from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from antiphon.connect.registry import networks
from antiphon.web.shown.states import LOOKS

TOKENS = (
    *("call", "call-strong", "call-soft", "response", "response-ink", "response-soft"),
    *("ink", "ink-2", "ink-3", "line", "sunken", "surface"),
    *(f"depth-{number}" for number in range(1, 7)),
)
SAMPLE = {"name": "Fizz", "handle": "fizz"}
"""An account, for the parts that show one."""
PARTS = Path(__file__).resolve().parents[2] / "parts"


@require_safe
@login_required
def patterns(request: HttpRequest) -> HttpResponse:
    """States, networks, type and colours, then each part with the examples in its folder."""
    wants = {"networks": networks(), "states": _states(), "parts": parts()}
    wants |= {"tokens": TOKENS, "sample": SAMPLE}
    return render(request, "web/pages/patterns/page.html", wants)


@cache
def parts() -> tuple[tuple[str, str], ...]:
    """The name of each part that has examples, and the template in which they stand."""
    found = sorted(PARTS.glob("*/states.html"))
    return tuple(
        (
            file.parent.name.replace("_", " ").capitalize(),
            f"web/parts/{file.parent.name}/states.html",
        )
        for file in found
    )


def _states() -> list[str]:
    """One state of each look."""
    return list({look.word: state for state, look in reversed(LOOKS.items())}.values())[::-1]
