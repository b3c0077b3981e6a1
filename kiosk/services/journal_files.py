"""A bureau's journal as a file that anybody can check, with the key that checks it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.services.bureau_journal import Act, Entry, chained
from kiosk.services.refusals import Refusal, RefusalCode

_FORMAT = "kiosque-electeur-journal-1"
_HOW_TO_CHECK = (
    "EXERCICE\u202f: personnes, listes et voix sont inventées.",
    "digest = SHA-256, en hexadécimal, du texte UTF-8 du tableau JSON [digest de l’inscription"
    " d’avant (vide pour la première), number, at, act, detail], sans espace, clés triées,"
    " caractères non échappés.",
    "signature = Ed25519 du texte de digest, par la clé du bureau\u202f: celle que donne bureau"
    " dans detail de la dernière inscription KeysMade, signée elle-même.",
    "verify_key et le dernier digest sont aussi au procès-verbal\u202f: comparez-les.",
    "kiosk journal --check FICHIER refait ces calculs.",
)


@dataclass(frozen=True)
class JournalFile:
    """A journal read back; an entry that is not written as one is none."""

    verify_key: bytes
    entries: tuple[Entry | None, ...]


def write_journal(
    entries: Sequence[Entry], *, verify_key: bytes, academy: str, workshop_id: str
) -> bytes:
    """Return a journal as JSON that can be read by eye, ending in a line break."""
    told = {
        "format": _FORMAT,
        "how_to_check": _HOW_TO_CHECK,
        "academy": academy,
        "workshop": workshop_id,
        "verify_key": verify_key.hex(),
        "entries": [_told(entry) for entry in entries],
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def read_journal(file: Path) -> JournalFile:
    """Read a journal's file; refuses JOURNAL_UNREADABLE for what is none, raises OSError."""
    try:
        told = json.loads(file.read_bytes().decode("utf-8-sig"))
        if not isinstance(told, dict) or told.get("format") != _FORMAT:
            raise Refusal(RefusalCode.JOURNAL_UNREADABLE)
        return JournalFile(
            bytes.fromhex(told["verify_key"]), tuple(_entry(one) for one in list(told["entries"]))
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


def _entry(told: Any) -> Entry | None:
    """Read an entry; nothing where no journal could hold it."""
    try:
        at = datetime.fromisoformat(told["at"])
        if at.utcoffset() is None:
            return None
        entry = Entry(
            number=told["number"],
            at=at,
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
