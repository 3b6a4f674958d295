"""Videos made to fit a rule: copied where that is enough, else made to play everywhere."""

import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import av.audio
import av.container
import av.filter
import av.video

from antiphon.media.child import films, moving, pictures
from antiphon.media.child.fitting import on_white
from antiphon.media.child.refusal import Refusal, damaged

ENCODERS = {
    "video/mp4": ("libx264", "aac"),
    "video/quicktime": ("libx264", "aac"),
    "video/webm": ("libvpx-vp9", "libopus"),
}
SOUND = 128_000
"""Bits a second of sound."""
RATE = 48_000
LEAST = 0.03
"""Bits for each pixel of each frame, below which a smaller picture looks better (our judgement)."""
ROOM = 0.93
"""Of the bytes allowed; the rest is for the container and for peaks."""
TRIES = 5
PIXELS = "yuv420p"


def fit(path: Path, out: Path, *, demuxer: str, aim: dict[str, Any]) -> dict[str, Any]:
    """Make a video that fits its aim."""
    target = aim["mimes"][0]
    if aim["copies"]:
        with films.opened(path, demuxer) as box:
            films.copy(box, out, target)
    else:
        _tried(path, out, target, demuxer=demuxer, aim=aim)
    return _seen(out, target) | {"kind": aim["kind"], "mime": target}


def _tried(path: Path, out: Path, target: str, *, demuxer: str, aim: dict[str, Any]) -> None:
    """Encode as good as it looks; if that is too much, within a rate, and then a lower one."""
    rate = aim["max_bytes"] * 8 * ROOM / max(0.1, aim["seconds"])
    for place in range(TRIES):
        film = _Film(out, target, aim, rate=rate, bound=place > 0)
        if demuxer:
            film.of_video(path, demuxer)
        else:
            film.of_moving_picture(path)
        size = out.stat().st_size
        if size <= aim["max_bytes"]:
            return
        if place:
            rate *= min(0.85, 0.95 * aim["max_bytes"] / size)
    say = f"It cannot be made small enough for {aim['max_bytes']:,} bytes. Make it shorter."
    raise Refusal("too_large", say, limit=aim["max_bytes"])


