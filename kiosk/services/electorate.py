"""The election of a workshop: its contests, its rolls, and the colleagues who vote too."""

import struct
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from itertools import accumulate
from random import Random

from sqlalchemy import delete, update
from sqlmodel import Session, SQLModel, col, select

from kiosk.models import (
    CandidateList,
    Contest,
    Elector,
    Participant,
    RollEntry,
    RollSignature,
    Workshop,
)
from kiosk.services import content
from kiosk.services.ballot_box import put_into_box
from kiosk.services.ballots import BLANK
from kiosk.services.bureau_journal import Act, is_done
from kiosk.services.ceremony import sealing_keys
from kiosk.services.envelopes import Sealer
from kiosk.services.people_names import draw_name
from kiosk.services.row_keys import draw_key


def set_up(
    unit: Session,
    workshop: Workshop,
    participants: Sequence[Participant],
    *,
    contests: Sequence[content.Contest],
    electorate: content.Electorate,
    keys: Random,
) -> None:
    """Make the contests with their lists and empty boxes, and enter everybody on the rolls.

    ``keys`` draws the keys of the rows; what the lists look like follows from the workshop's
    seed. The boxes have no keys yet: a ceremony makes them.
    """
    chance = Random(f"{workshop.seed}:election")  # noqa: S311 - invented people, not secrets
    electors = [
        {"corps": participant.corps, "participant_id": participant.id}
        for participant in participants
    ] + [
        {"corps": corps.value, "participant_id": None}
        for corps, size in electorate.sizes.items()
        for _ in range(size)
    ]
    entered = [{"id": draw_key(keys), "workshop_id": workshop.id, **one} for one in electors]
    _insert(unit, Elector, entered)
    for position, template in enumerate(sorted(contests, key=lambda c: c.order)):
        contest = Contest(
            id=draw_key(keys),
            workshop_id=workshop.id,
            code=template.code,
            position=position,
            title=template.title,
            seats=template.seats,
            envelope_key=b"",
            ballot_key=b"",
        )
        unit.add(contest)
        unit.flush()
        lists = [
            {
                "id": draw_key(keys),
                "contest_id": contest.id,
                "position": place,
                "name": entry.name,
                "motto": entry.motto,
                "weight": entry.weight,
                "candidates": "\n".join(draw_name(chance) for _ in range(entry.candidates)),
            }
            for place, entry in enumerate(template.lists)
        ]
        _insert(unit, CandidateList, lists)
        roll = [
            {"contest_id": contest.id, "elector_id": elector["id"]}
            for elector in entered
            if elector["corps"] in template.corps
        ]
        _insert(unit, RollEntry, roll)


def enter(unit: Session, participant: Participant, contests: Sequence[content.Contest]) -> None:
    """Enter on the rolls of their corps somebody who joins a workshop under way."""
    elector = Elector(
        workshop_id=participant.workshop_id,
        corps=participant.corps,
        participant_id=participant.id,
    )
    unit.add(elector)
    own = {contest.code for contest in contests if participant.corps in contest.corps}
    held = unit.exec(select(Contest).where(Contest.workshop_id == participant.workshop_id)).all()
    roll = [RollEntry(contest_id=one.id, elector_id=elector.id) for one in held if one.code in own]
    unit.flush()
    unit.add_all(roll)


def let_go(unit: Session, workshop_id: str, participant_id: str) -> None:
    """Take somebody who leaves off the rolls they have not signed.

    The rolls they have signed keep an elector without a name, as the ballot stays in the box.
    Once the boxes are closed every roll does: its figures are those of the minutes.
    """
    own = col(Elector.participant_id) == participant_id
    if not is_done(unit, workshop_id, Act.BOX_CLOSED):
        mine = select(Elector.id).where(own)
        signed = select(RollSignature.contest_id).where(
            col(RollSignature.elector_id) == col(RollEntry.elector_id)
        )
        unit.execute(
            delete(RollEntry).where(
                col(RollEntry.elector_id).in_(mine), col(RollEntry.contest_id).not_in(signed)
            )
        )
        unsigned = col(Elector.id).not_in(select(RollSignature.elector_id))
        unit.execute(delete(Elector).where(own, unsigned))
    unit.execute(update(Elector).where(own).values(participant_id=None))


def vote_until(
    unit: Session,
    workshop: Workshop,
    contest: Contest,
    electorate: content.Electorate,
    *,
    days: Sequence[date],
    chance: Random,
) -> bool:
    """Let the simulated colleagues of some days vote: real sealed ballots, real signatures.

    Return whether any of them had not voted yet.
    ``days`` are the days of the vote up to now: the first one's colleagues vote before the first
    ballot of a participant, which would lie alone in the box. Who votes on which day follows
    from the workshop's seed; for what, from ``chance`` alone: were it known, what is left of a
    result would be the participants' votes.
    """
    signed = set(
        unit.exec(
            select(RollSignature.elector_id).where(RollSignature.contest_id == contest.id)
        ).all()
    )
    due = [
        (voter, days[day])
        for voter, day in _voters(unit, workshop, contest, electorate)
        if day < len(days) and voter not in signed
    ]
    if not due:
        return False
    lists = unit.exec(
        select(CandidateList)
        .where(CandidateList.contest_id == contest.id)
        .order_by(col(CandidateList.position))
    ).all()
    rows = [{"contest_id": contest.id, "elector_id": voter, "day": day} for voter, day in due]
    _insert(unit, RollSignature, rows)
    sealer, keys = Sealer(chance), sealing_keys(contest)
    choices = _choices(chance, lists, len(due), electorate.blank_share)
    sealed = [sealer.seal(keys, contest.id, choice) for choice in choices]
    put_into_box(unit.connection(), contest.id, sealed)
    return True


def _voters(
    unit: Session, workshop: Workshop, contest: Contest, electorate: content.Electorate
) -> Iterator[tuple[str, int]]:
    """Who of the simulated colleagues votes, and on which day, counted from 0."""
    colleagues = unit.exec(
        select(Elector.id, Elector.corps)
        .join(RollEntry, col(RollEntry.elector_id) == col(Elector.id))
        .where(RollEntry.contest_id == contest.id, col(Elector.participant_id).is_(None))
        .order_by(col(Elector.id))
    ).all()
    ends = list(accumulate(electorate.days))
    drawn = {one: _fraction(f"{workshop.seed}:{contest.code}:{one}") for one, _ in colleagues}
    earliest = min(drawn, key=drawn.__getitem__, default="")
    for elector, corps in colleagues:
        turnout = electorate.turnout[content.Corps(corps)]
        if elector == earliest:
            yield elector, 0  # so that no participant's ballot is the first in the box
        elif drawn[elector] < turnout:
            yield elector, bisect_right(ends, drawn[elector] / turnout * ends[-1])


def _fraction(text: str) -> float:
    """Return a number from 0 to 1 that looks drawn, and is always the same for a text."""
    drawn: int = struct.unpack("<Q", blake2b(text.encode(), digest_size=8).digest())[0]
    return drawn / 2**64


def _insert(unit: Session, model: type[SQLModel], rows: Sequence[Mapping[str, object]]) -> None:
    """Insert many rows at once, without an object for each of some four thousand."""
    unit.flush()
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    unit.connection().execute(table.insert(), rows)


def _choices(
    chance: Random, lists: Sequence[CandidateList], voters: int, blank_share: float
) -> list[str]:
    weights = [entry.weight for entry in lists]
    blank = sum(weights) * blank_share / (1 - blank_share)
    return chance.choices([BLANK, *(entry.id for entry in lists)], [blank, *weights], k=voters)
