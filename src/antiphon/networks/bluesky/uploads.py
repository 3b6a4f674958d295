"""Brings before a post what it needs: files, the people it mentions, who may answer it.

Nobody sees anything of it, and every step may be repeated: the same bytes get the same name.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt, TryLater
from antiphon.connect.http import Slice
from antiphon.connect.values import Enclosure, Handle, Parcel, Prepared, Step
from antiphon.networks.bluesky import records
from antiphon.networks.bluesky.facets import mentioned
from antiphon.networks.bluesky.identity import Directory
from antiphon.networks.bluesky.refusals import BLOB_LIFE
from antiphon.networks.bluesky.wire import parts
from antiphon.networks.bluesky.xrpc import Xrpc

POLL_AFTER = timedelta(seconds=2)
TOKEN_LIFE = timedelta(minutes=30)
"""How long a token for the video service lives (bsky-docs, video, @390c1e9)."""
FAILURES = {
    "validation_failure": "The video service found the video not to be one that it takes.",
    "pds_upload_unsupported_blob_size": "The video is larger than the account's server takes.",
}
"""`failureCode` of lexicon app.bsky.video.defs (@d6296a1)."""


def files(parcel: Parcel) -> list[Enclosure]:
    """Every file that the parcel's record names."""
    thumb = parcel.link.thumb if parcel.link and not parcel.enclosures else None
    return [*parcel.enclosures, *([thumb] if thumb else [])]


def missing(parcel: Parcel) -> bool:
    """Whether something must be brought, or brought again, before the record can be written."""
    if any(not _is_fresh(file, parcel.handles) for file in files(parcel)):
        return True
    if any(f"@{handle}" not in parcel.handles for handle in mentioned(parcel.text)):
        return True
    return bool(_nameless(parcel)) or _gates(parcel) != parcel.handles.get("gates", "")


def _is_fresh(file: Enclosure, handles: Mapping[str, str]) -> bool:
    brought = handles.get(f"{file.digest}:at", "")
    try:
        age = datetime.now(UTC) - datetime.fromisoformat(brought)
    except ValueError:
        return False
    return file.digest in handles and age < BLOB_LIFE


def _nameless(parcel: Parcel) -> list[Handle]:
    """What the parcel answers and cannot name by its content yet."""
    wanted = {one.id: one for one in (parcel.root, parcel.parent) if one}
    return [one for one in wanted.values()
            if not one.extra.get("cid") and f"cid:{one.id}" not in parcel.handles]  # fmt: skip


def _gates(parcel: Parcel) -> str:
    """What is said about who may reply and quote; only a first part says it."""
    if parcel.step is not Step.PART or parcel.parent or parcel.root:
        return ""
    rules = (str(parcel.options.get(name) or records.EVERYBODY) for name in ("replies", "quotes"))
    told = " ".join(rules)
    return "" if told == f"{records.EVERYBODY} {records.EVERYBODY}" else told


