"""What the doctor finds: the house first, then each network in words."""

from typing import Any


def diagnose() -> list[dict[str, Any]]:
    """Every finding as `kind`, `name`, `good`, `say`."""
    return [*_house(), *_networks()]


def _house() -> list[dict[str, Any]]:
    from django.conf import settings  # noqa: PLC0415

    from antiphon import environment  # noqa: PLC0415
    from antiphon.work import health  # noqa: PLC0415
    from antiphon.work.checks import unsafe as unsafe_settings  # noqa: PLC0415
    from antiphon.work.database.cluster import Cluster  # noqa: PLC0415

    found = [
        _line("house", one.name, good=one.is_good, say=one.words or "good")
        for one in health.ready()
        if one.name != "worker"
    ]
    if not environment.DATABASE_URL.is_given:
        doors = Cluster(environment.HOME.value()).problems()
        say = "; ".join(doors) or "only this account may open it"
        found.append(_line("house", "embedded database", good=not doors, say=say))
    unsafe = [words for _number, words in unsafe_settings()] if settings.PRODUCTION else []
    say = "; ".join(unsafe) or ("production" if settings.PRODUCTION else "not production")
    found.append(_line("house", "settings", good=not unsafe, say=say))
    worker = health.worker()
    # No worker is no fault of the house: it may simply not be running now.
    return [*found, _line("running", "worker", good=worker.is_good, say=worker.words)]


def _networks() -> list[dict[str, Any]]:
    from antiphon import environment  # noqa: PLC0415
    from antiphon.connect.registry import networks  # noqa: PLC0415
    from antiphon.media import addresses  # noqa: PLC0415

    lines = []
    for network in networks():
        needing = [way for way in network.sign_ins if way.needs_app]
        has_keys = bool(environment.network_secret(network.key, "client_id"))
        ways = ", ".join(way.key for way in network.sign_ins if not way.needs_app or has_keys)
        say = f"sign in by {ways}" if ways else "no way to sign in yet"
        if needing and not has_keys:
            prefix = f"ANTIPHON_{network.key.upper()}"
            say += f"; for {needing[0].name} set {prefix}_CLIENT_ID and {prefix}_CLIENT_SECRET"
        if network.fetches and not addresses.is_found_from(network.server):
            say += "; comes for files itself, so ANTIPHON_PUBLIC_URL must be open to the internet"
        lines.append(_line("network", network.name, good=bool(ways), say=say))
    return lines


def _line(kind: str, name: str, *, good: bool, say: str) -> dict[str, Any]:
    return {"kind": kind, "name": name, "good": good, "say": say}