class _Film:
    """One try at encoding."""

    def __init__(
        self, out: Path, target: str, aim: dict[str, Any], *, rate: float, bound: bool
    ) -> None:
        self._out, self._target, self._aim, self._bound = out, target, aim, bound
        self._picture, self._sound = ENCODERS[target]
        self._rate = max(10_000.0, rate - (SOUND if aim["sounds"] else 0))
        a_second = aim["width"] * aim["height"] * max(1.0, aim["fps"])
        shrink = min(1.0, math.sqrt(self._rate / a_second / LEAST))
        self.width, self.height = (
            max(2, math.floor(aim[edge] * shrink) // 2 * 2) for edge in ("width", "height")
        )

    def of_video(self, path: Path, demuxer: str) -> None:
        """Decode, turn upright, cut, scale and encode; sound that plays everywhere is copied."""
        with films.opened(path, demuxer) as box, self._opened() as made:
            video = films.picture_of(box)
            heard = box.streams.audio[0] if box.streams.audio else None
            picture = self._video(made, video.time_base or Fraction(1, 90_000))
            sound = _Sound(made, heard, self._sound) if heard else None
            graph: av.filter.Graph | None = None
            for packet in box.demux([video, *([heard] if heard else [])]):
                if sound and packet.stream is heard:
                    sound.take(packet)
                    continue
                for frame in frames_of(packet):
                    graph = graph or self._graph(video, frame)
                    graph.push(frame)
                    self._mux(made, picture, _pulled(graph))
            if graph is None:
                raise damaged()
            graph.push(None)
            self._mux(made, picture, _pulled(graph))
            made.mux(picture.encode(None))
            if sound:
                sound.end()

    def of_moving_picture(self, path: Path) -> None:
        """Each frame for as long as it was shown, the whole as often as it takes."""
        with self._opened() as made:
            picture = self._video(made, Fraction(1, 1000))
            at = 0
            for _round in range(self._aim["repeats"]):
                with pictures.opened(path) as image:
                    for shown, time in moving.frames(image):
                        frame = av.VideoFrame.from_image(self._cut(shown))  # type: ignore[no-untyped-call]
                        frame.pts, frame.time_base = at, Fraction(1, 1000)
                        made.mux(picture.encode(frame))
                        at += time
            made.mux(picture.encode(None))

    def _cut(self, image: Any) -> Any:
        left, top, width, height = self._aim["box"]
        whole = on_white(image.convert("RGBA")).crop((left, top, left + width, top + height))
        return whole.resize((self.width, self.height))

    def _opened(self) -> av.container.OutputContainer:
        return av.open(str(self._out), "w", format=films.MUXERS[self._target], options=films.TIDY)

    def _video(self, made: av.container.OutputContainer, time: Fraction) -> av.video.VideoStream:
        peak = str(int(self._rate))
        how = {"crf": "20", "preset": "veryfast"}
        if self._bound:
            how |= {"maxrate": peak, "bufsize": peak}
        if self._picture != "libx264":
            how = {"crf": "31", "b": peak, "deadline": "realtime", "cpu-used": "5"}
        rate = Fraction(max(1, round(self._aim["fps"])))
        stream = cast("av.video.VideoStream", made.add_stream(self._picture, rate, options=how))
        stream.width, stream.height, stream.pix_fmt = self.width, self.height, PIXELS
        # Fixed, not as many as there are processors: only then are the bytes always the same. Two
        # threads that share a bound rate are a race (tried with x264 core 165, 2026-11).
        stream.codec_context.thread_count = 1 if self._bound else 2
        stream.time_base = stream.codec_context.time_base = time
        return stream

    def _graph(self, video: av.video.VideoStream, frame: av.VideoFrame) -> av.filter.Graph:
        graph = av.filter.Graph()
        left, top, width, height = self._aim["box"]
        nodes = [
            graph.add_buffer(width=frame.width, height=frame.height, format=frame.format,
                             time_base=video.time_base),
            *(graph.add("transpose", way) for way in _TURNS[round(frame.rotation) % 360]),
            graph.add("crop", f"{width}:{height}:{left}:{top}:exact=1"),
            graph.add("scale", f"{self.width}:{self.height}:flags=bicubic+accurate_rnd+bitexact"),
            *([graph.add("fps", f"{self._aim['max_fps']}")] if self._aim["max_fps"] else []),
            graph.add("format", PIXELS),
            graph.add("buffersink"),
        ]  # fmt: skip
        graph.link_nodes(*nodes).configure()
        return graph

    @staticmethod
    def _mux(made: Any, stream: Any, frames: Iterator[av.VideoFrame]) -> None:
        for frame in frames:
            frame.pict_type = 0
            made.mux(stream.encode(frame))


_TURNS = {0: (), 90: ("cclock",), 180: ("clock", "clock"), 270: ("clock",)}
"""Degrees against the clock, as the library tells them, in the words of its filter."""


def frames_of(packet: Any) -> Iterator[av.VideoFrame]:
    """The frames that one packet of a picture brings."""
    yield from packet.decode()


def _pulled(graph: av.filter.Graph) -> Iterator[Any]:
    while True:
        try:
            yield graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return


class _Sound:
    """The sound of a film on its way into another one."""

    def __init__(self, made: Any, heard: av.audio.AudioStream, encoder: str) -> None:
        self._made = made
        self._copies = heard.codec_context.name == encoder
        if self._copies:
            self._stream = made.add_stream_from_template(heard)
        else:
            self._stream = made.add_stream(encoder, rate=RATE, layout="stereo")
            self._stream.bit_rate = SOUND
        self._resampler = av.AudioResampler(
            format=None if self._copies else self._stream.format.name, layout="stereo", rate=RATE
        )

    def take(self, packet: Any) -> None:
        """One more packet of it."""
        if self._copies:
            if packet.dts is not None:
                packet.stream = self._stream
                self._made.mux(packet)
            return
        for frame in packet.decode():
            self._encode(frame)

    def end(self) -> None:
        """What is still held back."""
        if not self._copies:
            self._encode(None)
            self._made.mux(self._stream.encode(None))

    def _encode(self, frame: Any) -> None:
        for piece in self._resampler.resample(frame):
            self._made.mux(self._stream.encode(piece))


def _seen(out: Path, mime: str) -> dict[str, Any]:
    """What the made film says of itself."""
    with films.opened(out, "matroska" if mime == "video/webm" else "mov") as box:
        video = films.picture_of(box)
        return {
            "width": video.width,
            "height": video.height,
            "seconds": round((box.duration or 0) / av.time_base, 3),
            "frames": video.frames,
            "codec": films.codec_of(box, video),
        }
