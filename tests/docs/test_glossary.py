"""The glossary has every word that stands in tables and states."""

import re
from pathlib import Path

from django.apps import apps

from antiphon.publish.states import State

GLOSSARY = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")
PLAIN = {"person", "postasset"}  # the word itself, and a place in a post


def spoken(name: str) -> str:
    """`TrackedLink` as people say it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def test_every_noun_of_the_database_is_explained() -> None:
    ours = [m for m in apps.get_models() if m.__module__.startswith("antiphon.")]
    nouns = {spoken(model.__name__) for model in ours if model.__name__.lower() not in PLAIN}

    assert {noun for noun in nouns if noun not in GLOSSARY.lower()} == set()


def test_every_state_of_a_publication_has_one_word_on_the_screen() -> None:
    rows = dict(re.findall(r"^\| (\w+) \| ([^|]+) \| [^|]+ \|$", GLOSSARY, re.MULTILINE))

    assert {state.value for state in State} - rows.keys() == set()
    words = [rows[state.value] for state in State]
    assert len(words) == len({*words})
