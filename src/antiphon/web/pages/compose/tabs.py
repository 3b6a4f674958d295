"""One channel in the hands of who writes: whose words it tells, and what only it can choose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from antiphon.channels.models import Channel
from antiphon.connect.network import Network
from antiphon.connect.rules import Option, OptionKind
from antiphon.kernel.problem import Problem
from antiphon.tailor.models import Variant
from antiphon.tailor.telling import BY_HAND, FORM, NO_POLL, NUMBERED, ONE_PART
from antiphon.web.pages.compose.fields import called
from antiphon.web.shown.looks import Look


@dataclass(frozen=True, slots=True)
class Own:
    """Words of its own for an audience or a channel, and what they are told instead of."""

    row: Variant
    typed: Mapping[str, str]
    wrong: Sequence[Problem] = ()

    @property
    def name(self) -> str:
        """How the page calls it."""
        return called(self.row.channel_id, self.row.audience_id)

    @property
    def text(self) -> str | None:
        """Its words, as they were typed last; None where it follows."""
        return self.typed.get(f"tell.{self.name}.text", self.row.text)

    @property
    def comment(self) -> str | None:
        """Its first comment."""
        return self.typed.get(f"tell.{self.name}.comment", self.row.comment)

    @property
    def problems(self) -> list[Problem]:
        """What stands against keeping it."""
        return [one for one in self.wrong if one.field.startswith(f"tell.{self.name}.")]


_FIELDS = {
    OptionKind.NUMBER: "number",
    OptionKind.DATE: "date",
    OptionKind.TIME: "datetime-local",
}


@dataclass(frozen=True)
class Choice:
    """One option of a network, with what is chosen."""

    network: Network
    option: Option
    chosen: Any

    @property
    def name(self) -> str:
        """Its field."""
        return f"opt.{self.network.key}.{self.option.key}"

    @property
    def kind(self) -> str:
        """The kind of its field, as a browser calls it."""
        return _FIELDS.get(self.option.kind, "text")

    @property
    def is_open(self) -> bool:
        """Whether nothing needs to be chosen."""
        return self.option.default is None and "" not in dict(self.option.choices)

    @property
    def value(self) -> Any:
        """What the field shows."""
        given = self.option.default if self.chosen is None else self.chosen
        return "\n".join(given) if isinstance(given, list) else given


@dataclass(frozen=True)
class Tab:
    """One channel: what it tells, from whom it has it, and what only it lets one choose."""

    channel: Channel
    network: Network
    is_only: bool
    """Whether it is the only channel of its network here."""
    owns: tuple[Own, ...]
    looks: tuple[Look, ...]
    files: tuple[str, ...] = ()
    """The post's own."""
    options: Mapping[str, Any] = field(default_factory=dict)
    has_options: bool = True
    """Whether its network's options stand here; of several channels at the first."""

    @property
    def label(self) -> str:
        """What it is called: by its network, or by its account where there are several."""
        return self.network.name if self.is_only else self.channel.handle or self.channel.name

    @property
    def key(self) -> str:
        """How the page calls it."""
        return str(self.channel.pk)

    @property
    def follows(self) -> str:
        """From whom it has its words, in a sentence."""
        told = [look.telling for look in self.looks if look.telling.variants]
        if told:
            return told[0].reason
        return _("It follows “Everywhere”.")

    @property
    def inherited(self) -> str:
        """The words that it has from there."""
        return self.looks[0].telling.text if self.looks else ""

    @property
    def own(self) -> Own | None:
        """What it tells everybody there, where that is its own."""
        return next(
            (one for one in self.owns if not one.row.audience_id and one.text is not None), None
        )

    @property
    def to_some(self) -> list[Own]:
        """What it tells some of its people only."""
        return [one for one in self.owns if one.row.audience_id]

    @property
    def is_wrong(self) -> bool:
        """Whether something stands against it."""
        return any(look.blocking for look in self.looks)

    @property
    def choices(self) -> list[Choice]:
        """The options of the network, with what is chosen."""
        rows = self.network.options if self.has_options else ()
        return [Choice(self.network, one, self.options.get(one.key)) for one in rows]

    @property
    def ours(self) -> dict[str, Any]:
        """What we let one choose: form, parts, poll."""
        forms = [*self.network.posts]
        return {
            "forms": forms if len(forms) > 1 else [], "form": self.options.get(FORM, ""),
            "threads": self.network.thread is not None,
            "numbered": self.options.get(NUMBERED), "one_part": self.options.get(ONE_PART),
            "no_poll": self.options.get(NO_POLL), "by_hand": self.options.get(BY_HAND),
        }  # fmt: skip

    @property
    def left_out(self) -> set[str]:
        """The post's files that it does not show."""
        row = next((one.row for one in self.owns if not one.row.audience_id), None)
        if row is None or row.assets is None:
            return set()
        return {*self.files} - {one["asset"] for one in row.assets}