class Uploads:
    """Brings what one account's parcels need."""

    def __init__(self, xrpc: Xrpc, did: str, facts: Mapping[str, Any]) -> None:
        self.xrpc, self.did, self.facts = xrpc, did, facts

    async def bring(self, parcel: Parcel) -> Prepared:
        """Bring what is missing, and say what is there now."""
        handles = dict(parcel.handles)
        for file in files(parcel):
            if not _is_fresh(file, handles) and not await self._file(file, handles):
                return Prepared(handles=handles, wait=POLL_AFTER)
        for handle in mentioned(parcel.text):
            if f"@{handle}" not in handles:
                directory = Directory(self.xrpc.http, self.xrpc.server)
                handles[f"@{handle}"] = await directory.did_of(handle)
        for one in _nameless(parcel):
            await self._name(one, parcel, handles)
        if _gates(parcel) != handles.get("gates", ""):
            await self._gate(parcel)
            handles["gates"] = _gates(parcel)
        return Prepared(handles=handles)

    async def _file(self, file: Enclosure, handles: dict[str, str]) -> bool:
        """Bring one file; False while the network is still working on it."""
        if records.is_moving(file) and self.facts.get("video"):
            blob = await self._video(file, handles)
        else:
            answer = await self.xrpc.bring("com.atproto.repo.uploadBlob", _whole(file), file.mime,
                                           seconds=_patience(file))  # fmt: skip
            blob = answer.told().get("blob")
            if not isinstance(blob, dict):
                raise answer.unclear("The server did not say where it put the file.")
        if not blob:
            return False
        handles[file.digest] = json.dumps(blob, separators=(",", ":"), sort_keys=True)
        handles[f"{file.digest}:at"] = datetime.now(UTC).isoformat(timespec="seconds")
        handles.pop(f"{file.digest}:job", None)
        return True

    async def _video(self, file: Enclosure, handles: dict[str, str]) -> dict[str, Any] | None:
        """Hand a video to the video service, or ask how far it is."""
        service, job = str(self.facts["video"]), handles.get(f"{file.digest}:job")
        if job:
            answer = await Xrpc(self.xrpc.http, service).ask(
                "app.bsky.video.getJobStatus", {"jobId": job}, open=True
            )
        else:
            name = f"{file.digest[:32]}.mp4"
            url = f"{service}/xrpc/app.bsky.video.uploadVideo"
            token = {"Authorization": f"Bearer {await self._token()}", "Content-Type": file.mime}
            # Not `signed`: the token is made for this one upload and opens nothing else.
            answer = await self.xrpc.http.post(
                url, params={"did": self.did, "name": name}, body=_whole(file), headers=token,
                effect=False, signed=False, allow=(400, 409), seconds=_patience(file),
            )  # fmt: skip
        status = answer.told().get("jobStatus", answer.told())
        if isinstance(status.get("blob"), dict):
            return dict(status["blob"])
        if status.get("state") == "JOB_STATE_FAILED" or not status.get("jobId"):
            handles.pop(f"{file.digest}:job", None)
            say = FAILURES.get(str(status.get("failureCode")))
            if say or answer.status == 400:
                raise ChangeIt(say or "The video service did not take the video.")
            raise TryLater("The video service failed with the video.")
        handles[f"{file.digest}:job"] = str(status["jobId"])
        return None

    async def _token(self) -> str:
        """A token for one upload, in which the video service speaks for us to our own server."""
        ends = int((datetime.now(UTC) + TOKEN_LIFE).timestamp())
        wanted = {
            "aud": str(self.facts.get("server_did") or ""),
            "lxm": "com.atproto.repo.uploadBlob",
            "exp": ends,
        }
        answer = await self.xrpc.ask("com.atproto.server.getServiceAuth", wanted)
        return str(answer.json().get("token") or "")

    async def _name(self, one: Handle, parcel: Parcel, handles: dict[str, str]) -> None:
        """Find the content id of what is answered, and the first post of its thread."""
        did, collection, rkey = parts(one.id)
        where = {"repo": did, "collection": collection, "rkey": rkey}
        found = (await self.xrpc.ask("com.atproto.repo.getRecord", where, open=True)).json()
        handles[f"cid:{one.id}"] = str(found["cid"])
        reply = found["value"].get("reply")
        if parcel.root is None and reply:
            handles["root"] = json.dumps(reply["root"], sort_keys=True)

    async def _gate(self, parcel: Parcel) -> None:
        """Say who may answer before there is anything to answer; it stands under the same key."""
        wanted, rkey = records.gates(self.did, parcel), records.rkey(parcel)
        for collection in (records.THREADGATE, records.POSTGATE):
            where = {"repo": self.did, "collection": collection, "rkey": rkey}
            record = wanted.get(collection)
            name = "com.atproto.repo.putRecord" if record else "com.atproto.repo.deleteRecord"
            body = {**where, "record": record} if record else where
            await self.xrpc.do(name, body, effect=False)


def _whole(file: Enclosure) -> Slice:
    return Slice(path=file.path, size=file.size)


def _patience(file: Enclosure) -> float:
    """Half a minute, and a minute more for every four megabytes."""
    return 30 + file.size / 70_000
