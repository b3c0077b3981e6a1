"""What stands in a JSON file that anybody may have written, read field by field.

Nothing in it is believed: whatever is not of its type and within its bounds is refused, with the
place where it stands.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from kiosk.services.refusals import Refusal, RefusalCode

_LONGEST_NUMBER = 12
_LONGEST_TEXT = 500
_LONGEST_PLACE = 60
"""Characters told of a name that nobody knows: it may be as long as the file."""
_KEY = 32
_DIGEST = 32
_ID = 16

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def read_json(data: bytes) -> Any:
    """Read JSON whose numbers are whole and small and whose names are given once.

    Raises ValueError and RecursionError.
    """
    return json.loads(
        data.decode("utf-8"),
        parse_int=_whole,
        parse_float=_no_number,
        parse_constant=_no_number,
        object_pairs_hook=_once,
    )


@dataclass(frozen=True)
class Place:
    """Something read, and where in the file it stands."""

    told: Any
    path: str

    def wrong(self) -> Refusal:
        """Return the refusal of what stands here."""
        return Refusal(RefusalCode.BOX_FILE_SHAPE, place=self.path or "{}")

    def fields(self, *names: str) -> tuple["Place", ...]:
        """Return the fields of an object that has these and no others.

        Refuses BOX_FILE_FIELD_MISSING and BOX_FILE_FIELD_UNKNOWN with the place of the field.
        """
        if not isinstance(self.told, dict):
            raise self.wrong()
        for name in sorted(self.told.keys() - set(names)):
            place = self._inside(name)[:_LONGEST_PLACE]
            raise Refusal(RefusalCode.BOX_FILE_FIELD_UNKNOWN, place=place)
        for name in names:
            if name not in self.told:
                raise Refusal(RefusalCode.BOX_FILE_FIELD_MISSING, place=self._inside(name))
        return tuple(Place(self.told[name], self._inside(name)) for name in names)

    def each(self, read: Callable[["Place"], T]) -> tuple[T, ...]:
        """Read every item of an array."""
        if not isinstance(self.told, list):
            raise self.wrong()
        return tuple(read(Place(one, f"{self.path}[{at}]")) for at, one in enumerate(self.told))

    def text(self) -> str:
        """Read a text that can be written again."""
        if not isinstance(self.told, str) or len(self.told) > _LONGEST_TEXT:
            raise self.wrong()
        try:
            self.told.encode()
        except UnicodeEncodeError:
            raise self.wrong() from None
        return self.told

    def number(self, most: int) -> int:
        """Read a whole number from nothing to ``most``."""
        if type(self.told) is not int or not 0 <= self.told <= most:
            raise self.wrong()
        return self.told

    def data(self, *, most: int, least: int = 0) -> bytes:
        """Read bytes in hexadecimal, in small letters as they are written."""
        text = self.text()
        try:
            found = bytes.fromhex(text)
        except ValueError:
            raise self.wrong() from None
        if found.hex() != text or not least <= len(found) <= most:
            raise self.wrong()
        return found

    def key(self) -> bytes:
        """Read a key."""
        return self.data(most=_KEY, least=_KEY)

    def digest(self) -> str:
        """Read a digest, in hexadecimal."""
        return self.data(most=_DIGEST, least=_DIGEST).hex()

    def id(self) -> str:
        """Read the key of a row: it says nothing but which one is meant."""
        return self.data(most=_ID, least=_ID).hex()

    def instant(self) -> datetime:
        """Read an instant as ISO 8601 has it, in UTC."""
        text = self.text()
        try:
            instant = datetime.fromisoformat(text)
            if instant.astimezone(UTC).isoformat() != text:
                raise self.wrong()
        except (OverflowError, ValueError):
            raise self.wrong() from None
        return instant

    def object(self, deepest: int) -> Mapping[str, Any]:
        """Read an object whose fields nobody knows beforehand: numbers, texts, and such again."""
        if not isinstance(self.told, dict):
            raise self.wrong()
        self._require_plain(deepest)
        return self.told

    def _inside(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _require_plain(self, deepest: int) -> None:
        match self.told:
            case dict() as fields if deepest:
                inner: list[Any] = [*fields.keys(), *fields.values()]
            case list() as items if deepest:
                inner = items
            case str():
                inner = []
                self.text()
            case bool() | int() | None:
                inner = []
            case _:
                raise self.wrong()
        for one in inner:
            Place(one, self.path)._require_plain(deepest - 1)

    def one_of(self, kinds: type[E]) -> E:
        """Read one word of a closed set."""
        try:
            return kinds(self.text())
        except ValueError:
            raise self.wrong() from None


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError(digits[:_LONGEST_NUMBER])
    return int(digits)


def _no_number(written: str) -> NoReturn:
    """The format knows whole numbers only."""
    raise ValueError(written[:_LONGEST_NUMBER])


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name given twice: two readers would read two documents."""
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError("a name is given twice")
    return told
