"""What one row of a table asks for: its words, whom they go to, and when; or what is wrong."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import regex

from antiphon.channels import queries as channels
from antiphon.channels.models import Channel
from antiphon.connect.registry import network
from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import is_blank
from antiphon.kernel.window import Moment
from antiphon.media import addresses
from antiphon.media import queries as media
from antiphon.media.models import Asset
from antiphon.plan import codes, wording
from antiphon.plan import queries as plans
from antiphon.plan.models import Campaign
from antiphon.publish.models import Import
from antiphon.publish.sheets import columns as c
from antiphon.publish.sheets import times
from antiphon.tailor import queries as tailor
from antiphon.tailor.models import Audience

T = TypeVar("T")

MOST_FILES, MOST_LABELS, LONGEST_LABEL = 20, 20, 60
ALL = frozenset({"all", "alle", "todos", "todas", "*"})
DRAFTS = frozenset({"draft", "entwurf", "borrador", "rascunho"})
_COMMA = regex.compile(r"[,;|\n]")
_FILES = regex.compile(r"\s*[|\n]\s*|\s*[,;]\s*(?=https?://)")


@dataclass(frozen=True, kw_only=True)
class File:
    """A file that a row names: one that is here already, or an address to fetch it from."""

    asset: Asset | None = None
    url: str = ""
    alt: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a row asks for, every name in it found."""

    parts: dict[str, Any]
    """As `plan.actions.draft` takes them, without files."""
    files: list[File] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)
    told_to: list[tuple[Audience, str]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    at: Moment | None = None
    is_draft: bool = False

    @property
    def queue(self) -> bool:
        """Whether it goes to each channel's next free slot."""
        return self.at is None and not self.is_draft

    @property
    def digest(self) -> str:
        """The same for the same words, files, channels and hour."""
        said = [
            {name: str(value) for name, value in sorted(self.parts.items())},
            [[file.url or str(file.asset and file.asset.pk), file.alt] for file in self.files],
            sorted(str(channel.pk) for channel in self.channels),
            sorted([str(audience.pk), words] for audience, words in self.told_to),
            self.at.instant.isoformat() if self.at else self.is_draft,
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@dataclass
class Surroundings:
    """What the names in a table may mean; looked up once for many rows."""

    sheet: Import
    _channels: dict[str, list[Channel]] = field(default_factory=dict)
    _campaigns: dict[str, Campaign] = field(default_factory=dict)
    _files: dict[str, Asset | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in channels.channels(self.sheet.workspace):
            handle = row.handle.lstrip("@")
            names = (str(row.pk), handle, f"{row.network}:{handle}", row.name, row.network)
            for name in {name.casefold() for name in (*names, network(row.network).name) if name}:
                self._channels.setdefault(name, []).append(row)
        for campaign in plans.campaigns(self.sheet.workspace):
            self._campaigns[campaign.name.casefold()] = campaign

    @property
    def all_channels(self) -> list[Channel]:
        """Every channel that is in use."""
        return list({row.pk: row for rows in self._channels.values() for row in rows}.values())

    def channels(self, name: str) -> list[Channel]:
        """The channel of that name, or all of a network; handles that two share are refused."""
        key = name.strip().casefold()
        found = self._channels.get(key) or self._channels.get(key.lstrip("@")) or []
        kind = found[0].network if found else ""
        if len(found) == 1 or (kind and key in {kind, network(kind).name.casefold()}):
            return found
        known = ", ".join(f"{row.network}:{row.handle}" for row in self.all_channels[:20])
        is_shared = "Several channels are called" if found else "There is no channel"
        say = f"{is_shared} “{name[:60]}”. Known are: {known or 'none yet'}."
        rule = "ambiguous" if found else "unknown"
        raise BadInputError(Problem(field="channels", rule=rule, actual=name[:60], say=say))

    def campaign(self, name: str) -> Campaign:
        """The campaign of that name."""
        found = self._campaigns.get(name.strip().casefold())
        if found is None:
            say = f"There is no campaign “{name.strip()[:80]}”. Make it first."
            raise BadInputError(
                Problem(field="campaign", rule="unknown", actual=name.strip()[:80], say=say)
            )
        return found

    def file(self, name: str) -> Asset | None:
        """The file of that name in the workspace, the youngest if there are several."""
        if name not in self._files:
            rows = media.assets(self.sheet.workspace).filter(name__iexact=name)
            self._files[name] = rows.first()
        return self._files[name]


def asked(cells: Mapping[str, str], around: Surroundings) -> Asked:
    """What the row asks for; refused with everything that is wrong in it."""
    wrong: list[Problem] = []

    def tried(do: Callable[..., T], otherwise: T, *given: Any) -> T:
        try:
            return do(*given)
        except BadInputError as error:
            wrong.extend(error.problems)
        return otherwise

    nothing: dict[str, Any] = {}
    parts = tried(_parts, nothing, cells, around)
    at = tried(
        lambda: times.moment(cells, around.sheet.zone, month_first=around.sheet.month_first), None
    )
    found = Asked(
        parts=parts,
        files=tried(_files, [], cells, around),
        channels=tried(_channels, [], cells, around),
        told_to=tried(_told_to, [], cells, around),
        labels=tried(_labels, [], cells),
        at=at,
        is_draft=cells.get(c.STATE, "").strip().casefold() in DRAFTS,
    )
    if wrong:
        raise BadInputError(*wrong)
    return found


def _parts(cells: Mapping[str, str], around: Surroundings) -> dict[str, Any]:
    names = (c.TEXT, c.TITLE, c.LINK, c.COMMENT)
    parts: dict[str, Any] = {name: cells[name].strip() for name in names if cells.get(name)}
    if cells.get(c.TAGS):
        parts["tags"] = [word.lstrip("#") for word in cells[c.TAGS].replace(",", " ").split()]
    wrong = list(wording.problems(parts))
    for name, read in ((c.LANGUAGE, codes.language), (c.CAMPAIGN, around.campaign)):
        if cells.get(name, "").strip():
            try:
                parts[name] = read(cells[name])
            except BadInputError as error:
                wrong += error.problems
    if is_blank(parts.get(c.TEXT, "")) and not cells.get(c.MEDIA):
        say = "There is nothing to tell: write something or name a picture."
        wrong.append(Problem(field="text", rule="empty", say=say))
    if wrong:
        raise BadInputError(*wrong)
    return parts


def _channels(cells: Mapping[str, str], around: Surroundings) -> list[Channel]:
    names = [word.strip() for word in _COMMA.split(cells.get(c.CHANNELS, "")) if word.strip()]
    names = names or around.sheet.channels
    everywhere = not names or bool({name.casefold() for name in names} & ALL)
    rows = around.all_channels if everywhere else [
        row for name in names for row in around.channels(name)
    ]  # fmt: skip
    return list({row.pk: row for row in rows}.values())


def _told_to(cells: Mapping[str, str], around: Surroundings) -> list[tuple[Audience, str]]:
    found = []
    for name, words in cells.items():
        if name.startswith(c.FOR) and words.strip():
            who = name[len(c.FOR) :]
            wording.check({"text": words})
            try:
                found.append((tailor.audience(around.sheet.workspace, who), words))
            except NotHereError as error:
                problem = Problem(field=name[:60], rule="unknown", actual=who[:60], say=str(error))
                raise BadInputError(problem) from None
    return found


def file_names(cells: Mapping[str, str]) -> list[str]:
    """The files that a row names, each as it is written there."""
    cell = cells.get(c.MEDIA, "").strip()
    split = _FILES if "://" in cell else _COMMA
    return [word.strip() for word in split.split(cell) if word.strip()]


def _files(cells: Mapping[str, str], around: Surroundings) -> list[File]:
    names = file_names(cells)
    if len(names) > MOST_FILES:
        say = f"A row has at most {MOST_FILES} files, not {len(names)}."
        raise BadInputError(
            Problem(field="media", rule="too_many", actual=len(names), limit=MOST_FILES, say=say)
        )
    alts = [word.strip() for word in regex.split(r"[|\n]", cells.get(c.ALT, ""))]
    return [_file(name, alt, around) for name, alt in zip(names, _padded(alts, names), strict=True)]


def _padded(alts: list[str], names: list[str]) -> Iterable[str]:
    return (*alts[: len(names)], *("" for _ in range(len(names) - len(alts))))


def _file(name: str, alt: str, around: Surroundings) -> File:
    if "://" in name:
        url, _, words = name.partition(" ")
        return File(url=addresses.insist(url), alt=alt or words.strip())
    # FILE or FILE:ALT; a folder before the name is where it lay, not where it lies.
    for place in (len(name), name.find(":")):
        called, words = name[:place], name[place + 1 :].strip()
        if place > 0 and (asset := around.file(called.replace("\\", "/").rpartition("/")[2])):
            return File(asset=asset, alt=alt or words)
    say = f"There is no file “{name[:80]}” here. Upload it first, or give its address on the web."
    raise BadInputError(Problem(field="media", rule="unknown", actual=name[:80], say=say))


def _labels(cells: Mapping[str, str]) -> list[str]:
    names = [word.strip() for word in _COMMA.split(cells.get(c.LABELS, "")) if word.strip()]
    if len(names) > MOST_LABELS or any(len(name) > LONGEST_LABEL for name in names):
        say = f"A row has at most {MOST_LABELS} labels of at most {LONGEST_LABEL} characters."
        raise BadInputError(
            Problem(field="labels", rule="too_many", actual=len(names), limit=MOST_LABELS, say=say)
        )
    return list(dict.fromkeys(names))
