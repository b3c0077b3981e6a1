"""The election of a workshop: its contests, its rolls, and the colleagues who vote too."""

from collections.abc import Mapping, Sequence
from random import Random

from sqlmodel import Session, SQLModel, col, select

from kiosk.models import (
    Ballot,
    CandidateList,
    Contest,
    Elector,
    Participant,
    RollEntry,
    RollSignature,
    Workshop,
)
from kiosk.models.workshop import new_id
from kiosk.services import content
from kiosk.services.ballot_box import make_key_pair, seal
from kiosk.services.ballots import BLANK
from kiosk.services.people_names import draw_name
from kiosk.services.receipts import make_receipt


def set_up(
    unit: Session,
    workshop: Workshop,
    participants: Sequence[Participant],
    *,
    contests: Sequence[content.Contest],
    electorate: content.Electorate,
) -> None:
    """Make the contests with their keys and lists, and enter everybody on the rolls."""
    chance = Random(f"{workshop.seed}:election")  # noqa: S311 - invented people, not secrets
    electors = [
        {"id": new_id(), "workshop_id": workshop.id, "corps": p.corps, "participant_id": p.id}
        for p in participants
    ] + [
        {"id": new_id(), "workshop_id": workshop.id, "corps": corps.value, "participant_id": None}
        for corps, size in electorate.sizes.items()
        for _ in range(size)
    ]
    _insert(unit, Elector, electors)
    for position, template in enumerate(sorted(contests, key=lambda c: c.order)):
        contest = _make_contest(workshop, template, position)
        unit.add(contest)
        unit.flush()
        lists = [
            {
                "id": new_id(),
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
            for elector in electors
            if elector["corps"] in template.corps
        ]
        _insert(unit, RollEntry, roll)


def vote(
    unit: Session,
    workshop: Workshop,
    contest: Contest,
    electorate: content.Electorate,
    keys: Random,
) -> None:
    """Let the simulated colleagues vote, once: real sealed ballots, real signatures.

    They vote before the first ballot of a participant, which would lie alone in the box. How
    many vote, and for what, follows from the workshop's seed; ``keys`` makes the ballots' keys.
    """
    colleagues = _colleagues(unit, contest.id)
    chance = Random(f"{workshop.seed}:{contest.code}")  # noqa: S311 - invented people
    voters = chance.sample(colleagues, round(len(colleagues) * electorate.turnout))
    if not voters or _have_voted(unit, contest.id):
        return
    lists = unit.exec(
        select(CandidateList)
        .where(CandidateList.contest_id == contest.id)
        .order_by(col(CandidateList.position))
    ).all()
    choices = _choices(chance, lists, len(voters), electorate.blank_share)
    signatures = [{"contest_id": contest.id, "elector_id": voter} for voter in voters]
    _insert(unit, RollSignature, signatures)
    ballots = [
        {
            "id": make_receipt(keys),
            "contest_id": contest.id,
            "sealed": seal(contest.public_key, contest.id, choice),
        }
        for choice in choices
    ]
    _insert(unit, Ballot, ballots)


def _colleagues(unit: Session, contest_id: str) -> Sequence[str]:
    return unit.exec(
        select(RollEntry.elector_id)
        .join(Elector, col(Elector.id) == col(RollEntry.elector_id))
        .where(RollEntry.contest_id == contest_id, col(Elector.participant_id).is_(None))
        .order_by(col(RollEntry.elector_id))
    ).all()


def _have_voted(unit: Session, contest_id: str) -> bool:
    signed = (
        select(RollSignature.elector_id)
        .join(Elector, col(Elector.id) == col(RollSignature.elector_id))
        .where(RollSignature.contest_id == contest_id, col(Elector.participant_id).is_(None))
    )
    return unit.exec(signed.limit(1)).first() is not None


def _insert(unit: Session, model: type[SQLModel], rows: Sequence[Mapping[str, object]]) -> None:
    """Insert many rows at once, without an object for each of some four thousand."""
    unit.flush()
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    unit.connection().execute(table.insert(), rows)


def _make_contest(workshop: Workshop, template: content.Contest, position: int) -> Contest:
    keys = make_key_pair()
    return Contest(
        workshop_id=workshop.id,
        code=template.code,
        position=position,
        title=template.title,
        seats=template.seats,
        public_key=keys.public,
        private_key=keys.private,
    )


def _choices(
    chance: Random, lists: Sequence[CandidateList], voters: int, blank_share: float
) -> list[str]:
    blanks = round(voters * blank_share)
    weights = [entry.weight for entry in lists]
    cast = chance.choices([entry.id for entry in lists], weights, k=voters - blanks)
    return [*cast, *[BLANK] * blanks]
