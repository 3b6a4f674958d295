"""Names of languages and countries as standards write them."""

from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from babel import Locale

from antiphon.kernel.problem import BadInputError, Problem


@cache
def countries() -> dict[str, str]:
    """Every country of ISO 3166-1 by its two letters, with a short English name."""
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {code: name for code, name, *_rest in rows}


def country(given: str, *, field: str = "countries") -> str:
    """The two letters of a country, in capitals; names are not guessed, only proposed."""
    code = given.strip().upper()
    if code in countries():
        return code
    names = {name.casefold(): code for code, name in countries().items()}
    near = get_close_matches(given.strip().casefold(), names, n=1)
    hint = f"Did you mean {names[near[0]]}?" if near else "Write two letters, like BR or IN."
    say = f"“{given[:40]}” is not a country of ISO 3166. {hint}"
    raise BadInputError(Problem(field=field, rule="unknown_country", actual=given[:40], say=say))


def language(given: str, *, field: str = "language") -> str:
    """A language tag of BCP 47 in its usual spelling: `pt-BR`, `zh-Hant`, `de`."""
    parts = given.strip().replace("_", "-").split("-")
    known = _english()
    tag, rest = [parts[0].lower()], parts[1:]
    ok = tag[0] in known.languages and tag[0] not in {"root", "mul", "zxx"}
    for part in rest:
        if len(part) == 4 and part.title() in known.scripts:
            tag.append(part.title())
        elif part.upper() in known.territories:
            tag.append(part.upper())
        else:
            ok = False
    if ok:
        return "-".join(tag)
    say = f"“{given[:40]}” is not a language tag. Write it like en, pt-BR or zh-Hant."
    raise BadInputError(Problem(field=field, rule="unknown_language", actual=given[:40], say=say))


@cache
def _english() -> Locale:
    return Locale("en")
