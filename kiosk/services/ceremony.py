"""The key ceremony: an election's keys are made, shared out, and tried before anybody votes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from sqlalchemy import delete
from sqlmodel import Session, col, select

from kiosk.models import Bureau, CandidateList, Contest, Trustee, Workshop
from kiosk.services.ballot_papers import paper_digest
from kiosk.services.ballots import BLANK
from kiosk.services.bureau_journal import Act, append, broken_at, entries, is_signed
from kiosk.services.election_keys import box_keys, draw_secret, signing_key
from kiosk.services.envelopes import Sealer, SealingKeys, open_each, public_keys
from kiosk.services.key_shares import BureauSize, combine, series_of, split
from kiosk.services.people_names import draw_names
from kiosk.services.refusals import Refusal, RefusalCode

_SERIES = "series"
"""Under this name the entry of a ceremony tells the number that all its shares bear."""
USUAL_SIZE = BureauSize(needed=2, members=3)


class KeyTestError(Exception):
    """The shares just made do not open a ballot just sealed: the keys must not be used."""


@dataclass(frozen=True)
class NewKeys:
    """Keys drawn and shared out, in no store: nothing is sealed to them before they are taken."""

    size: BureauSize
    secret: bytes = field(repr=False)
    shares: tuple[str, ...] = field(repr=False)

    @property
    def verify_key(self) -> bytes:
        """What the bureau's signatures are checked by."""
        return bytes(signing_key(self.secret).verify_key)


def hold_ceremony(
    unit: Session,
    workshop: Workshop,
    size: BureauSize,
    *,
    chance: Random,
    at: datetime,
    made_by_hand: bool,
) -> tuple[str, ...]:
    """Give a workshop's boxes new keys and return the members' shares, kept nowhere here."""
    keys = draw_keys(size, chance)
    take_keys(unit, workshop, keys, chance=chance, at=at, made_by_hand=made_by_hand)
    return keys.shares


def draw_keys(size: BureauSize, chance: Random) -> NewKeys:
    """Draw one secret for all the boxes of a workshop and share it out."""
    secret = draw_secret(chance)
    return NewKeys(size, secret, split(secret, size, chance))


def take_keys(
    unit: Session,
    workshop: Workshop,
    new: NewKeys,
    *,
    chance: Random,
    at: datetime,
    made_by_hand: bool,
) -> None:
    """Put keys in force: sealing keys for every box, members appointed, keys tried.

    The journal tells the public keys, what all the shares have in common, digests of the ballot
    papers, and the key test. Source: mission facts, contests.
    """
    size, secret = new.size, new.secret
    contests = contests_in(unit, workshop.id)
    for contest in contests:
        keys = public_keys(box_keys(secret, contest.id))
        contest.envelope_key, contest.ballot_key = keys.envelope, keys.ballot
    signing = signing_key(secret)
    _appoint(unit, workshop, size, bytes(signing.verify_key), made_by_hand=made_by_hand)
    public = {
        contest.code: [contest.envelope_key.hex(), contest.ballot_key.hex()] for contest in contests
    }
    made = {
        "needed": size.needed,
        "members": size.members,
        _SERIES: series_of(new.shares[0]),
        "bureau": bytes(signing.verify_key).hex(),
        "contests": public,
        "papers": {contest.code: _paper(unit, contest) for contest in contests},
    }
    append(unit, workshop.id, Act.KEYS_MADE, made, at=at, signed_by=signing)
    _try_keys(contests, new.shares[-size.needed :], Sealer(chance))
    tested = {"contests": len(contests), "shares": size.needed}
    append(unit, workshop.id, Act.KEYS_TESTED, tested, at=at, signed_by=signing)


def opening_secret(unit: Session, workshop_id: str, shares: Sequence[str]) -> bytes:
    """Return the secret that members' shares make together.

    Refuses as ``combine`` does, and SHARE_OF_ANOTHER_KEY for shares of another bureau's key.
    """
    bureau = unit.get_one(Bureau, workshop_id)
    secret = combine(shares, bureau.needed)
    if bytes(signing_key(secret).verify_key) != bureau.verify_key:
        raise Refusal(RefusalCode.SHARE_OF_ANOTHER_KEY, "form")
    return secret


