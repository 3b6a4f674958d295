"""The pages in every language that they are offered in: all of it, and every name in its place."""

import re
from collections.abc import Iterable

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.utils import translation

from antiphon.people.models import Member
from scripts.words import CATALOGUES, LANGUAGES, gathered
from tests.web.conftest import at

NAMES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
EVERY = pytest.mark.parametrize("language", LANGUAGES)


def catalogue(language: str) -> Catalog:
    with (CATALOGUES / language / "LC_MESSAGES" / "django.po").open("rb") as source:
        return read_po(source, locale=language)


def texts(said: str | Iterable[str] | None) -> list[str]:
    return [said] if isinstance(said, str) else [*(said or ())]


def differs(message: Message) -> bool:
    """Whether a name that stands in the English is missing, or a made-up one is there."""
    wanted, told = texts(message.id)[-1], texts(message.string)[-1]
    return sorted(NAMES.findall(wanted)) != sorted(NAMES.findall(told))


@EVERY
def test_everything_that_pages_say_is_translated(language: str) -> None:
    mine = {one.id: one for one in catalogue(language) if one.id}
    missing = [one.id for one in gathered() if one.id and not _told(mine.get(one.id))]

    assert missing == []


def _told(message: Message | None) -> bool:
    return message is not None and bool(texts(message.string)) and all(texts(message.string))


@EVERY
def test_no_translation_loses_a_name(language: str) -> None:
    assert [one.id for one in catalogue(language) if one.id and differs(one)] == []


def test_the_languages_on_offer_are_those_that_are_translated() -> None:
    offered = {translation.to_locale(code) for code, _name in settings.LANGUAGES}

    assert offered == {"en", *LANGUAGES}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepts", "lang", "word"),
    [("de", "de", "Kalender"), ("es", "es", "Calendario"), ("pt-BR", "pt-br", "Calendário")],
)
def test_a_browser_is_answered_in_its_language(
    page: Client, by: Member, accepts: str, lang: str, word: str
) -> None:
    told = page.get(at(by), headers={"Accept-Language": accepts}).content.decode()

    assert f'<html lang="{lang}" dir="ltr"' in told
    assert word in told
