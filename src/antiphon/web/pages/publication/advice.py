"""What is so with a publication now, what it means, and what can be done next."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antiphon.connect.abilities import Edits, Publishes, Withdraws
from antiphon.plan.states import State as PostState
from antiphon.publish.models import Publication
from antiphon.publish.proof import network_of
from antiphon.publish.states import State
from antiphon.web.shown.deeds import Deed
from antiphon.web.shown.remedies import help_of
from antiphon.work import clock

SOON = timedelta(minutes=5)
TRIED_AGAIN = frozenset({"gave_up", "crash", "fix_setup"})


DEEDS = {
    deed.name: deed
    for deed in (
        Deed("look", gettext_lazy("Look again now"), "search", "publication.retry"),
        Deed("again", gettext_lazy("It is not there: send again"), "refresh",
             "publication.resolve"),
        Deed("leave", gettext_lazy("It is not there: leave it"), "x", "publication.resolve"),
        Deed("retry", gettext_lazy("Send the same again"), "refresh", "publication.retry"),
        Deed("late", gettext_lazy("Send it now"), "sending", "publication.retry"),
        Deed("anew", gettext_lazy("Send it as it reads now"), "sending", "publication.change"),
        Deed("hand", gettext_lazy("Finish it by hand"), "users", "publication.retry"),
        Deed("itself", gettext_lazy("Let it go out by itself"), "sending", "publication.retry"),
        Deed("cancel", gettext_lazy("Do not send it"), "cancelled", "publication.cancel"),
        Deed("back", gettext_lazy("Plan it again"), "undo", "publication.schedule"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Advice:
    """A sentence on what is so, one on what it means, the main thing to do, and the others."""

    says: str
    means: str = ""
    main: str = ""
    others: tuple[str, ...] = ()
    forms: tuple[str, ...] = field(default=())

    @property
    def button(self) -> Deed | None:
        """The main button, where one button is enough."""
        return DEEDS.get(self.main)

    @property
    def buttons(self) -> list[Deed]:
        """The others."""
        return [DEEDS[name] for name in self.others]


def advice(row: Publication) -> Advice:
    """For the state that it is in."""
    return ADVICE[State(row.state)](row)


def is_under_way(row: Publication) -> bool:
    """Whether something may change while one looks."""
    if row.state in {State.SENDING, State.ACCEPTED, State.UNSURE}:
        return True
    soon = row.due_at is not None and row.due_at < clock.here() + SOON
    unread = row.state == State.LIVE and row.seen is None
    fresh = row.live_at is not None and row.live_at > clock.here() - SOON
    return (row.state == State.WAITING and soon) or (unread and fresh)


def _waiting(row: Publication) -> Advice:
    if row.tries and row.reason:
        means = help_of(row.remedy) or _("It is tried again by itself.")
        return Advice(row.reason, str(means), others=() if row.at_step else ("cancel",))
    if row.by_hand:
        says = _("At its hour somebody gets it with everything prepared, and finishes it.")
        return Advice(says, others=("cancel",), forms=("move",))
    if row.due_at and row.due_at <= clock.here():
        return Advice(_("Its hour has come. It goes out within seconds."), others=("cancel",))
    return Advice(_("It goes out by itself at its hour."), others=("cancel",), forms=("move",))


def _held(row: Publication) -> Advice:
    means = _("Nothing is lost. Once nothing stops it any more, it goes on by itself.")
    return Advice(row.reason or _("It is on hold."), means, "", ("cancel",), ("hold", "move"))


def _sending(_row: Publication) -> Advice:
    return Advice(_("It is on its way to the network right now."))


def _accepted(row: Publication) -> Advice:
    name = network_of(row).name
    says = _("%(network)s has it and still works on it.") % {"network": name}
    return Advice(says, _("We ask until it can be seen. Nothing is to be done."))


def _unsure(row: Publication) -> Advice:
    says = row.reason or _("The answer was lost: nobody knows yet whether it arrived.")
    return Advice(says, str(help_of("look_first")), "look", (), ("there",))


def _asking(row: Publication) -> Advice:
    if row.is_handed_over:
        itself = row.channel.is_signed_in and network_of(row).can(Publishes)
        others = (*(["itself"] if itself else []), "cancel")
        return Advice(row.reason, str(help_of(row.remedy)), "finish", others, ("move",))
    says = row.reason or _("It cannot be proved whether it arrived.")
    means = _(
        "Open the channel on the network and look for it. If it is there, say so; if it is not, it"
        " can be sent again without appearing twice."
    )
    return Advice(says, means, "there", ("again", "leave"), ("there",))


def _missed(row: Publication) -> Advice:
    says = row.reason or _("Its hour passed before it could be sent.")
    means = _("Nothing went out. Send it now, give it another hour, or let it be.")
    return Advice(says, means, "late", ("hand", "cancel"), ("move",))


def _refused(row: Publication) -> Advice:
    says = row.reason or _("The network refused it.")
    means = str(help_of(row.remedy or "change_it"))
    if row.at_step:
        part = _("Part %(at)s of %(all)s could not follow; what came before is live.")
        means = part % {"at": row.at_step + 1, "all": len(row.steps)}
        return Advice(says, means, "retry", (), ())
    if row.post.state == PostState.REVIEW:
        waits = _("Its new words wait for somebody to agree. After that it can be sent again.")
        return Advice(says, waits, "review", ("cancel",))
    if row.post.state == PostState.APPROVED and row.post.changed_at > row.made_at:
        changed = _("The post was changed since, and others have agreed to it as it reads now.")
        return Advice(says, changed, "anew", ("retry", "cancel"), ("mend",))
    if row.remedy in TRIED_AGAIN:
        return Advice(says, means, "retry", ("hand", "cancel"), ("mend", "move"))
    return Advice(says, means, "mend", ("retry", "hand", "cancel"), ("mend",))


def _live(row: Publication) -> Advice:
    network = network_of(row)
    forms = ["edit"] if network.can(Edits) and len(row.steps) == 1 else []
    forms += ["withdraw"] if network.can(Withdraws) else []
    differs = (row.seen or {}).get("differs", [])
    if "gone" in differs:
        return Advice(_("It was live, and is not on the network any more."))
    if differs:
        says = _("It is live, but not quite as it was agreed on.")
        return Advice(says, _("What differs stands below."), "open", (), tuple(forms))
    return Advice(_("It can be seen."), "", "open", (), tuple(forms))


def _cancelled(row: Publication) -> Advice:
    back = ("back",) if row.planned_at > clock.here() and not row.first_sent_at else ()
    return Advice(row.reason or _("It was taken back before it went out."), "", "", back)


def _withdrawn(_row: Publication) -> Advice:
    return Advice(_("It was live, and was taken back from the network."))


ADVICE = {
    State.WAITING: _waiting, State.HELD: _held, State.SENDING: _sending,
    State.ACCEPTED: _accepted, State.UNSURE: _unsure, State.ASKING: _asking,
    State.MISSED: _missed, State.REFUSED: _refused, State.LIVE: _live,
    State.CANCELLED: _cancelled, State.WITHDRAWN: _withdrawn,
}  # fmt: skip
