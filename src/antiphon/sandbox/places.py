"""Table: places where people of the sandbox live, what they are called, what they speak.

Temperatures are rounded means of the coldest and the warmest month, set for the sandbox and good
for nothing else; between them the year is a cosine.
"""

import math
from dataclasses import dataclass
from datetime import datetime

HOT, COLD = 25.0, 10.0
"""Degrees Celsius from which, and up to which, a place feels hot or cold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A town with its clock, its languages (most spoken first) and its weather."""

    city: str
    region: str
    country: str
    zone: str
    languages: tuple[str, ...]
    coldest: float
    warmest: float
    warmest_month: int = 7

    def degrees(self, at: datetime) -> float:
        """How warm it usually is there at that time of the year."""
        turn = 2 * math.pi * (at.month - self.warmest_month) / 12
        middle, swing = (self.warmest + self.coldest) / 2, (self.warmest - self.coldest) / 2
        return middle + swing * math.cos(turn)

    def feels(self, at: datetime) -> str:
        """hot, cold, or nothing in particular."""
        degrees = self.degrees(at)
        return "hot" if degrees >= HOT else "cold" if degrees <= COLD else ""


def _place(city: str, region: str, country: str, zone: str, *facts: object) -> Place:
    languages, coldest, warmest, month = facts
    return Place(
        city=city, region=region, country=country, zone=zone,
        languages=tuple(str(languages).split()), coldest=float(str(coldest)),
        warmest=float(str(warmest)), warmest_month=int(str(month)),
    )  # fmt: skip


PLACES = (
    _place("Mumbai", "Maharashtra", "IN", "Asia/Kolkata", "hi en", 25, 31, 5),
    _place("Delhi", "Delhi", "IN", "Asia/Kolkata", "hi en", 14, 34, 6),
    _place("Chennai", "Tamil Nadu", "IN", "Asia/Kolkata", "en hi", 25, 33, 5),
    _place("São Paulo", "São Paulo", "BR", "America/Sao_Paulo", "pt", 17, 24, 1),
    _place("Salvador", "Bahia", "BR", "America/Bahia", "pt", 25, 28, 2),
    _place("Manaus", "Amazonas", "BR", "America/Manaus", "pt", 27, 29, 10),
    _place("Oslo", "Oslo", "NO", "Europe/Oslo", "nb en", -4, 18, 7),
    _place("Tromsø", "Troms", "NO", "Europe/Oslo", "nb en", -4, 13, 7),
    _place("Hamburg", "Hamburg", "DE", "Europe/Berlin", "de en", 2, 19, 7),
    _place("Munich", "Bavaria", "DE", "Europe/Berlin", "de en", 0, 19, 7),
    _place("Phoenix", "Arizona", "US", "America/Phoenix", "en es", 14, 36, 7),
    _place("Minneapolis", "Minnesota", "US", "America/Chicago", "en", -9, 23, 7),
    _place("Miami", "Florida", "US", "America/New_York", "es en", 20, 29, 8),
    _place("Seville", "Andalusia", "ES", "Europe/Madrid", "es", 11, 28, 7),
    _place("London", "England", "GB", "Europe/London", "en", 6, 19, 7),
)

NAMES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    # country: given names of women, of men, family names
    "IN": (
        ("Ananya", "Diya", "Kavya", "Meera", "Priya", "Sunita"),
        ("Arjun", "Kabir", "Ravi", "Rohan", "Sanjay", "Vikram"),
        ("Gupta", "Iyer", "Kumar", "Nair", "Patel", "Sharma"),
    ),
    "BR": (
        ("Ana", "Beatriz", "Camila", "Júlia", "Larissa", "Mariana"),
        ("Bruno", "Diego", "Gabriel", "João", "Lucas", "Rafael"),
        ("Almeida", "Costa", "Oliveira", "Pereira", "Santos", "Souza"),
    ),
    "NO": (
        ("Astrid", "Frida", "Ingrid", "Kari", "Nora", "Solveig"),
        ("Anders", "Erik", "Håkon", "Lars", "Magnus", "Olav"),
        ("Berg", "Dahl", "Hansen", "Haugen", "Lie", "Solberg"),
    ),
    "DE": (
        ("Anna", "Greta", "Hannah", "Jana", "Lena", "Sophie"),
        ("Felix", "Jan", "Jonas", "Lukas", "Max", "Paul"),
        ("Bauer", "Fischer", "Koch", "Müller", "Schulz", "Wagner"),
    ),
    "US": (
        ("Ashley", "Emma", "Grace", "Maria", "Olivia", "Zoe"),
        ("Daniel", "Ethan", "James", "Luis", "Mason", "Tyler"),
        ("Brown", "Garcia", "Johnson", "Lee", "Miller", "Smith"),
    ),
    "ES": (
        ("Alba", "Carmen", "Elena", "Lucía", "Marta", "Rocío"),
        ("Álvaro", "Carlos", "Hugo", "Javier", "Manuel", "Pablo"),
        ("Fernández", "García", "Gómez", "López", "Moreno", "Ruiz"),
    ),
    "GB": (
        ("Alice", "Chloe", "Ella", "Freya", "Isla", "Ruby"),
        ("Alfie", "Harry", "Jack", "Leo", "Oliver", "Thomas"),
        ("Clarke", "Davies", "Evans", "Jones", "Taylor", "Wright"),
    ),
}
