"""What is checked in a counted box, and what may be found wrong; its sentences stand elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto

Told = Mapping[str, str | int]
"""The data of a sentence."""


class Check(StrEnum):
    """What is checked, in this order."""

    FILE = auto()
    JOURNAL = auto()
    SIGNATURES = auto()
    KEYS = auto()
    ROLL = auto()
    BOXES = auto()
    REGISTER = auto()
    BALLOTS = auto()
    RESULT = auto()
    SEATS = auto()
    OPENING = auto()
    """Only where members gave their shares."""


class FaultKind(StrEnum):
    """What a check finds wrong; the data of each are named beside it."""

    FILE_DIGEST = auto()
    CHAIN_BROKEN = auto()  # number
    ACT_MISSING = auto()  # act
    ACT_OUT_OF_PLACE = auto()  # number, act
    NOT_SIGNED = auto()  # number, act
    OTHER_BUREAU_KEY = auto()  # number
    BUREAU_DIFFERS = auto()
    CONTESTS_DIFFER = auto()
    PUBLIC_KEYS = auto()
    OPENING_KEY = auto()
    PAPER_DIFFERS = auto()
    ENVELOPES_FOR_SIGNATURES = auto()  # found, expected
    ROLL_DIFFERS = auto()  # registered, signatures, registered_at_close, signatures_at_close
    NOT_NOTED = auto()  # act
    MORE_SIGNATURES = auto()  # registered, signatures
    NOT_EMPTY_AT_SEALING = auto()
    BOX_SINCE_CLOSING = auto()
    BOX_SINCE_COUNT = auto()
    COUNTED_OTHERWISE = auto()  # number
    RECEIPT_WITHOUT_ENVELOPE = auto()  # receipt, more
    ENVELOPE_WITHOUT_RECEIPT = auto()  # receipt, more
    ENVELOPE_COPIED = auto()  # receipt, more
    BALLOTS_FOR_ENVELOPES = auto()  # found, expected
    BALLOTS_SINCE_COUNT = auto()
    INVALID_ENVELOPES = auto()
    LIST_VOTES = auto()  # name, told, counted
    BLANK_VOTES = auto()  # told, counted
    INVALID_VOTES = auto()  # told, counted
    JOURNAL_RESULT = auto()  # number
    LIST_SEATS = auto()  # name, told, counted
    SEATS_UNDECIDED = auto()
    SHARES_OF_ANOTHER_KEY = auto()
    ENVELOPES_HOLD_OTHERS = auto()  # found, expected


@dataclass(frozen=True)
class Fault:
    """Something wrong, in which contest where it is one's, and the data of its sentence."""

    kind: FaultKind
    contest: str = ""
    data: Told = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """A check that was made, and what it found wrong."""

    check: Check
    faults: tuple[Fault, ...]
