"""The lives of a hook and of what it delivers."""

from django.db.models import TextChoices


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
