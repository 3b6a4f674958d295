"""The lives of a hook and its deliveries; what a notice is about, and how it reaches people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HookState(TextChoices):
    """Whether an address is told."""

    ON = "on", "On"
    FAILING = "failing", "Failing, tried again"
    OFF = "off", "Switched off"
    DISABLED = "disabled", "Disabled by Antiphon"


TOLD = (HookState.ON, HookState.FAILING)


class DeliveryState(TextChoices):
    """What became of one delivery."""

    WAITING = "waiting", "Waiting"
    TAKEN = "taken", "Taken"
    SKIPPED = "skipped", "Skipped"


class About(TextChoices):
    """What a notice tells of, the most urgent first."""

    FAILED = "failed", _("Failed")
    ASKING = "asking", _("Needs you")
    TO_FINISH = "to_finish", _("To finish by hand")
    MISSED = "missed", _("Missed")
    UNSURE = "unsure", _("Unsure")
    CHANNEL_LOST = "channel_lost", _("Channel disconnected")
    HOOK_DISABLED = "hook_disabled", _("Webhook disabled")
    MENTIONED = "mentioned", _("You were mentioned")
    TO_APPROVE = "to_approve", _("Waits for your approval")
    CHANNEL_ENDING = "channel_ending", _("Channel ends soon")
    ON_HOLD = "on_hold", _("On hold")
    IMPORT_DONE = "import_done", _("Import")


class Way(TextChoices):
    """How somebody wants to hear of it."""

    NONE = "none", _("Not at all")
    BELL = "bell", _("On the bell")
    MAIL = "mail", _("On the bell, and by mail at once")
    DAILY = "daily", _("On the bell, and by mail once a day")


URGENT = (About.TO_FINISH, About.FAILED, About.ASKING, About.MISSED)
"""What stands before everything else, however old it is."""

NEEDS = {
    About.FAILED: "publication.retry",
    About.ASKING: "publication.resolve",
    About.TO_FINISH: "publication.finish",
    About.MISSED: "publication.retry",
    About.UNSURE: "publication.retry",
    About.CHANNEL_LOST: "channel.connect",
    About.CHANNEL_ENDING: "channel.connect",
    About.HOOK_DISABLED: "webhook.write",
    About.ON_HOLD: "publication.read",
    About.TO_APPROVE: "post.approve",
    About.MENTIONED: "post.read",
    About.IMPORT_DONE: "publication.schedule",
}
"""Who hears of it: whoever may do something about it."""

USUAL = {
    About.FAILED: Way.MAIL,
    About.ASKING: Way.MAIL,
    About.TO_FINISH: Way.MAIL,
    About.MISSED: Way.MAIL,
    About.CHANNEL_LOST: Way.MAIL,
    About.HOOK_DISABLED: Way.MAIL,
    About.MENTIONED: Way.MAIL,
    About.TO_APPROVE: Way.DAILY,
    About.CHANNEL_ENDING: Way.DAILY,
}
"""For who has not said otherwise; the rest is told on the bell alone."""
