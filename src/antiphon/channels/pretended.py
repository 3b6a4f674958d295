"""Where the pretend networks of this machine are, and which channels live there."""

from django.conf import settings

from antiphon.channels.models import Channel
from antiphon.connect.simulation import Client


def is_on_offer() -> bool:
    """Whether a sandbox runs beside this installation."""
    return bool(settings.SANDBOX_PORT)


def home() -> str:
    """The address of the sandbox; what lives there is below it."""
    return f"http://127.0.0.1:{settings.SANDBOX_PORT}/" if is_on_offer() else ""


def is_pretended(channel: Channel) -> bool:
    """Whether this account lives in the sandbox, so that nothing of it leaves this machine."""
    return is_on_offer() and channel.server.startswith(home())


def sight(channel: Channel) -> str:
    """Where a visitor sees what stands on the pretended network."""
    return f"{home()}_/see/{channel.network}"


def sandbox() -> Client:
    """The sandbox beside us."""
    return Client(settings.SANDBOX_PORT)
