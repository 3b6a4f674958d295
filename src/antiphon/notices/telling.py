"""What a program is told, the same by webhook, by stream and when it asks."""

import json
from collections.abc import Collection
from typing import Any

from antiphon.notices.kinds import KINDS
from antiphon.people import policy
from antiphon.people.models import Happening
from antiphon.people.policy import By

_NEEDS = {
    "publication": "publication.read",
    "post": "post.read",
    "channel": "channel.read",
    "hold": "publication.read",
    "import": "publication.schedule",
    "hook": "webhook.write",
}


def told(row: Happening) -> dict[str, Any]:
    """One happening as programs read it."""
    noun, _, _deed = row.kind.partition(".")
    return {
        "id": row.cursor,
        "type": row.kind,
        "timestamp": row.at.isoformat(),
        "data": {"object": noun, "id": str(row.subject), **row.facts},
    }


def written(row: Happening) -> str:
    """The same, as it is signed and sent."""
    return json.dumps(told(row), ensure_ascii=False, separators=(",", ":"))


def may_hear(by: By, wanted: Collection[str] = ()) -> list[str]:
    """Of these kinds (none: of all) those of whose nouns they may know."""
    return [kind for kind in wanted or KINDS if policy.may(by, _NEEDS[kind.partition(".")[0]])]
