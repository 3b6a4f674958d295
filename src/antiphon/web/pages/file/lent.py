"""A file for the network that shows it: found by an address that only we can have made."""

from mimetypes import guess_type

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from antiphon.media import addresses, shelf
from antiphon.web.pages.file.views import Sent, sent


@require_safe
def lent(request: HttpRequest, signed: str, name: str) -> HttpResponse:
    """The bytes as they will be shown; the same nothing for a wrong address and a file now gone."""
    file = addresses.file_at(signed)
    if not file or not shelf.path_of(file).is_file():
        raise Http404
    mime = guess_type(name)[0] or "application/octet-stream"
    answer = sent(request, Sent(file, mime, file, name, to_keep=False))
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
