"""Channels, playlists and categories of the simulated network."""

from typing import Any

from antiphon.networks.youtube.simulator.answers import Refused, missing, page
from antiphon.networks.youtube.simulator.gate import Call
from antiphon.networks.youtube.simulator.shapes import Shapes, stamp
from antiphon.networks.youtube.simulator.videos import CATEGORIES, RESERVED
from antiphon.networks.youtube.simulator.world import Channel, Playlist, Video, World

Json = dict[str, Any]


class Lists:
    """The doors of what a channel has."""

    def __init__(self, world: World, shapes: Shapes) -> None:
        self.world, self.shapes = world, shapes

    def channels(self, call: Call) -> Json:
        """GET /channels?mine=true."""
        mine = [] if call.channel.facts.get("channel") == "none" else [call.channel]
        items = [self.shapes.channel(one, call.parts) for one in mine]
        return page("channel", items, most=call.most, token="")

    def categories(self, _call: Call) -> Json:
        """GET /videoCategories."""
        items = [
            {
                "kind": "youtube#videoCategory", "etag": "e", "id": id,
                "snippet": {"title": title, "assignable": id not in RESERVED, "channelId": "UC"},
            }
            for id, title in CATEGORIES.items()
        ]  # fmt: skip
        return {"kind": "youtube#videoCategoryListResponse", "etag": "e", "items": items}

    def playlists(self, call: Call) -> Json:
        """GET /playlists?mine=true."""
        items = [
            {
                "kind": "youtube#playlist", "etag": "e", "id": one.id,
                "snippet": {"title": one.title, "channelId": call.channel.id},
            }
            for one in call.channel.playlists.values()
        ]  # fmt: skip
        return page("playlist", items, most=call.most, token=call.given.get("pageToken", ""))

    def items(self, call: Call) -> Json:
        """GET /playlistItems: of the list of uploads, newest first, or of another."""
        id, wanted = call.given.get("playlistId", ""), call.given.get("videoId", "")
        if id == call.channel.uploads_list:
            newest = reversed(call.channel.videos)
            places = {self._place(id, one): one.id for one in newest}
        else:
            places = self._list(call.channel, id).places
        shown = [
            self._item(id, place, self.world.videos[video], call)
            for place, video in places.items()
            if wanted in {"", video}
        ]
        return page("playlistItem", shown, most=call.most, token=call.given.get("pageToken", ""))

    def _place(self, playlist: str, video: Video) -> str:
        return f"{playlist}.{video.id}"

    def _list(self, channel: Channel, id: str) -> Playlist:
        if id not in channel.playlists:
            raise missing("playlistNotFound")
        return channel.playlists[id]

    def _item(self, playlist: str, place: str, video: Video, call: Call) -> Json:
        told: Json = {
            "snippet": {
                "playlistId": playlist,
                "title": video.snippet["title"],
                "publishedAt": stamp(video.uploaded),
                "resourceId": {"kind": "youtube#video", "videoId": video.id},
            },
            "contentDetails": {"videoId": video.id},
        }
        shown = {name: told[name] for name in call.parts if name in told}
        return {"kind": "youtube#playlistItem", "etag": "e", "id": place, **shown}

    def add(self, call: Call) -> Json:
        """POST /playlistItems."""
        snippet = call.body.get("snippet", {})
        playlist = self._list(call.channel, str(snippet.get("playlistId", "")))
        video = self.world.videos.get(str(snippet.get("resourceId", {}).get("videoId", "")))
        if video is None:
            raise missing("videoNotFound")
        if "full_list" in self.world.quirks:
            raise Refused(403, "playlistContainsMaximumNumberOfVideos")
        place = self.world.name(30)
        playlist.places[place] = video.id
        return self._item(playlist.id, place, video, call)
