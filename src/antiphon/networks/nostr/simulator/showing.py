"""Events as a visitor's app shows them."""

import json
import re
from collections.abc import Mapping

from antiphon.connect.simulation import Shown, ShownMedia
from antiphon.connect.values import Kind, Metric, RemoteId
from antiphon.networks.nostr import bech32
from antiphon.networks.nostr.keys import Event
from antiphon.networks.nostr.simulator.world import World, tagged

POSTS = frozenset({1, 22, 1068, 1111, 30023})
Events = Mapping[str, Event]


def shown(event: Event, every: Events, world: World) -> Shown:
    """One event."""
    files = _files(event, world)
    languages = [tag[1] for tag in event["tags"] if tag[:1] == ["l"]]
    warnings = tagged(event, "content-warning")
    return Shown(
        id=RemoteId(event["id"]),
        account=RemoteId(event["pubkey"]),
        author=_name(event["pubkey"], every),
        text=_text(event, files),
        at=min(
            one.arrived[event["id"]] for one in world.relays.values() if event["id"] in one.events
        ),
        url=f"{world.base}/#{bech32.plain('note', event['id'])}",
        title=next(iter(tagged(event, "title")), ""),
        parent=_parent(event),
        media=files,
        poll=tuple(tag[2] for tag in event["tags"] if tag[:1] == ["option"]),
        language=next(iter(languages), ""),
        options={"content_warning": warnings[0]} if warnings else {},
        counts=_counts(event["id"], every),
    )


def _files(event: Event, world: World) -> tuple[ShownMedia, ...]:
    found = []
    for tag in event["tags"]:
        if tag[:1] != ["imeta"]:
            continue
        about = dict(part.split(" ", 1) for part in tag[1:] if " " in part)
        url = about.get("url", "")
        digest = url.rpartition("/")[2]
        mime, body = world.files.get(digest, ("", b""))
        kind = Kind.VIDEO if mime.startswith("video/") else Kind.IMAGE
        found.append(ShownMedia(kind=Kind.GIF if mime == "image/gif" else kind,
                                alt=about.get("alt", ""), url=url, mime=mime, size=len(body),
                                digest=digest if body else ""))  # fmt: skip
    return tuple(found)


def _text(event: Event, files: tuple[ShownMedia, ...]) -> str:
    text = str(event["content"])
    for file in files:
        text = re.sub(rf"!\[[^\]]*\]\({re.escape(file.url)}\)|{re.escape(file.url)}", "", text)
    return text.strip()


def _parent(event: Event) -> RemoteId | None:
    tags = [tag for tag in event["tags"] if tag[:1] == ["e"]]
    replies = [tag[1] for tag in tags if tag[3:4] == ["reply"]] or [tag[1] for tag in tags]
    return RemoteId(replies[0]) if replies else None


def _name(author: str, every: Events) -> str:
    told = [one for one in every.values() if one["kind"] == 0 and one["pubkey"] == author]
    about = json.loads(told[-1]["content"]) if told else {}
    return str(about.get("display_name") or about.get("name") or author[:8])


def _counts(id: str, every: Events) -> dict[Metric, int]:
    about = [one for one in every.values() if id in tagged(one, "e")]
    kinds = {Metric.LIKES: {7}, Metric.SHARES: {6, 16}, Metric.REPLIES: {1, 1111}}
    return {metric: sum(one["kind"] in wanted for one in about) for metric, wanted in kinds.items()}
