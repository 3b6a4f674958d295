"""A feed and its items, for everybody; no session, no cookie, nothing but what was published."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import parse_http_date_safe
from django.views.decorators.http import require_safe

from antiphon.kernel.feed import Form, form, headers
from antiphon.share import queries
from antiphon.share.models import Feed
from antiphon.web.pages.outside import quiet


@require_safe
def feed(request: HttpRequest, slug: str, suffix: str) -> HttpResponse:
    """One form of a feed; 304 where the reader has it already."""
    found, how = queries.feed_called(slug), form(suffix)
    if found is None or how is None:
        raise Http404
    return _told(request, found, suffix, how)


def _told(request: HttpRequest, found: Feed, suffix: str, how: Form) -> HttpResponse:
    whole = queries.as_told(found)
    body = how.write(whole, queries.newest(found))
    about = headers(whole, suffix, body, found.changed_at)
    if _has_it(request, about["ETag"], int(found.changed_at.timestamp())):
        return HttpResponse(status=304, headers=about)
    return HttpResponse(body, headers=about | {"Access-Control-Allow-Origin": "*"})


def _has_it(request: HttpRequest, etag: str, changed: int) -> bool:
    """By the tag where one is sent, else by the time (RFC 9110 section 13.2.2)."""
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        return etag in {one.strip().removeprefix("W/") for one in tags.split(",")}
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and changed <= since


@require_safe
def page(
    request: HttpRequest,  # noqa: ARG001 -- its address says all
    slug: str,
    key: str,
) -> HttpResponse:
    """One item by itself, as text: what it says is a program's word, and shown as such."""
    found = queries.feed_called(slug)
    row = queries.item(found, key) if found else None
    if found is None or row is None or row.gone_at is not None:
        raise Http404
    entry = queries.entry_of(row)
    pictures = [one for one in entry.files if one.mime.startswith("image/")]
    others = [one for one in entry.files if one not in pictures]
    told = {"feed": queries.as_told(found), "entry": entry, "pictures": pictures, "others": others}
    return quiet.page("web/pages/feed/page.html", told)
