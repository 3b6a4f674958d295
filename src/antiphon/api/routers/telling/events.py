"""What happens: asked for, waited for, or as a stream."""

from typing import Any

from django.http import StreamingHttpResponse
from ninja import Query

from antiphon.api.core.call import Call, sign_in
from antiphon.api.core.routes import Routes
from antiphon.api.schemas import notices as schemas
from antiphon.api.streams import Listener
from antiphon.notices import happenings
from antiphon.notices.happenings import Place
from antiphon.notices.telling import may_hear, told

events = Routes("events")

STREAM = "text/event-stream"


@events.get("/events", "workspace.read", schemas.EventsTold)
def list_events(request: Call, filters: Query[schemas.EventFilter]) -> Any:
    """What happened after an event, in order; with `Accept: text/event-stream` as a stream."""
    wanted = may_hear(request.by, schemas.kinds(filters.kinds))
    listener = Listener(
        key=request.by.key_prefix,
        read=lambda after: happenings.after(
            request.by.workspace, after, kinds=wanted, limit=filters.limit
        ),
        insist=lambda: sign_in(request),
    )
    if STREAM in request.headers.get("Accept", ""):
        return _stream(request, listener, filters.after)
    after = _place(request, filters.after)
    rows = listener.wait(after, filters.wait)
    return {"items": [told(row) for row in rows], "next": rows[-1].cursor if rows else str(after)}


def _stream(request: Call, listener: Listener, after: str) -> StreamingHttpResponse:
    begins = _place(request, request.headers.get("Last-Event-ID", "") or after or "now")
    response = StreamingHttpResponse(listener.frames(begins), content_type=STREAM)
    # A proxy that gathers an answer before it passes it on would make a stream of no use.
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _place(request: Call, cursor: str) -> Place:
    if cursor == "now":
        return happenings.end(request.by.workspace)
    return happenings.place(cursor) if cursor else happenings.START
