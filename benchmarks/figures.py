"""Medians, percentiles and the table they are printed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

_HEAD = ("", "bare", "kiosk", "ratio", "target")
_WIDTHS = (36, 10, 10, 8, 8)


@dataclass(frozen=True)
class Figure:
    """One line of the table: the same thing measured on the bare app and on the kiosk."""

    what: str
    bare: float
    ours: float
    unit: str = "ms"
    target: float | None = None
    """The highest ratio allowed; None where the figure is only told."""

    @property
    def ratio(self) -> float:
        """How many times the bare app's figure ours is."""
        return self.ours / self.bare

    @property
    def holds(self) -> bool:
        """Whether the ratio is within its target."""
        return self.target is None or self.ratio <= self.target


def in_ms(seconds: Sequence[float]) -> list[float]:
    """Return durations in milliseconds."""
    return [1000 * one for one in seconds]


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return median(values)


def p95(values: Sequence[float]) -> float:
    """Return the value that one in twenty exceeds."""
    return quantiles(values, n=20, method="inclusive")[-1]


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a plain table."""
    rows = [_HEAD, *(_row(figure) for figure in figures)]
    return "\n".join(_line(row) for row in rows)


def _row(figure: Figure) -> tuple[str, ...]:
    bare, ours = (f"{value:.1f} {figure.unit}" for value in (figure.bare, figure.ours))
    ratio = f"{figure.ratio:.2f}×"
    if figure.target is None:
        return (figure.what, bare, ours, ratio, "")
    verdict = "" if figure.holds else "  MISSED"
    return (figure.what, bare, ours, ratio, f"≤ {figure.target:.2f}×{verdict}")


def _line(row: Sequence[str]) -> str:
    first, *rest = (
        f"{cell:{'<' if place == 0 else '>'}{width}}"
        for place, (cell, width) in enumerate(zip(row, _WIDTHS, strict=True))
    )
    return "  ".join([first, *rest]).rstrip()
