"""What schemas are made of: closed objects, strict values, pages."""

from datetime import time
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    WithJsonSchema,
)

from antiphon.api.core.cursors import LONGEST, MOST, USUAL
from antiphon.kernel.problem import Problem
from antiphon.kernel.typed import moment
from antiphon.kernel.window import Moment

T = TypeVar("T")

LONGEST_LIST = 500


def _a_text(value: Any) -> Any:
    """Times and days are written, never counted."""
    if not isinstance(value, str) or not set(value[1:]) & {"-", ":"}:
        raise ValueError("a text, as in 2026-12-24 or 18:00")
    return value


def words_of(kind: type[StrEnum]) -> WithJsonSchema:
    """In the description, the words themselves: several of our enumerations share a name."""
    return WithJsonSchema({"type": "string", "enum": [str(word) for word in kind]})


Whole = Annotated[int, Strict(), Field(ge=0, le=2_000_000_000)]
Switch = Annotated[bool, Strict()]
Number = Annotated[float, Strict(), Field(ge=-1e12, le=1e12)]
Written = BeforeValidator(_a_text)
Instant = Annotated[AwareDatetime, Written]
"""A time with its offset."""
_ON_A_WALL = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"}
WallTime = Annotated[time, WithJsonSchema(_ON_A_WALL)]
"""A time of the day on somebody's wall; `time` of JSON Schema would be one of a zone."""
TypedTime = Annotated[time, Written, WithJsonSchema(_ON_A_WALL)]
"""The same as somebody typed it."""
Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.-]+$")]
Line = Annotated[str, Field(max_length=300)]
Words = Annotated[str, Field(max_length=5_000)]
Body = Annotated[str, Field(max_length=200_000)]
Address = Annotated[str, Field(max_length=2_000)]
Language = Annotated[str, Field(max_length=35)]
Zone = Annotated[str, Field(min_length=1, max_length=64, examples=["Europe/Berlin"])]
Ids = Annotated[list[UUID], Field(min_length=1, max_length=LONGEST_LIST)]


class Closed(BaseModel):
    """An object of these fields and no others (W7)."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


def _without_defaults(schema: dict[str, Any]) -> None:
    for field in schema.get("properties", {}).values():
        field.pop("default", None)


LEFT_OUT = ConfigDict(extra="forbid", json_schema_extra=_without_defaults)
"""Of an object whose fields, when they are left out, stay as they are."""


def like(**example: Any) -> ConfigDict:
    """Of an object that shows what it may look like."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


class Changes(Closed):
    """What changes of a row; what is left out stays, so that no field has a default."""

    model_config = LEFT_OUT


class Page(Closed, Generic[T]):
    """Some of a long list."""

    items: list[T]
    next: str | None = Field(description="Where the list goes on; null at its end.")


class Paging(Closed):
    """Which part of a long list."""

    limit: int = Field(USUAL, ge=1, le=MOST)
    cursor: Annotated[str, Field(max_length=LONGEST)] = ""


class Hour(Closed):
    """A time as one says it: with an offset, or on the clock of a zone."""

    time: Annotated[str, Field(max_length=60, examples=["2026-12-24T18:00"])]
    zone: Annotated[str, Field(max_length=64, examples=["Europe/Berlin"])] = ""
    fold: Annotated[int, Strict(), Field(ge=0, le=1)] | None = None

    @property
    def moment(self) -> Moment:
        """The instant that it names; refused where there is none, or where there are two."""
        return moment(self.time, self.zone, self.fold)


class Trouble(Closed):
    """One rule that one field breaks."""

    field: str
    rule: str
    say: str
    weight: str
    actual: str | float | None = None
    limit: str | float | None = None

    @classmethod
    def of(cls, problem: Problem) -> "Trouble":
        """The problem as every door tells it."""
        return cls(**problem.told())  # type: ignore[arg-type]


def given(form: BaseModel, *besides: str) -> dict[str, Any]:
    """What somebody gave, without what they left out."""
    return form.model_dump(exclude_unset=True, exclude=set(besides))
