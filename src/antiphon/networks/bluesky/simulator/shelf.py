"""Posts as a visitor sees them."""

from collections.abc import Iterator, Mapping
from typing import Any

from antiphon.connect.simulation import Shown, ShownMedia
from antiphon.connect.values import Kind, RemoteId
from antiphon.networks.bluesky.records import POST, THREADGATE
from antiphon.networks.bluesky.simulator.world import Account, Record, World
from antiphon.networks.bluesky.wire import COUNTS


def shown(world: World, record: Record) -> Shown:
    """One post or reply."""
    account = world.accounts[record.uri.split("/")[2]]
    value, gate = record.value, account.records.get(record.uri.replace(POST, THREADGATE))
    embed = value.get("embed") or {}
    parent = ((value.get("reply") or {}).get("parent") or {}).get("uri")
    return Shown(
        id=RemoteId(record.uri),
        account=RemoteId(account.did),
        author=account.handle,
        text=value["text"],
        at=record.at,
        url=f"{world.base}/profile/{account.did}/post/{record.uri.split('/')[-1]}",
        parent=RemoteId(parent) if parent else None,
        media=tuple(_media(world, account, embed)),
        link=str((embed.get("external") or {}).get("uri") or ""),
        language=(value.get("langs") or [""])[0],
        options={"replies": gate.value.get("allow")} if gate else {},
        counts={ours: record.counts[theirs] for theirs, ours in COUNTS.items()},
    )


def _media(world: World, account: Account, embed: Mapping[str, Any]) -> Iterator[ShownMedia]:
    files = [(Kind.IMAGE, one["image"], one["alt"]) for one in embed.get("images") or ()]
    if "video" in embed:
        files.append((Kind.VIDEO, embed["video"], str(embed.get("alt") or "")))
    for kind, named, alt in files:
        blob = account.blobs[named["ref"]["$link"]]
        where = f"com.atproto.sync.getBlob?did={account.did}&cid={blob.cid}"
        yield ShownMedia(
            kind=kind,
            alt=alt,
            url=f"{world.base}/xrpc/{where}",
            mime=blob.mime,
            size=blob.size,
            digest=blob.digest,
        )
