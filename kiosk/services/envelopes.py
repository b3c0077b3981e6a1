"""A ballot in its two envelopes, as in a vote by post.

The ballot is sealed on the voter's side to the contest's ballot key, then once more to its
envelope key. What lies in the box is the outer envelope; the receipt is a code of it. At the
count the outer envelopes are opened and what they held is shuffled before any ballot is: who
holds a receipt, and even the box and every opened ballot, cannot tell which ballot was whose.

The plain ballot names its contest, so that one moved to another box does not open there as a
vote, and has one length whatever the choice (libsodium's sealed boxes hide no length).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random, SystemRandom

from nacl.bindings import crypto_box_SEALBYTES
from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.public import Box, PrivateKey, PublicKey, SealedBox

from kiosk.services.election_keys import BoxKeys

PLAIN_LENGTH = 65
"""Bytes of a plain ballot: a contest's id, a colon, a list's id or ``BLANK``."""

BALLOT_LENGTH = PLAIN_LENGTH + crypto_box_SEALBYTES
"""Bytes of a sealed ballot, as an outer envelope holds it."""

ENVELOPE_LENGTH = BALLOT_LENGTH + crypto_box_SEALBYTES
"""Bytes of an outer envelope."""

_NONCE_LENGTH = 24


@dataclass(frozen=True)
class SealingKeys:
    """The public keys of a contest's box: anybody seals with them, they open nothing."""

    envelope: bytes
    ballot: bytes


@dataclass(frozen=True)
class SealedTwice:
    """An outer envelope, and the sealed ballot that it holds."""

    envelope: bytes = field(repr=False)
    ballot: bytes = field(repr=False)


class Sealer:
    """Seals ballots; with a seed's chance, as tests and pictures have it, always the same way."""

    def __init__(self, chance: Random) -> None:
        self._encrypt: Callable[[bytes, bytes], bytes] = (
            _seal if isinstance(chance, SystemRandom) else _Repeated(chance)
        )

    def seal(self, keys: SealingKeys, contest_id: str, choice: str) -> bytes:
        """Return the envelope of a ballot for a list's id or ``BLANK``."""
        return self.seal_twice(keys, contest_id, choice).envelope

    def seal_twice(self, keys: SealingKeys, contest_id: str, choice: str) -> SealedTwice:
        """Return the same envelope, and the sealed ballot that is in it."""
        plain = f"{contest_id}:{choice}".encode()
        if len(plain) != PLAIN_LENGTH:
            raise ValueError("a ballot's parts have a fixed length")
        ballot = self._encrypt(keys.ballot, plain)
        return SealedTwice(self._encrypt(keys.envelope, ballot), ballot)


def public_keys(keys: BoxKeys) -> SealingKeys:
    """Return the public keys that belong to a box's private ones."""
    return SealingKeys(bytes(keys.envelope.public_key), bytes(keys.ballot.public_key))


def open_each(key: PrivateKey, sealed: Iterable[bytes]) -> Iterable[bytes | None]:
    """Open sealed things one by one; what the key does not open is none."""
    box = SealedBox(key)
    for one in sealed:
        try:
            yield box.decrypt(one)
        except (CryptoError, ValueError):
            yield None


def _seal(public_key: bytes, plain: bytes) -> bytes:
    return SealedBox(PublicKey(public_key)).encrypt(plain)


class _Repeated:
    """libsodium's sealed box, its passing key drawn from a seed: opened like any other."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def __call__(self, public_key: bytes, plain: bytes) -> bytes:
        passing = PrivateKey(self._chance.randbytes(PrivateKey.SIZE))
        both = bytes(passing.public_key) + public_key
        nonce = blake2b(both, digest_size=_NONCE_LENGTH, encoder=RawEncoder)
        sealed = Box(passing, PublicKey(public_key)).encrypt(plain, nonce).ciphertext
        return bytes(passing.public_key) + sealed
