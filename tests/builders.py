"""Ready-made rows: say what matters, get sensible company for the rest.

Used as `from tests import builders as a`: `a.member(role=Role.EDITOR)`.
"""

from io import BytesIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
from PIL import Image

from antiphon.channels import safe
from antiphon.channels.models import Channel
from antiphon.connect.registry import packages
from antiphon.connect.values import Credential, Kind
from antiphon.kernel.ids import uuid7
from antiphon.kernel.secret import Secret
from antiphon.media import actions as media
from antiphon.media.models import Asset
from antiphon.people import vault
from antiphon.people.models import Guest, Member, Person, Role, Workspace
from antiphon.plan.models import Post, PostAsset
from antiphon.tailor.models import Audience, Variant

_numbers = count(1)


def person(**given: Any) -> Person:
    """Somebody who can sign in."""
    facts = {"email": f"person{next(_numbers)}@example.org", "password": None} | given
    return Person.objects.create_user(**facts)


def workspace(**given: Any) -> Workspace:
    """A brand of its own."""
    number = next(_numbers)
    facts = {"name": f"Brand {number}", "slug": f"brand-{number}"} | given
    return Workspace.objects.create(**facts)


def member(**given: Any) -> Member:
    """Somebody who works in a workspace, as its owner unless another role is asked for."""
    facts = {"role": Role.OWNER} | given
    facts["person"] = facts.get("person") or person()
    facts["workspace"] = facts.get("workspace") or workspace()
    return Member.objects.create(**facts)


def guest(**given: Any) -> Guest:
    """Somebody outside whose word is asked for."""
    number = next(_numbers)
    by = given.pop("invited_by", None) or member()
    facts = {"name": f"Guest {number}", "email": f"guest{number}@example.org"} | given
    return Guest.objects.create(workspace=by.workspace, invited_by=by, **facts)


def channel(**given: Any) -> Channel:
    """An account that we may speak for, its credential sealed."""
    number = next(_numbers)
    facts = {
        "network": next(iter(packages())),
        "server": f"https://server{number}.example",
        "remote_id": f"account-{number}",
        "handle": f"brand{number}",
        "sign_in": "token",
    } | given
    facts["workspace"] = facts.get("workspace") or workspace()
    row = Channel(id=uuid7(), **facts)
    if "credential" not in facts:
        given_proof = Credential(sign_in=row.sign_in, secrets={"access_token": Secret("t0ken")})
        vault.put(row, "credential", safe.written(given_proof))
    row.save(force_insert=True)
    return row


def asset(**given: Any) -> Asset:
    """A picture as it was accepted; its bytes are nowhere unless a test puts them there."""
    number = next(_numbers)
    facts = {
        "file": f"{number}.png",
        "kind": Kind.IMAGE,
        "mime": "image/png",
        "size": 10_000,
        "digest": f"{number:064x}",
        "width": 1200,
        "height": 800,
    } | given
    facts["workspace"] = facts.get("workspace") or workspace()
    return Asset.objects.create(**facts)


def post(**given: Any) -> Post:
    """Something to say; `assets` are pairs of an asset and what it shows."""
    assets = given.pop("assets", [])
    facts = {"text": f"Something to say, number {next(_numbers)}."} | given
    facts["workspace"] = facts.get("workspace") or workspace()
    row = Post.objects.create(**facts)
    for place, (file, alt) in enumerate(assets):
        PostAsset.objects.create(
            workspace=row.workspace, post=row, asset=file, alt=alt, place=place
        )
    return row


def audience(**given: Any) -> Audience:
    """Everybody, unless something is asked of them."""
    facts = {"name": f"Audience {next(_numbers)}"} | given
    facts["workspace"] = facts.get("workspace") or workspace()
    return Audience.objects.create(**facts)


def variant(**given: Any) -> Variant:
    """A post told otherwise: to an audience, on a channel, or both."""
    given["post"] = given.get("post") or post()
    return Variant.objects.create(**{"workspace": given["post"].workspace} | given)


def drawn(size: tuple[int, int] = (320, 240), form: str = "PNG", **how: Any) -> bytes:
    """The bytes of a picture with something to see in it, another one each time."""
    number = next(_numbers)
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.putpixel((number % size[0], 0), (number % 256, number // 256 % 256, 7))
    made = BytesIO()
    image.save(made, form, **how)
    return made.getvalue()


def frame(image: Image.Image) -> av.VideoFrame:
    """A picture as one frame of a video."""
    return av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call, no-any-return]


def filmed(
    path: Path, *, frames: int = 12, size: tuple[int, int] = (160, 120), apart: int = 1
) -> Path:
    """A small video of its own, 12 frames a second, each `apart` frames from the next."""
    number = next(_numbers)
    with av.open(str(path), "w") as film:
        stream = film.add_stream("libvpx" if path.suffix == ".webm" else "libx264", rate=12)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        film.metadata["title"], film.metadata["location"] = "kitchen", "+52.5200+013.4050/"
        for place in range(frames):
            shade = ((number * 37 + place * 9) % 256, place * 5 % 256, number % 256)
            shown = frame(Image.new("RGB", size, shade))
            shown.pts = place * apart
            film.mux(stream.encode(shown))
        film.mux(stream.encode(None))
    return path


def picture(by: Member, size: tuple[int, int] = (320, 240), **given: Any) -> Asset:
    """A real small picture, taken in."""
    facts = {"name": "picture.png", "alt": "A gradient from black to white"} | given
    return media.take_in(by, BytesIO(drawn(size)), **facts)


def clip(by: Member, **given: Any) -> Asset:
    """A real short video, taken in; `frames` and `size` say how it is made."""
    how = {name: given.pop(name) for name in ("frames", "size") if name in given}
    facts = {"name": "clip.mp4", "alt": "Shades that change"} | given
    with TemporaryDirectory() as folder:
        return media.take_in(by, filmed(Path(folder) / "clip.mp4", **how), **facts)
