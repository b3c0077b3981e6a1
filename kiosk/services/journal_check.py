"""Whether a bureau's journal is whole and signed, and by what anybody can tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.services.bureau_journal import COUNTS, Act, Entry, broken_at, is_signed
from kiosk.services.journal_closing import closing_digest
from kiosk.services.journal_files import JournalFile

_SIGNED = COUNTS | {Act.KEYS_MADE, Act.KEYS_TESTED}
"""What is done with the bureau's key at hand: it is there when keys are made and boxes opened."""


class FaultKind(StrEnum):
    """What keeps a journal from being believed."""

    BROKEN = "broken"
    UNSIGNED = "unsigned"
    NOT_OF_BUREAU = "not-of-bureau"
    NO_KEYS = "no-keys"
    OTHER_KEY = "other-key"
    CUT = "cut"
    CLOSING_MISSING = "closing-missing"
    CLOSING_CHANGED = "closing-changed"
    CLOSING_NOT_OF_BUREAU = "closing-not-of-bureau"
    OTHER_END = "other-end"


class End(StrEnum):
    """What is known of the end of a journal in which nothing is wrong."""

    SIGNED = "signed"
    """Nothing was cut off since it was handed out: the bureau signed how long it is."""
    AT_COUNT = "at-count"
    """It goes as far as a count that the bureau signed: another one after it may be missing."""
    OPEN = "open"
    """Whatever came after it may be missing."""


@dataclass(frozen=True)
class Fault:
    """The first thing wrong with a journal, and the place of its entry, from 1.

    What is wrong with the last line of a file stands after the last entry.
    """

    kind: FaultKind
    place: int


def first_fault(journal: Sequence[Entry | None], verify_key: bytes) -> Fault | None:
    """Return what is wrong with a journal; nothing where it is whole and signed.

    An entry that cannot be read is none, and breaks the chain there. Keys made anew before the
    vote sign what follows them. Nothing here tells of entries dropped from the very end.
    """
    readable = _readable(journal)
    broken = broken_at(readable)
    if broken is None and len(readable) < len(journal):
        broken = len(readable) + 1
    if broken is not None:
        return Fault(FaultKind.BROKEN, broken)
    return _unsigned(readable, verify_key)


def first_fault_of_file(file: JournalFile) -> Fault | None:
    """Return what is wrong with a journal's file: with its entries, then with its last line."""
    return first_fault(file.entries, file.verify_key) or _fault_of_end(file)


def end_of(file: JournalFile) -> End:
    """Say what is known of the end of a file in which nothing is wrong."""
    last = file.entries[-1]
    if file.closing is not None and file.closing.signature:
        return End.SIGNED
    return End.AT_COUNT if last is not None and last.act in COUNTS else End.OPEN


def signed_entries(journal: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries that bear a signature, whosever it is."""
    return tuple(entry for entry in journal if entry.signature)


def _fault_of_end(file: JournalFile) -> Fault | None:
    closing, after = file.closing, len(file.entries) + 1
    if closing is None:
        return Fault(FaultKind.CLOSING_MISSING, after)
    if closing.digest != closing_digest(
        closing.entries, closing.last_digest, file.whose, closing.at
    ):
        return Fault(FaultKind.CLOSING_CHANGED, after)
    if closing.signature and not is_signed(closing, file.verify_key):
        return Fault(FaultKind.CLOSING_NOT_OF_BUREAU, after)
    if closing.entries > len(file.entries):
        return Fault(FaultKind.CUT, after)
    last = file.entries[-1]
    told = (closing.entries, closing.last_digest)
    if last is None or told != (len(file.entries), last.digest):
        return Fault(FaultKind.OTHER_END, after)
    return None


def _readable(journal: Sequence[Entry | None]) -> list[Entry]:
    readable: list[Entry] = []
    for entry in journal:
        if entry is None:
            break
        readable.append(entry)
    return readable


def _unsigned(journal: Sequence[Entry], verify_key: bytes) -> Fault | None:
    key, made = b"", 1
    for place, entry in enumerate(journal, 1):
        if entry.act is Act.KEYS_MADE:
            key, made = _key_of(entry), place
        if not key:
            return Fault(FaultKind.NO_KEYS, place)
        if not entry.signature and entry.act in _SIGNED:
            return Fault(FaultKind.UNSIGNED, place)
        if entry.signature and not is_signed(entry, key):
            return Fault(FaultKind.NOT_OF_BUREAU, place)
    if not key:
        return Fault(FaultKind.NO_KEYS, made)
    return Fault(FaultKind.OTHER_KEY, made) if key != verify_key else None


def _key_of(entry: Entry) -> bytes:
    told = entry.detail.get("bureau") if isinstance(entry.detail, dict) else None
    try:
        return bytes.fromhex(told) if isinstance(told, str) else b""
    except ValueError:
        return b""
