"""The keys of an election, all derived from one secret that no store holds.

The bureau's members share the secret out; whoever puts it together again opens every box of the
election and signs for the bureau, and nobody else does either.
"""

from dataclasses import dataclass, field
from hashlib import blake2b
from random import Random

from nacl.public import PrivateKey
from nacl.signing import SigningKey

SECRET_LENGTH = 16
"""Bytes of the secret: 128 bits, which is what the curve's keys are worth."""

_PERSON = b"kiosk election"
_BUREAU = b"bureau"


@dataclass(frozen=True)
class BoxKeys:
    """The private keys of a contest's box: of the outer envelopes, and of the ballots inside."""

    envelope: PrivateKey = field(repr=False)
    ballot: PrivateKey = field(repr=False)


def draw_secret(chance: Random) -> bytes:
    """Return a new election's secret; in earnest from ``secrets.SystemRandom``."""
    return chance.randbytes(SECRET_LENGTH)


def box_keys(secret: bytes, contest_id: str) -> BoxKeys:
    """Return the two private keys of a contest's box."""
    return BoxKeys(
        envelope=PrivateKey(_derived(secret, f"envelope:{contest_id}".encode())),
        ballot=PrivateKey(_derived(secret, f"ballot:{contest_id}".encode())),
    )


def signing_key(secret: bytes) -> SigningKey:
    """Return the key by which the bureau signs its journal."""
    return SigningKey(_derived(secret, _BUREAU))


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return blake2b(purpose, key=secret, digest_size=32, person=_PERSON).digest()
