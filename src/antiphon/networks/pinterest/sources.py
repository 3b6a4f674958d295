"""What a pin shows, as Pinterest takes it: pictures inside the request, videos by their number."""

import asyncio
import base64
from typing import Any

from antiphon.connect.errors import ChangeIt, TryLater
from antiphon.connect.values import Enclosure, Parcel
from antiphon.networks.pinterest.uploads import READY, film
from antiphon.networks.pinterest.wire import COVER


async def source(parcel: Parcel) -> dict[str, Any]:
    """The `media_source` of a new pin."""
    video = film(parcel)
    if video:
        return _video(parcel, video)
    pictures = [await asyncio.to_thread(_picture, file) for file in parcel.enclosures]
    if not pictures:
        raise ChangeIt("A pin needs a picture or a video.")
    if len(pictures) == 1:
        return {"source_type": "image_base64", **pictures[0]}
    return {"source_type": "multiple_image_base64", "items": pictures, "index": 0}


def _picture(file: Enclosure) -> dict[str, str]:
    data = base64.b64encode(file.path.read_bytes()).decode()
    return {"content_type": file.mime, "data": data}


def _video(parcel: Parcel, video: Enclosure) -> dict[str, Any]:
    if not parcel.handles.get(READY):
        raise TryLater("The video is not on Pinterest yet.")
    second = str(parcel.options.get(COVER) or "0").partition(".")[0]
    return {
        "source_type": "video_id",
        "media_id": parcel.handles[video.digest],
        "cover_image_key_frame_time": int(second) if second.isdecimal() else 0,
    }
