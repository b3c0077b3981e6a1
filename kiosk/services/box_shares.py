"""The members' shares given with a counted box: which one is wrong, where one is.

A box says whose key checks its journal: of shares of two keys, enough of one show which is which.
"""

from collections.abc import Sequence
from contextlib import suppress

from kiosk.services.box_document import BoxBureau
from kiosk.services.election_keys import signing_key
from kiosk.services.key_shares import combine, holder
from kiosk.services.refusals import Refusal, RefusalCode


def secret_of(bureau: BoxBureau, shares: Sequence[str]) -> bytes:
    """Return the secret that shares make, were it another bureau's.

    Refuses as ``combine`` does; SHARE_OF_ANOTHER_KEY by the field of the share that is wrong, and
    SHARES_OF_TWO_KEYS where they are too few to tell which is.
    """
    try:
        return combine(shares, bureau.needed)
    except Refusal as refusal:
        if refusal.code is RefusalCode.SHARE_OF_ANOTHER_KEY and refusal.field != "form":
            raise _foreign(bureau, shares, refusal.field) from None
        raise


def _foreign(bureau: BoxBureau, shares: Sequence[str], unlike_the_first: str) -> Refusal:
    groups = _by_key(shares)
    enough = [places for places in groups if len(places) >= bureau.needed]
    for places in enough:
        secret = combine([shares[place] for place in places], bureau.needed)
        is_own = bytes(signing_key(secret).verify_key) == bureau.verify_key
        wrong = sorted(set(range(len(shares))) - set(places)) if is_own else places
        return Refusal(RefusalCode.SHARE_OF_ANOTHER_KEY, f"share-{wrong[0] + 1}")
    number = int(unlike_the_first.rpartition("-")[2])
    return Refusal(RefusalCode.SHARES_OF_TWO_KEYS, "form", number=number)


def _by_key(shares: Sequence[str]) -> list[list[int]]:
    """Return the places of the shares of each key; refuses what is mistyped or given twice."""
    groups: list[list[int]] = []
    for place, share in enumerate(shares):
        for places in groups:
            with suppress(Refusal):
                holder(share, [shares[other] for other in places])
                places.append(place)
                break
        else:
            _require_readable(share, place)
            groups.append([place])
    return groups


def _require_readable(share: str, place: int) -> None:
    try:
        holder(share)
    except Refusal as refusal:
        raise Refusal(refusal.code, f"share-{place + 1}") from None
