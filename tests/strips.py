"""Lines of a screen without the caches that most of them never use."""

from collections.abc import Iterable

import pytest
from rich.segment import Segment
from textual.cache import FIFOCache
from textual.strip import Strip

_SIZES = {
    "_divide_cache": 4,
    "_crop_cache": 16,
    "_style_cache": 16,
    "_filter_cache": 4,
    "_line_length_cache": 4,
    "_crop_extend_cache": 4,
    "_offsets_cache": 4,
}


def make_strips_light(patch: pytest.MonkeyPatch) -> None:
    """Have a strip make each of its seven caches when it is first asked for."""
    for name, size in _SIZES.items():
        patch.setattr(Strip, name, _MadeWhenAsked(Strip.__dict__[name], size))
    patch.setattr(Strip, "__init__", _begin)


def _begin(self: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
    self._segments = list(segments)
    self._cell_length = cell_length
    self._render_cache = None
    self._link_ids = None
    self._cell_count = None


class _MadeWhenAsked:
    def __init__(self, slot: object, size: int) -> None:
        self._slot = slot
        self._size = size

    def __get__(self, strip: Strip, of: type[Strip]) -> object:
        try:
            return self._slot.__get__(strip, of)  # type: ignore[attr-defined]
        except AttributeError:
            cache: FIFOCache[object, object] = FIFOCache(self._size)
            self._slot.__set__(strip, cache)  # type: ignore[attr-defined]
            return cache
