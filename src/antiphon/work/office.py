"""This process's post office, guarded as the operator set it."""

from functools import cache

from django.conf import settings

from antiphon.connect.post_office import PostOffice
from antiphon.connect.transport.guard import Guard


@cache
def office() -> PostOffice:
    """The one post office of this process."""
    listed = frozenset(
        f"{host.strip('[]').lower()}:{port}" for host, port in settings.PRIVATE_HOSTS
    )
    return PostOffice(guard=Guard(allow_private=settings.ALLOW_PRIVATE_NETWORKS, listed=listed))
