"""The nouns."""

from antiphon.channels.models.channel import Channel
from antiphon.channels.models.journey import Journey, Registration

__all__ = ["Channel", "Journey", "Registration"]