def share_series(unit: Session, workshop_id: str) -> int | None:
    """Return the number that the shares of a workshop's last ceremony bear.

    None where the journal does not tell it, being older, or where somebody has changed it since:
    good shares must not be turned away for that.
    """
    journal = entries(unit, workshop_id)
    bureau = unit.get_one(Bureau, workshop_id)
    made = [entry for entry in journal if entry.act is Act.KEYS_MADE][-1:]
    if broken_at(journal) is not None or not all(is_signed(one, bureau.verify_key) for one in made):
        return None
    told = [entry.detail.get(_SERIES) for entry in made]
    return next((series for series in told if isinstance(series, int)), None)


def contests_in(unit: Session, workshop_id: str) -> Sequence[Contest]:
    """Return the contests of a workshop, in order."""
    return unit.exec(
        select(Contest).where(Contest.workshop_id == workshop_id).order_by(col(Contest.position))
    ).all()


def lists_of(unit: Session, contest_id: str) -> Sequence[CandidateList]:
    """Return the lists that stand in a contest, in their order."""
    return unit.exec(
        select(CandidateList)
        .where(CandidateList.contest_id == contest_id)
        .order_by(col(CandidateList.position))
    ).all()


def _paper(unit: Session, contest: Contest) -> str:
    lists = [(one.id, one.name, one.candidates.split("\n")) for one in lists_of(unit, contest.id)]
    return paper_digest(contest.title, contest.seats, lists)


def _try_keys(contests: Sequence[Contest], shares: Sequence[str], sealer: Sealer) -> None:
    """Seal a blank ballot for each box and open it by the shares; it goes into no box."""
    secret = combine(shares, len(shares))
    for contest in contests:
        keys = box_keys(secret, contest.id)
        sealed = sealer.seal(sealing_keys(contest), contest.id, BLANK)
        [ballot] = open_each(keys.envelope, [sealed])
        [plain] = open_each(keys.ballot, [ballot or b""])
        if plain != f"{contest.id}:{BLANK}".encode():
            raise KeyTestError


def sealing_keys(contest: Contest) -> SealingKeys:
    """Return the public keys that ballots of a contest are sealed to."""
    return SealingKeys(contest.envelope_key, contest.ballot_key)


def _appoint(
    unit: Session, workshop: Workshop, size: BureauSize, verify_key: bytes, *, made_by_hand: bool
) -> None:
    bureau = unit.get(Bureau, workshop.id) or Bureau(
        workshop_id=workshop.id, needed=size.needed, verify_key=verify_key
    )
    bureau.needed, bureau.verify_key = size.needed, verify_key
    bureau.made_by_hand = made_by_hand
    unit.add(bureau)
    unit.execute(delete(Trustee).where(col(Trustee.workshop_id) == workshop.id))
    for position, (name, role) in enumerate(appointed(unit, workshop, size)):
        unit.add(Trustee(workshop_id=workshop.id, position=position, name=name, role=role))


def appointed(unit: Session, workshop: Workshop, size: BureauSize) -> tuple[tuple[str, str], ...]:
    """Return the name and role of each member that a bureau of this size has."""
    chance = Random(f"{workshop.seed}:bureau")  # noqa: S311 - invented people, not secrets
    names = draw_names(chance, size.members)
    return tuple(zip(names, _roles(unit, workshop.id, size.members), strict=True))


def _roles(unit: Session, workshop_id: str, members: int) -> list[str]:
    """President and secretary, then the delegates of the lists, one after the other."""
    names = unit.exec(
        select(CandidateList.name)
        .join(Contest, col(Contest.id) == col(CandidateList.contest_id))
        .where(Contest.workshop_id == workshop_id)
        .order_by(col(Contest.position), col(CandidateList.position))
    ).all()
    lists = list(dict.fromkeys(names)) or [""]
    delegates = [lists[number % len(lists)] for number in range(members)]
    return ["présidence", "secrétariat", *(f"délégation {name}" for name in delegates)][:members]
