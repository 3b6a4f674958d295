"""What the manual says of the door for programs: made from its routes and its description."""

import importlib
import json
import os
from collections.abc import Iterator
from typing import Any

import django
from django.apps import apps

ABOUT = """Everything that a page can do, a program can do, below `/api/v1/`. The description in
OpenAPI 3.1 is at `/api/v1/openapi.json`, and beside this page: [openapi.json](openapi.json). To
begin, read [Use the API](../how-to/use-the-api.md)."""

KEYS = """## Keys

`Authorization: Bearer ant_…` is the only way in; cookies do not count. A key is made by a member,
opens their workspace and no other, does what its scopes name and its maker may, and ends when
they leave. A scope is a line of the role table (`post.write`); each operation names its own in
`x-scope`. `GET /api/v1/key` says who speaks, `GET /api/v1/scopes` what there is. What only a
person can do, signed in: make keys, make an owner, leave, come in, and come back from a network's
own page."""

VERSIONS = """## What changes and what stays

Within `/api/v1/` nothing that works stops working: no field, value of a field, address, or
meaning is taken away or changed. What may come at any time: addresses, fields in answers, fields
that need not be given, words of an enumeration in answers, events, problems. So a program reads
over what it does not know. What would break one comes as `/api/v2/`, beside v1 for at least a
year and two minor versions; until then the old answers carry `Deprecation` and `Sunset` headers.
The test suite holds each commit's description against the committed one, so nothing changes
unseen."""

REFUSALS = """## Refusals

Every refusal is `application/problem+json` (RFC 9457): `type` ends in a word that stays, `title`,
`status`, `detail` for people, and `errors`, each with `field`, `rule`, `say`, and `actual` and
`limit` where there are any. Fields that nobody asks for are refused, in bodies, forms and
addresses alike. What is of another workspace is missing, word for word."""

PAGES = """## Long lists

A list answers `items` and `next`, the address of the next page or null. `limit` is at most 200.
The cursor is signed and good for the very list and filters that gave it; rows that come meanwhile
move nothing."""

ONCE = """## The same command twice

A POST with an `Idempotency-Key` of your own is done once. The same key and body again get the
same answer, with `Idempotent-Replay: true`, for 24 hours; another body is refused (422
`key_reused`); while the first is being done the second is told to wait (409 `still_running`).
What was refused frees its key. Where something new goes out, the key must be there (428). A
call that speaks to a network itself can be cut off in the middle: then the same key is told so
(409 `cut_off`), and you look before you go on."""

STALE = """## Two at once

A post has a version, which is its `ETag`. An edit names the one that you saw, in `If-Match` (412
when it is stale) or in `version` (409). The refusal says who changed what, and carries the post
as it is now; nothing was overwritten."""

WRITTEN = """## How a route is written

`antiphon.api.core` does what holds for all: key, limit, scope, strict reading, once, refusals. A
route is three lines:

```python
@posts.post("/posts/{uuid:id}/submit", "post.write", told.PostTold)
def submit_post(request: Call, response: HttpResponse, id: UUID) -> told.PostTold:
    \"\"\"Say that it is ready.\"\"\"
    return _shown(response, plan.submit(request.by, _post(request, id)))
```

The address, the line of the role table, the schema of the answer; then an action told in the name
of `request.by`, or a query asked of its workspace. `outside=True` where it speaks to networks,
`insists=True` where it must have a key of its own. Schemas subclass `Closed` (or `Changes`, where
what is left out stays). The noun's `Routes` stands in `antiphon/api/door.py`. Tests made from the
description cover it from then on: walls, scopes, and requests that nobody would think of."""


def ready() -> Any:
    """The door, with Django behind it; no database is asked."""
    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "antiphon.settings")
        django.setup()
    return importlib.import_module("antiphon.api.door").DOOR


def openapi() -> str:
    """The description of every route."""
    return json.dumps(ready().described(), indent=1, ensure_ascii=False) + "\n"


def parts() -> Iterator[str]:
    """The page about it, part by part."""
    yield from (KEYS, REFUSALS, PAGES, ONCE, STALE, limits(), VERSIONS, WRITTEN)


def limits() -> str:
    """How many calls a key may make."""
    environment = importlib.import_module("antiphon.environment")
    usual = environment.API_CALLS.default
    return (
        f"## How much\n\nA key may make {usual} calls in a minute;"
        f" `{environment.API_CALLS.variable}` changes that. `RateLimit` and"
        " `RateLimit-Policy`"
        " (draft-ietf-httpapi-ratelimit-headers) say how many are left in every answer, and so do"
        " `RateLimit-Limit`, `-Remaining` and `-Reset` for programs that know these. Too many: 429"
        " with `Retry-After`. A body of JSON has at most 2.5 MB; larger files come in pieces,"
        " through `/api/v1/uploads`."
    )


def routes() -> list[tuple[str, str, str, str]]:
    """Method, address, scope and meaning of each."""
    told = ready().described()["paths"]
    return [
        (method.upper(), f"`{path.removeprefix('/api/v1')}`", _scope(it), it["summary"])
        for path, methods in told.items()
        for method, it in methods.items()
    ]


def _scope(operation: dict[str, Any]) -> str:
    return f"`{operation['x-scope']}`" if operation["x-scope"] else "any key"
