"""Whom a token speaks for, and what that channel lets one choose."""

from antiphon.connect.errors import SignInAgain
from antiphon.connect.values import Account
from antiphon.networks.youtube import reading
from antiphon.networks.youtube.refusals import PERMISSION
from antiphon.networks.youtube.speaking import Api

PARTS = "snippet,contentDetails,statistics,status"
SOMEWHERE = "US"
"""Whose categories count where the channel names no country."""


async def channel(api: Api) -> Account:
    """The one channel that was chosen when signing in; costs three units."""
    found = await api.items("/channels", part=PARTS, mine=True)
    if not found:
        raise SignInAgain(PERMISSION["youtubeSignupRequired"])
    country = str(reading.section(found[0], "snippet").get("country") or SOMEWHERE)
    lists = await api.items("/playlists", pages=4, part="snippet", mine=True, maxResults=50)
    kinds = await api.items("/videoCategories", part="snippet", regionCode=country)
    return reading.account(
        found[0],
        web=api.web,
        playlists=reading.choices(lists),
        categories=reading.choices(kinds, assignable=True),
    )
