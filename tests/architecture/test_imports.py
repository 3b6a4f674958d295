"""What the import contract in pyproject.toml cannot say."""

from tests.architecture.sources import Module, modules, within

# The one client: its face, and what it is made of. The sandbox's own doors on this machine are no
# network and are asked without it.
ONE_DOOR_OUT = {("connect", "http"), ("connect", "transport"), ("connect", "simulation")}
CLIENTS = (
    "aiohttp",
    "requests",
    "httpx",
    "httpx2",
    "niquests",
    "urllib3",
    "urllib.request",
    "http.client",
    "pycurl",
    "websockets",
    "websocket",
)
WIRING = ("antiphon.settings", "antiphon.urls", "antiphon.wsgi", "antiphon.asgi")
NETWORKS_MAY = ("antiphon.connect", "antiphon.kernel")
SANDBOX_MAY = ("antiphon.connect", "antiphon.stats", "antiphon.kernel", "antiphon.sandbox")


def names(name: str, *tops: str) -> bool:
    """Whether a dotted name is one of these or lies below one."""
    return any(name == top or name.startswith(f"{top}.") for top in tops)


def is_the_door_out(module: Module) -> bool:
    """Whether the module is part of the one guarded client."""
    return module.parts[:2] in ONE_DOOR_OUT


def test_nobody_else_brings_an_http_client() -> None:
    found = [
        f"{m}:{line} {name}"
        for m in modules()
        if not is_the_door_out(m)
        for line, name in m.imports()
        if names(name, *CLIENTS)
    ]

    assert found == []


def test_a_network_knows_the_contract_the_kernel_and_itself() -> None:
    found = [
        f"{m}:{line} {name}"
        for m in modules()
        if within(m, "networks") and len(m.parts) > 2
        for line, name in m.imports()
        if names(name, "antiphon")
        and not names(name, *NETWORKS_MAY, f"antiphon.networks.{m.parts[1]}")
    ]

    assert found == []


def test_the_sandbox_is_the_world_outside() -> None:
    found = [
        f"{m}:{line} {name}"
        for m in modules()
        if within(m, "sandbox")
        for line, name in m.imports()
        if names(name, "antiphon") and not names(name, *SANDBOX_MAY)
    ]

    assert found == []


def test_only_the_command_line_opens_the_sandbox() -> None:
    found = [
        f"{m}:{line} {name}"
        for m in modules()
        if not within(m, "cli", "sandbox")
        for line, name in m.imports()
        if names(name, "antiphon.sandbox")
    ]

    assert found == []


def test_from_the_contract_down_there_is_no_django() -> None:
    found = [
        f"{m}:{line} {name}"
        for m in modules()
        if within(m, "kernel", "stats", "connect", "networks", "sandbox")
        for line, name in m.imports()
        if names(name, "django")
    ]

    assert found == []


def test_nothing_imports_the_wiring() -> None:
    wiring = {"settings", "urls", "wsgi", "asgi", "__main__"}
    found = [
        f"{m}:{line} {name}"
        for m in modules()
        if m.parts[-1] not in wiring
        for line, name in m.imports()
        if names(name, *WIRING)
    ]

    assert found == []
