"""Who a key speaks for: the site, its newsletters and its tiers."""

from urllib.parse import urlsplit

from antiphon.connect.values import Account, RemoteId
from antiphon.networks.ghost import wire
from antiphon.networks.ghost.site import Site


async def account(site: Site) -> Account:
    """The site as an account; SignInAgain when the key is no good."""
    # The site's own page answers anybody, so what needs the key is asked first.
    newsletters = wire.things(await site.get("newsletters", limit=100), "newsletters")
    tiers = wire.things(await site.get("tiers", limit=100), "tiers")
    answer = await site.get("site")
    told = answer.told().get("site")
    if not isinstance(told, dict) or not told.get("url"):
        raise answer.unclear("The site's answer did not say who it is.")
    url = str(told["url"]).rstrip("/")
    paid = [one for one in tiers if one.get("type") == "paid"]
    return Account(
        id=RemoteId(str(told.get("site_uuid") or url)),
        handle=urlsplit(url).netloc + urlsplit(url).path,
        name=str(told.get("title") or url),
        url=url,
        kind="site",
        facts={
            "software": "Ghost",
            "version": str(told.get("version") or ""),
            "newsletters": wire.choices(newsletters, "slug"),
            "tiers": wire.choices(paid, "id"),
        },
    )
