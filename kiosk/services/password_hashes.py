"""Passwords at rest: Argon2 digests, never the passwords."""

import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

from kiosk.services.storable_text import storable

if TYPE_CHECKING:
    from pwdlib.hashers.argon2 import Argon2Hasher


class PasswordHashes:
    """Makes and checks digests at a fixed cost; memory is in KiB."""

    def __init__(self, time_cost: int = 2, memory_cost: int = 19456, parallelism: int = 1) -> None:
        self._time_cost = time_cost
        self._memory_cost = memory_cost
        self._parallelism = parallelism

    @cached_property
    def _hasher(self) -> "Argon2Hasher":
        from pwdlib.hashers.argon2 import Argon2Hasher  # noqa: PLC0415 - not before first paint

        return Argon2Hasher(self._time_cost, self._memory_cost, self._parallelism)

    def hash(self, password: str) -> str:
        """Make a digest to store; two digests of one password differ by their salt."""
        return self._hasher.hash(_composed(password))

    def verify(self, password: str, digest: str | None) -> bool:
        """Tell whether the digest was made from this password; an unreadable digest is a no.

        Without a digest, where there is no account, as much time is spent.
        """
        if digest is None:
            self.burn(password)
            return False
        return self._hasher.verify(_composed(password), digest)

    def burn(self, password: str) -> None:
        """Spend the time of a check when there is no account, so that waiting tells nothing."""
        self.hash(password)


def _composed(password: str) -> str:
    # One keyboard sends é as one character, another as two: the same password all the same.
    return unicodedata.normalize("NFC", storable(password))
