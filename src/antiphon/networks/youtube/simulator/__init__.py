"""YouTube in small: the paths that we use, its wire format, its limits and refusals."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from antiphon.connect.simulation import Entrance, Reaction, ReactionKind, Shown, ShownMedia
from antiphon.connect.simulation.contract import Asgi
from antiphon.connect.values import Kind, Metric, RemoteId
from antiphon.networks.youtube.simulator.gate import Gate
from antiphon.networks.youtube.simulator.grants import CLIENT_ID, CLIENT_SECRET, Grants
from antiphon.networks.youtube.simulator.lists import Lists
from antiphon.networks.youtube.simulator.sessions import Sessions
from antiphon.networks.youtube.simulator.shapes import Shapes
from antiphon.networks.youtube.simulator.talking import Talking
from antiphon.networks.youtube.simulator.videos import Videos
from antiphon.networks.youtube.simulator.world import Comment, Picture, Video, World

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "Simulator"]

V3, UPLOAD = "/youtube/v3", "/upload/youtube/v3"


class Simulator:
    """One simulated YouTube; `world.quirks` may be set while it runs.

    Quirks: unaudited, silent, unverified, many_pictures, full, full_list, forgetful, no_comments,
    no_embedding, invalid_recording, hurried, disabled, closed, unticked, and `failed:codec` or
    `rejected:duplicate` with any reason that YouTube names.
    """

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.world = base, World(now)
        self.gate, self.grants = Gate(self.world), Grants(self.world)
        shapes = Shapes(self.world)
        self.videos, self.lists = Videos(self.world, shapes), Lists(self.world, shapes)
        self.talking, self.sessions = Talking(self.world, shapes), Sessions(self.world, shapes)
        self.app: Asgi = Starlette(routes=[*self._signed(), *self._open()])

    def _signed(self) -> Iterator[Route]:
        """Each door, and what it costs; an upload has a bucket of its own."""
        videos, lists, talking = self.videos, self.lists, self.talking
        for method, path, door, cost in (
            ("GET", f"{V3}/channels", lists.channels, 1),
            ("GET", f"{V3}/playlists", lists.playlists, 1),
            ("GET", f"{V3}/videoCategories", lists.categories, 1),
            ("GET", f"{V3}/playlistItems", lists.items, 1),
            ("POST", f"{V3}/playlistItems", lists.add, 50),
            ("GET", f"{V3}/videos", videos.list, 1),
            ("PUT", f"{V3}/videos", videos.update, 50),
            ("DELETE", f"{V3}/videos", videos.delete, 50),
            ("GET", f"{V3}/videos:batchGetStats", videos.stats, 1),
            ("GET", f"{V3}/commentThreads", talking.threads, 1),
            ("POST", f"{V3}/commentThreads", talking.begin, 50),
            ("GET", f"{V3}/comments", talking.comments, 1),
            ("POST", f"{V3}/comments", talking.answer, 50),
            ("PUT", f"{V3}/comments", talking.change, 50),
            ("DELETE", f"{V3}/comments", talking.delete, 50),
            ("POST", f"{UPLOAD}/videos", self.sessions.begin, 0),
            ("POST", f"{UPLOAD}/thumbnails/set", self.sessions.picture, 50),
        ):
            yield Route(path, self.gate.open(door, cost), methods=[method])

    def _open(self) -> Iterator[Route]:
        yield Route(f"{UPLOAD}/videos", self.sessions.piece, methods=["PUT"])
        yield Route("/-/accounts.google.com/o/oauth2/v2/auth", self.grants.page)
        yield Route("/-/oauth2.googleapis.com/token", self.grants.token, methods=["POST"])
        yield Route("/-/oauth2.googleapis.com/revoke", self.grants.revoke, methods=["POST"])
        yield Route("/-/i.ytimg.com/{id}", self._file)

    async def _file(self, request: Request) -> Response:
        mime, body = self.world.bytes.get(request.path_params["id"], ("text/plain", b""))
        return Response(body, media_type=mime, status_code=200 if body else 404)

    def works_for(self, lasting: timedelta) -> None:
        """How long a video takes until it can be played."""
        self.world.working = lasting

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:
        """A channel, and a lasting permission for it.

        `country` says where it is at home, `kids` what it declares (`undeclared`: nothing),
        `long_uploads` whether videos above a quarter of an hour are taken.
        """
        channel = self.world.open(handle, name, facts)
        return Entrance(
            sign_in="own_client",
            given={
                "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET,
                "refresh_token": self.grants.lasting(channel),
            },
            server=self.base,
            id=RemoteId(channel.id),
            handle=handle,
        )

    def revoke(self, handle: str) -> None:
        """The owner took every permission back, lasting ones too."""
        self.grants.end(self.world.handles[handle])

    def expire(self, handle: str) -> None:
        """Access tokens end; refresh tokens stay good."""
        for token in self.world.tokens.values():
            if token.channel.handle == handle:
                token.ends = self.world.now()

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """Videos that people see and what is written below them, oldest first."""
        mine = self.world.handles[handle].id if handle is not None else None
        seen = [one for one in self.world.seen() if mine in {None, one.channel.id}]
        said = [one for one in self.world.comments.values() if mine in {None, one.author}]
        shown = [*map(self._video, seen), *map(self._comment, said)]
        return sorted(shown, key=lambda one: one.at)

    def _video(self, video: Video) -> Shown:
        return Shown(
            id=RemoteId(video.id),
            account=RemoteId(video.channel.id),
            author=video.channel.name,
            text=str(video.snippet.get("description", "")),
            title=str(video.snippet.get("title", "")),
            at=video.published or video.uploaded,
            url=f"{self.base}/-/www.youtube.com/watch?v={video.id}",
            language=str(video.snippet.get("defaultLanguage", "")),
            media=tuple(self._files(video)),
            options={**video.status, "tags": video.snippet.get("tags", [])},
            counts={
                Metric.VIEWS: video.views,
                Metric.LIKES: len(video.likes),
                Metric.SHARES: video.shares,
                Metric.REPLIES: len(video.comments),
            },
        )

    def _files(self, video: Video) -> Iterator[ShownMedia]:
        """The video, and the picture that stands for it."""
        files: list[tuple[Kind, str, Video | Picture]] = [(Kind.VIDEO, video.id, video)]
        files += [(Kind.IMAGE, f"{video.id}.cover", video.cover)] if video.cover else []
        for kind, name, file in files:
            url = f"{self.base}/-/i.ytimg.com/{name}" if name in self.world.bytes else ""
            yield ShownMedia(kind=kind, mime=file.mime, size=file.size, digest=file.digest, url=url)

    def _comment(self, comment: Comment) -> Shown:
        return Shown(
            id=RemoteId(comment.id),
            account=RemoteId(comment.video.channel.id),
            author=comment.name,
            text=comment.text,
            at=comment.at,
            parent=RemoteId(comment.parent or comment.video.id),
        )

    def react(self, reaction: Reaction) -> RemoteId | None:
        """People watch, like, pass on, write and subscribe."""
        if reaction.kind is ReactionKind.FOLLOW:
            if channel := self.world.channels.get(reaction.account):
                channel.followers.add(reaction.by.id)
            return None
        below = self.world.comments.get(reaction.post or "")
        video = below.video if below else self.world.videos.get(reaction.post or "")
        if video is None:
            return None
        if reaction.kind is ReactionKind.REPLY:
            top = (below.parent or below.id) if below else ""
            by = reaction.by
            said = self.talking.say(
                video, (by.id, by.name), reaction.text, at=reaction.at, parent=top
            )
            return RemoteId(said.id)
        _mark(video, reaction)
        return None


def _mark(video: Video, reaction: Reaction) -> None:
    match reaction.kind:
        case ReactionKind.VIEW:
            video.views += 1
        case ReactionKind.LIKE:
            video.likes.add(reaction.by.id)
        case ReactionKind.SHARE:
            video.shares += 1
        case _:
            pass
