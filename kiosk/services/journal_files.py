"""A bureau's journal as a file that anybody can check, with the key that checks it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.services.bureau_journal import Act, Entry, chained
from kiosk.services.journal_closing import Closing, Whose, closing_digest
from kiosk.services.refusals import Refusal, RefusalCode

_FORMAT = "kiosque-electeur-journal-2"
_HOW_TO_CHECK = (
    "EXERCICE\u202f: personnes, listes et voix sont inventées.",
    "digest = SHA-256, en hexadécimal, du texte UTF-8 du tableau JSON [digest de l’inscription"
    " d’avant (vide pour la première), number, at, act, detail], sans espace, clés triées,"
    " caractères non échappés.",
    "signature = Ed25519 du texte de digest, par la clé du bureau\u202f: celle que donne bureau"
    " dans detail de la dernière inscription KeysMade, signée elle-même.",
    "closing dit combien d’inscriptions il y avait quand ce fichier a été écrit\u202f: qui en ôte"
    " une à la fin le contredit. Son digest = SHA-256 du tableau JSON [last_digest, entries, at,"
    " academy, workshop]"
    "\u202f; signé par la clé du bureau là où elle pouvait servir, null ailleurs.",
    "verify_key et le dernier digest sont aussi au procès-verbal\u202f: comparez-les.",
    "kiosk journal --check FICHIER refait ces calculs.",
)

_FIELDS = frozenset(
    ("format", "how_to_check", "academy", "workshop", "verify_key", "entries", "closing")
)


@dataclass(frozen=True)
class JournalFile:
    """A journal read back; an entry, or a last line, that is not written as one is none."""

    whose: Whose
    verify_key: bytes
    entries: tuple[Entry | None, ...]
    closing: Closing | None


def write_journal(
    entries: Sequence[Entry], closing: Closing, whose: Whose, *, verify_key: bytes
) -> bytes:
    """Return a journal as JSON that can be read by eye, ending in a line break."""
    told = {
        "format": _FORMAT,
        "how_to_check": _HOW_TO_CHECK,
        "academy": whose.academy,
        "workshop": whose.workshop,
        "verify_key": verify_key.hex(),
        "entries": [_told(entry) for entry in entries],
        "closing": _told_last(closing),
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def read_journal(file: Path) -> JournalFile:
    """Read a journal's file; refuses JOURNAL_UNREADABLE for what is none, raises OSError."""
    try:
        told = json.loads(file.read_bytes().decode("utf-8-sig"))
        if not isinstance(told, dict) or told.get("format") != _FORMAT or told.keys() - _FIELDS:
            raise Refusal(RefusalCode.JOURNAL_UNREADABLE)
        whose = Whose(str(told["academy"]), str(told["workshop"]))
        return JournalFile(
            whose,
            bytes.fromhex(told["verify_key"]),
            tuple(_entry(one) for one in list(told["entries"])),
            _closing(told.get("closing"), whose),
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Refusal(RefusalCode.JOURNAL_UNREADABLE) from None


def _told(entry: Entry) -> Mapping[str, Any]:
    return {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(),
        "act": entry.act.value,
        "detail": entry.detail,
        "digest": entry.digest,
        "signature": entry.signature.hex() if entry.signature else None,
    }


def _told_last(closing: Closing) -> Mapping[str, Any]:
    return {
        "entries": closing.entries,
        "last_digest": closing.last_digest,
        "at": closing.at.astimezone(UTC).isoformat(),
        "digest": closing.digest,
        "signature": closing.signature.hex() if closing.signature else None,
    }


def _entry(told: Any) -> Entry | None:
    """Read an entry; nothing where no journal could hold it."""
    try:
        entry = Entry(
            number=told["number"],
            at=_instant(told["at"]),
            act=Act(told["act"]),
            detail=told["detail"],
            digest=str(told["digest"]),
            signature=bytes.fromhex(told["signature"]) if told["signature"] else None,
        )
        # What cannot be digested is nothing that the bureau wrote.
        chained("", entry.number, entry.at, entry.act, entry.detail)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
    return entry


def _closing(told: Any, whose: Whose) -> Closing | None:
    """Read the line that ends a journal; nothing where it is missing or says nothing."""
    try:
        if type(told["entries"]) is not int:
            return None
        closing = Closing(
            entries=told["entries"],
            last_digest=str(told["last_digest"]),
            at=_instant(told["at"]),
            digest=str(told["digest"]),
            signature=bytes.fromhex(told["signature"]) if told["signature"] else None,
        )
        # As above: what cannot be digested was never written.
        closing_digest(closing.entries, closing.last_digest, whose, closing.at)
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
    return closing


def _instant(told: Any) -> datetime:
    """Read an instant; raises ValueError for one without its zone, TypeError for no text."""
    at = datetime.fromisoformat(told)
    if at.utcoffset() is None:
        raise ValueError(told)
    return at
