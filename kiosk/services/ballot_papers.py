"""What a voter is shown of a contest, as one digest: changed papers are other papers."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from kiosk.services.bureau_journal import canonical


def paper_digest(title: str, seats: int, lists: Iterable[tuple[str, str, Sequence[str]]]) -> str:
    """Return the digest of a ballot paper, in hexadecimal; a list is its id, name, candidates."""
    shown = [title, seats, [[key, name, list(candidates)] for key, name, candidates in lists]]
    return sha256(canonical(shown).encode()).hexdigest()
