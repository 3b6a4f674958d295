"""One way to refuse a request, in words: a page for people, problem details for programs."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from antiphon.work.outside.wording import words

PAGE = "web/shell/error.html"
PROBLEM = "application/problem+json"
"""RFC 9457, read 2026-11."""


def refusal(request: HttpRequest, status: int, rule: str, **facts: Any) -> HttpResponse:
    """The answer; `actual` and `limit` are told where there are some, `wait` is in seconds."""
    wait = facts.pop("wait", None)
    say = words(status, rule)
    answer = _problem(status, rule, say, facts) if _is_program(request) else _page(status, say)
    answer.headers["Cache-Control"] = "no-store"
    if wait is not None:
        answer.headers["Retry-After"] = str(wait)
    return answer


def _is_program(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or ("json" in accepted and "html" not in accepted)


def _problem(status: int, rule: str, say: tuple[str, str], facts: dict[str, Any]) -> HttpResponse:
    errors = [{"field": "request", "rule": rule, "say": say[1], **facts}]
    told = {"type": "about:blank", "status": status, "title": say[0], "detail": say[1],
            "errors": errors}  # fmt: skip
    return JsonResponse(told, status=status, content_type=PROBLEM)


def _page(status: int, say: tuple[str, str]) -> HttpResponse:
    """Made without the request, so that nothing that broke can break it again."""
    told = {"status": status, "title": say[0], "detail": say[1]}
    return HttpResponse(render_to_string(PAGE, told), status=status)
