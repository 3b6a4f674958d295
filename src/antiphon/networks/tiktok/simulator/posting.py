"""What the simulated network does when somebody posts: its rules, its limits, its fetching."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from antiphon.connect.simulation import SandboxError, ShownMedia, fetched
from antiphon.connect.values import Kind
from antiphon.kernel.text import utf16
from antiphon.networks.tiktok.simulator.answers import Refused
from antiphon.networks.tiktok.simulator.world import PRIVATE, PUBLIC, Account, Post, World

VIDEO_TEXT, PHOTO_TEXT, PHOTO_TITLE, PHOTOS = 2_200, 4_000, 90, 35
SMALLEST, LARGEST_PIECE, LARGEST = 5_000_000, 64_000_000, 4 * 1024**3
PICTURES = ((b"\xff\xd8\xff", "image/jpeg"), (b"RIFF", "image/webp"))
DAY = timedelta(days=1)
Given = Mapping[str, Any]


class Posting:
    """The calls that bring posts."""

    def __init__(self, world: World, base: str) -> None:
        self.world, self.base = world, base
        self.quirks: set[str] = set()
        """Modes: unaudited, unverified, banned, crowded (five people a day)."""
        self.posts_a_day = 1_000_000
        """Tests set it low to see a limit."""
        self.waiting_most = 5

    def judge(self, account: Account, *, in_app: bool) -> None:
        """Whether this account may post now at all."""
        for mode, word in (
            ("banned", "spam_risk_user_banned_from_posting"),
            ("crowded", "reached_active_user_cap"),
        ):
            if mode in self.quirks:
                raise Refused(word)
        at = self.world.now()
        recent = [one for one in account.posts if at - one.created < DAY]
        if not in_app and len(recent) >= self.posts_a_day:
            raise Refused("spam_risk_too_many_posts")
        if in_app and sum(one.in_app for one in recent) >= self.waiting_most:
            raise Refused("spam_risk_too_many_pending_share")

    def privacy(self, account: Account, given: Given) -> str:
        """Who can see it; nothing is chosen for anybody."""
        chosen = str(given.get("privacy_level") or "")
        if chosen not in account.levels:
            raise Refused("privacy_level_option_mismatch")
        if "unaudited" in self.quirks and (chosen != PRIVATE or not account.is_private):
            raise Refused("unaudited_client_can_only_post_to_private_accounts")
        if given.get("brand_content_toggle") and chosen == PRIVATE:
            raise Refused("invalid_params", "Branded content cannot be private.")
        return chosen

    def video(self, account: Account, given: Given, *, in_app: bool) -> Post:
        """A place for a video's bytes."""
        self.judge(account, in_app=in_app)
        info = given.get("post_info") or {}
        text = str(info.get("title") or "")
        if utf16(text) > VIDEO_TEXT:
            raise Refused("invalid_params", "title is too long")
        privacy = PUBLIC if in_app else self.privacy(account, info)
        size, piece, pieces = _cut(given.get("source_info") or {})
        prefix = "v_inbox_file" if in_app else "v_pub_file"
        post = self.world.post(account, prefix, text=text, privacy=privacy, in_app=in_app)
        post.size, post.piece, post.pieces, post.options = size, piece, pieces, dict(info)
        self.world.uploads[post.id] = post
        return post

    async def photos(self, account: Account, given: Given) -> Post:
        """Pictures that the network fetches itself."""
        if given.get("media_type") != "PHOTO":
            raise Refused("invalid_params", "media_type")
        in_app = given.get("post_mode") == "MEDIA_UPLOAD"
        source = given.get("source_info") or {}
        info = dict(given.get("post_info") or {})
        return await self.pictures(account, info, source, in_app=in_app)

    async def pictures(self, account: Account, info: Given, source: Given, *, in_app: bool) -> Post:
        """The same for both APIs."""
        self.judge(account, in_app=in_app)
        text = str(info.get("description") or info.get("caption") or "")
        title, urls = str(info.get("title") or ""), source.get("photo_images") or []
        if utf16(text) > PHOTO_TEXT or utf16(title) > PHOTO_TITLE:
            raise Refused("invalid_params", "title or description is too long")
        if not 1 <= len(urls) <= PHOTOS or source.get("photo_cover_index", 0) >= len(urls):
            raise Refused("invalid_params", "photo_images")
        privacy = PUBLIC if in_app else self.privacy(account, info)
        self._ours(urls)
        prefix = "p_inbox_url" if in_app else "p_pub_url"
        post = self.world.post(account, prefix, text=text, privacy=privacy, in_app=in_app)
        post.title, post.kind, post.options = title, Kind.IMAGE, dict(info)
        for url in urls:
            await self._fetch(post, str(url))
        return post

    def _ours(self, urls: list[Any]) -> None:
        if "unverified" in self.quirks or any("://" not in str(url) for url in urls):
            raise Refused("url_ownership_unverified")

    async def pulled(self, account: Account, url: str, info: Given) -> Post:
        """A video that the network fetches itself (API for Business)."""
        in_app = bool(info.get("upload_to_draft"))
        self.judge(account, in_app=in_app)
        text = str(info.get("caption") or "")
        if utf16(text) > VIDEO_TEXT:
            raise Refused("invalid_params", "caption is too long")
        self._ours([url])
        prefix = "v_inbox_url" if in_app else "v_pub_url"
        post = self.world.post(account, prefix, text=text, in_app=in_app)
        post.options = dict(info)
        await self._fetch(post, url)
        return post

    async def _fetch(self, post: Post, url: str) -> None:
        try:
            mime, body = await fetched(url)
        except SandboxError:
            post.failed = "photo_pull_failed" if post.kind is Kind.IMAGE else "video_pull_failed"
            return
        if post.kind is Kind.IMAGE:
            mime = next((name for start, name in PICTURES if body.startswith(start)), "")
            post.failed = post.failed or ("" if mime else "file_format_check_failed")
        post.media.append(self.world.keep(body, mime, self.base, post.kind))

    def receive(self, post: Post, begin: int, body: bytes) -> int:
        """A piece of a video; the status of the answer."""
        is_last = begin // post.piece + 1 >= post.pieces
        wanted = post.size - begin if is_last else post.piece
        if begin != post.got or len(body) != wanted:
            return 416
        post.got += len(body)
        post.sum.update(body)
        if not is_last:
            return 206
        post.ready_at = self.world.now() + self.world.processing
        post.media.append(self._film(post, body))
        return 201

    def _film(self, post: Post, body: bytes) -> ShownMedia:
        """What visitors see of it; only what came in one piece can be shown."""
        if post.pieces == 1:
            return self.world.keep(body, "video/mp4", self.base, Kind.VIDEO)
        digest = post.sum.hexdigest()
        return ShownMedia(kind=Kind.VIDEO, mime="video/mp4", size=post.size, digest=digest)


def _cut(source: Given) -> tuple[int, int, int]:
    """Size, piece and number of pieces, as the rules of uploading want them."""
    names = ("video_size", "chunk_size", "total_chunk_count")
    size, piece, pieces = (int(source.get(name) or 0) for name in names)
    right = source.get("source") == "FILE_UPLOAD" and 0 < size <= LARGEST and piece > 0
    small = size < SMALLEST and piece != size
    if not right or small or piece > LARGEST_PIECE or (piece < SMALLEST and piece != size):
        raise Refused("invalid_params", "source_info")
    if pieces != max(1, size // piece) or not 1 <= pieces <= 1000:
        raise Refused("invalid_params", "total_chunk_count")
    return size, piece, pieces
