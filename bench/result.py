"""A figure, its floor and its bar."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"


@dataclass(frozen=True)
class Result:
    """One row: where a floor is given the bar is for the ratio, else for the value itself."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    bar: float = 0.0

    @property
    def ratio(self) -> float | None:
        """How many floors high."""
        return self.value / self.floor if self.floor else None

    @property
    def holds(self) -> bool:
        """Whether it is as good as it must be."""
        return (self.value if self.ratio is None else self.ratio) <= self.bar

    def told(self) -> dict[str, Any]:
        """The row for programs."""
        facts = {"name": self.name, "value": self.value, "unit": self.unit, "floor": self.floor}
        return facts | {"ratio": self.ratio, "bar": self.bar, "holds": self.holds}

    def line(self, day: str) -> str:
        """The row of the manual's table."""
        floor = f"{self.floor:.2f}" if self.floor else "–"
        ratio = f"{self.ratio:.2f} ×" if self.ratio else "–"
        value = f"{self.value:,.2f}".rstrip("0").rstrip(".")
        return (
            f"| {day} | {self.name} | {value} {self.unit} | {floor} | {ratio} | {self.bar:g} |"
            f" {'yes' if self.holds else 'NO'} |"
        )


def write(results: list[Result], folder: Path) -> None:
    """Keep them for programs."""
    folder.mkdir(exist_ok=True)
    told = json.dumps([result.told() for result in results], indent=2, ensure_ascii=False)
    (folder / "bench.json").write_text(told + "\n", encoding="utf-8")


def keep(results: list[Result], page: Path, day: str) -> None:
    """Add them to the history in the manual, newest first."""
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    table, after = rest.split(END)
    head = "| day | figure | value | floor | ratio | bar | holds |\n|---|---|---|---|---|---|---|\n"
    old = table.strip().removeprefix(head.strip()).strip()
    rows = "\n".join([*(result.line(day) for result in results), *([old] if old else [])])
    page.write_text(f"{before}{BEGIN}\n{head}{rows}\n{END}{after}", encoding="utf-8")
