"""The video service: takes a file, works on it for a while, brings the result to the server."""

import secrets
from typing import Any

from starlette.requests import Request

from antiphon.networks.bluesky.simulator import repository, sessions
from antiphon.networks.bluesky.simulator.world import Blob, Refused, Session, World

MOST = 300_000_000
STATES = ("JOB_STATE_CREATED", "JOB_STATE_ENCODING", "JOB_STATE_COMPLETED")


class Films:
    """Its jobs and the tokens that it knows."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tokens: dict[str, str] = {}
        self.jobs: dict[str, dict[str, Any]] = {}
        self.known: dict[tuple[str, str], str] = {}

    def token(self, session: Session, audience: str, method: str) -> dict[str, str]:
        """com.atproto.server.getServiceAuth."""
        if method == "com.atproto.repo.uploadBlob":
            if audience != sessions.server_did(self.world):
                raise Refused(400, "InvalidRequest", "aud must be the server of the account")
            sessions.may(session, "rpc:com.atproto.repo.uploadBlob?aud=*")
        made = secrets.token_urlsafe(24)
        self.tokens[made] = session.did
        return {"token": made}

    async def answer(self, name: str, request: Request) -> dict[str, Any]:
        """One call to the service."""
        if not self.world.quirks.video:
            raise Refused(404, "NotFound", "There is no such service")
        match name:
            case "app.bsky.video.uploadVideo":
                return await self._upload(request)
            case "app.bsky.video.getJobStatus":
                return {"jobStatus": self._status(request.query_params.get("jobId", ""))}
            case "app.bsky.video.getUploadLimits":
                self._caller(request)
                return {"canUpload": True, "remainingDailyVideos": 25}
            case _:
                raise Refused(501, "MethodNotImplemented", "Method Not Implemented")

    def _caller(self, request: Request) -> str:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.tokens:
            raise Refused(401, "AuthMissing", "Authentication Required")
        return self.tokens[token]

    async def _upload(self, request: Request) -> dict[str, Any]:
        did = self._caller(request)
        if request.query_params.get("did") != did:
            raise Refused(401, "AuthenticationRequired", "That is somebody else's account")
        blob = await repository.take(request, "video/mp4", MOST)
        before = self.known.get((did, blob.digest))
        if before:
            told = self._status(before)
            raise Refused(409, "already_exists", "Video already processed", more=told)
        job = secrets.token_hex(8)
        self.known[did, blob.digest] = job
        self.jobs[job] = {"did": did, "blob": blob, "asked": 0}
        return {"jobStatus": {"jobId": job, "did": did, "state": STATES[0], "progress": 0}}

    def _status(self, id: str) -> dict[str, Any]:
        if id not in self.jobs:
            raise Refused(400, "InvalidRequest", "There is no such job")
        job = self.jobs[id]
        job["asked"] += 1
        told = {"jobId": id, "did": job["did"], "state": STATES[min(2, job["asked"])]}
        if told["state"] != STATES[2]:
            return {**told, "progress": 50}
        if self.world.quirks.video_fails:
            code = self.world.quirks.video_fails
            return {**told, "state": "JOB_STATE_FAILED", "failureCode": code, "error": code}
        blob: Blob = job["blob"]
        self.world.accounts[job["did"]].blobs[blob.cid] = blob
        return {**told, "progress": 100, "blob": blob.told()}
