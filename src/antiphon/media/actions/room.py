"""How much room a workspace has for its files."""

from django.conf import settings

from antiphon.media import queries, refusals
from antiphon.people.models import Workspace


def insist(workspace: Workspace, size: int) -> None:
    """Refuse what would take more room than the workspace has."""
    most = settings.FILES_PER_WORKSPACE
    taken = queries.taken_up(workspace)
    if taken + size > most:
        say = (
            f"The files of this workspace take {taken // 1_000_000:,} of {most // 1_000_000:,} MB,"
            " so this one has no room. Remove some that no post shows."
        )
        raise refusals.refused("quota", say, actual=taken + size, limit=most)
