"""What helps when a network did not do what it was asked: one wording for each remedy."""

from typing import Any

from django.utils.translation import gettext_lazy as _

HELP: dict[str, Any] = {
    "try_later": _("The network asks for patience. It is tried again by itself."),
    "quota": _(
        "The network takes only so many posts in a time. It follows by itself as soon as there is"
        " room again."
    ),
    "look_first": _(
        "We look whether it arrived before anything is sent again, so it cannot appear twice."
    ),
    "sign_in_again": _(
        "The channel may not speak any more. Whoever may connect channels signs in again; then it"
        " goes on by itself."
    ),
    "change_it": _("Nothing was published. Change what the network names, then send it again."),
    "fix_setup": _(
        "Something in the setup of this installation is missing. It is tried again every quarter"
        " of an hour until its hour is over."
    ),
    "gone": _("What it belongs to is not on the network any more."),
    "gave_up": _("It was tried many times, and the network never took it. Nothing was published."),
    "crash": _("Something of our own failed, several times. Nothing was published."),
    "duplicate": _(
        "The network says that it has the very same already. Look at both before you decide."
    ),
    "ask": _("Nobody but a person can find out what happened."),
    "hand_over": _(
        "Put it on the network with its own app, then say that it is live: only then it counts."
    ),
    "skip": _("It was skipped, as the workspace wants it for what comes too late."),
    "hold": _("Somebody stopped it. Nothing is lost."),
}


def help_of(remedy: str) -> Any:
    """The sentence for a remedy; nothing for one that needs none."""
    return HELP.get(remedy, "")
