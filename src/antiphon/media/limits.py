"""How much of a file we take. Our own judgement of November 2026 unless a line says otherwise."""

from antiphon.connect.values import Kind

MB = 1_000_000
GB = 1_000 * MB

BYTES = {Kind.IMAGE: 100 * MB, Kind.GIF: 100 * MB, Kind.VIDEO: 4 * GB, Kind.DOCUMENT: 100 * MB}
"""4 GB: the most that a box of the older, 32 bit form of MP4 can say (ISO/IEC 14496-12)."""
HEAD = 4_096
"""Bytes at the beginning from which we tell what a file is."""
PIECE = 256 * 1024

PIXELS = 40_000_000
FRAMES = 300
MOVING_PIXELS = 150_000_000
"""Of all frames of a moving picture together: what can be made anew in twenty seconds."""
LONGEST = 2 * 60 * 60
SHORTEST = 0.1
PAGES = 300
"""The most that the one network with documents shows (its Documents API, 2026-11)."""

SECONDS = 20
"""For opening a picture, or for looking into a video."""
FITTING = 90
"""For making one rendition of a picture; a video gets more, by its length and its pixels."""
BYTES_A_SECOND = 20 * MB
"""How fast we expect to copy a long video; adds to the time that it gets."""
MEMORY = {Kind.IMAGE: 1 << 30, Kind.GIF: 1 << 30, Kind.DOCUMENT: 1 << 30, Kind.VIDEO: 2 << 30}
"""Address space of the process that opens it, the program's own libraries included."""
PIXELS_A_SECOND = 15_000_000
"""How fast a video is made anew at worst: a third of what was measured on two shared cores with
3840 × 2160 pixels and two tries (2026-11)."""
RENDERING = 60 * 60
"""The longest that making one rendition of a video may take."""

NAME = 300
ALT = 5_000
URL = 2_000

UPLOADS = 20
"""Files that one member may have on their way in at the same time."""
LONGEST_PIECE = 32 * MB
UPLOAD_WAITS = 24 * 60 * 60
"""Seconds without a piece after which what came is cleared away."""
