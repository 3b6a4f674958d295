"""Videos: looked into, and copied stream by stream without what their maker wrote into them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av
import av.container
import av.error
import av.stream
import av.video
from PIL import Image

from antiphon.media.child.refusal import Refusal, damaged, too_many_pixels
from antiphon.media.limits import LONGEST, PIXELS, SHORTEST

LOCAL = {"protocol_whitelist": "file"}
MUXERS = {"video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm"}
WHOLE = 0.9
"""Of the length that a video names, how much must be there; less was cut off on its way."""
TIDY = {"movflags": "+faststart", "fflags": "+bitexact", "write_tmcd": "0"}
"""The index first, so that a film can be shown while it arrives; no dates, no version of ours."""


@contextmanager
def opened(path: Path, demuxer: str) -> Iterator[av.container.InputContainer]:
    """A video read by one named demuxer, from our own file and nowhere else."""
    try:
        with av.open(
            f"file:{path}", format=demuxer, options=LOCAL, metadata_errors="replace"
        ) as box:
            yield box
    except MemoryError:
        raise
    except (av.error.FFmpegError, ValueError, IndexError, UnicodeError) as error:
        raise damaged() from error


def picture_of(box: av.container.InputContainer) -> av.video.VideoStream:
    """The stream that moves; a cover picture is none."""
    for stream in box.streams.video:
        if not stream.disposition & av.stream.Disposition.attached_pic:
            return stream
    say = "The file holds sound or nothing, but no picture. Add one that does."
    raise Refusal("no_picture", say)


def take(path: Path, out: Path, *, mime: str, demuxer: str) -> dict[str, Any]:
    """Look into a video, copy its picture and sound, keep its first frame beside it."""
    with opened(path, demuxer) as box:
        video = picture_of(box)
        _judge(video, seconds=(box.duration or 0) / av.time_base)
        notes = _left_out(box)
        first = next(box.decode(video), None)
        if first is None:
            raise damaged()
        poster = still(first)
        poster.save(out.with_name("poster"), "JPEG", quality=90, optimize=True)
        codec = codec_of(box, video)
        told = float((video.duration or 0) * (video.time_base or 0))
    with opened(path, demuxer) as box:
        mime, frames, seconds = copy(box, out, mime)
    _length(seconds)
    if seconds < told * WHOLE:
        raise damaged()
    return {
        "kind": "video", "mime": mime, "width": poster.width, "height": poster.height,
        "seconds": round(seconds, 3), "frames": frames, "codec": codec, "notes": notes,
    }  # fmt: skip


def still(frame: av.VideoFrame) -> Image.Image:
    """A frame as a picture, upright."""
    shown: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
    return shown.rotate(frame.rotation, expand=True)


def copy(box: av.container.InputContainer, out: Path, mime: str) -> tuple[str, int, float]:
    """Copy picture and sound as they are; what MP4 cannot hold stays in QuickTime."""
    try:
        return mime, *_copied(box, out, MUXERS[mime])
    except (av.error.FFmpegError, ValueError):
        if mime != "video/mp4":
            raise
        box.seek(0)
        return "video/quicktime", *_copied(box, out, "mov")


def _copied(box: av.container.InputContainer, out: Path, muxer: str) -> tuple[int, float]:
    streams = [picture_of(box), *box.streams.audio[:1]]
    frames, ends = 0, 0.0
    with av.open(str(out), "w", format=muxer, options=TIDY) as made:
        pairs = {stream.index: made.add_stream_from_template(stream) for stream in streams}
        for stream in pairs.values():
            stream.metadata.clear()
        for packet in box.demux(streams):
            if packet.dts is None or packet.time_base is None:
                continue
            if packet.stream.type == "video":
                frames += 1
                end = ((packet.pts or packet.dts) + (packet.duration or 0)) * packet.time_base
                ends = max(ends, float(end))
            packet.stream = pairs[packet.stream.index]
            made.mux(packet)
    return frames, ends - _begin(streams[0])


def _begin(stream: Any) -> float:
    return float((stream.start_time or 0) * stream.time_base)


def _judge(video: av.video.VideoStream, *, seconds: float) -> None:
    _length(seconds)
    pixels = video.width * video.height
    if pixels > PIXELS:
        raise too_many_pixels(pixels, PIXELS)
    if not pixels:
        raise damaged()


def _length(seconds: float) -> None:
    if seconds > LONGEST:
        say = f"The video lasts {_clock(seconds)}; we take up to {_clock(LONGEST)}. Shorten it."
        raise Refusal("too_long", say, actual=round(seconds, 3), limit=LONGEST)
    if seconds < SHORTEST:
        say = "The video is over before it begins. Take one that lasts."
        raise Refusal("too_short", say, actual=round(seconds, 3), limit=SHORTEST)


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def codec_of(box: av.container.InputContainer, video: av.video.VideoStream) -> str:
    """What later decides whether a network can play it: picture, its pixels, sound."""
    sound = box.streams.audio[0].codec_context.name if box.streams.audio else "none"
    context = video.codec_context
    return f"{context.name}/{context.pix_fmt}/{sound}"[:60]


def _left_out(box: av.container.InputContainer) -> list[str]:
    notes = []
    told = {name.lower() for name in box.metadata} - {
        *("major_brand", "minor_version", "compatible_brands", "encoder", "creation_time"),
    }
    if any("location" in name or "gps" in name or name == "xyz" for name in told):
        notes.append("The place where it was taken was removed.")
    if any("location" not in name for name in told):
        notes.append("Titles and notes inside the file were removed.")
    more = len(box.streams) - 1 - min(1, len(box.streams.audio))
    if more:
        notes.append(f"{more} further streams (subtitles, covers, other sound) were dropped.")
    return notes
