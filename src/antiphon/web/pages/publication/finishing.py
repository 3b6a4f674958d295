"""Finishing by hand: what was prepared, how to put it on the network, and one tap to confirm."""

from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urljoin
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antiphon.kernel.problem import Problem
from antiphon.kernel.text import links
from antiphon.media import addresses
from antiphon.people.actions import permit
from antiphon.people.models import Member
from antiphon.publish import actions
from antiphon.publish.models import Publication
from antiphon.publish.proof import network_of
from antiphon.web.answer import Done, onward
from antiphon.web.pages.publication.deeds import address
from antiphon.web.pages.publication.views import found, parts
from antiphon.web.request import in_workspace
from antiphon.web.shown.addresses import web_address


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def finish(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Everything that is needed, made for a phone; posted, a person has finished it."""
    permit(by, "publication.finish")
    row = found(by, pk)
    if request.method != "POST":
        return _page(request, row)
    typed = request.POST.get("url", "").strip()[:1000]
    if typed and not web_address(typed):
        say = _("That is no address of a page. Copy it from the app, or leave it empty.")
        wrong = Problem(field="url", rule="malformed", say=say)
        return _page(request, row, wrong=wrong, typed=typed, status=422)
    actions.finished(by, row, url=typed)
    return onward(request, address(by, row), Done(words=_("Noted: it is live. Thank you.")))


def _page(
    request: HttpRequest, row: Publication, *, status: int = 200, **told: Any
) -> HttpResponse:
    network = network_of(row)
    wants = {
        "row": row,
        "network": network,
        "steps": network.handover.steps if network.handover else (),
        "open": _open(row),
        "parts": _prepared(row),
        **told,
    }
    return render(request, "web/pages/publication/finish.html", wants, status=status)


def _open(row: Publication) -> str:
    """Where one writes on the network: its own place for that, else the account, else its front."""
    network = network_of(row)
    if network.handover:
        return web_address(filled(network.handover.url, row.steps[0] if row.steps else {}))
    return web_address(row.channel.url) or web_address(row.channel.server or network.server)


def filled(url: str, step: dict[str, Any]) -> str:
    """The place for writing, filled in; its site alone where it wants what this post has not."""
    text = step.get("text", "")
    within = [text[begin:end] for begin, end in links(text)]
    link = (step.get("link") or {}).get("url", "") or next(iter(within), "")
    given = {"text": quote(text, safe=""), "link": quote(link, safe="")}
    wanted = [name for name in given if f"{{{name}}}" in url]
    if wanted and not any(given[name] for name in wanted):
        return urljoin(url, "/")
    return url.format(**given)


def _prepared(row: Publication) -> list[dict[str, Any]]:
    """Each part with its files where they can be fetched."""
    return [
        {**part, "files": [_file(row, place, *file) for file in enumerate(part["files"], 1)]}
        for place, part in enumerate(parts(row))
    ]


def _file(row: Publication, place: int, number: int, file: dict[str, Any]) -> dict[str, Any]:
    """A file, where it can be fetched here, and a name under which a phone keeps it."""
    name = slugify(str(row.post))[:40] or "post"
    suffix = PurePosixPath(file["path"]).suffix
    return {
        "kind": file["kind"],
        "alt": file.get("alt", ""),
        "path": addresses.lent(file["path"]).removeprefix(settings.PUBLIC_URL),
        "name": f"{name}-{place + 1}-{number}{suffix}",
        "mime": file["mime"],
    }
