"""Takes the counted box of a workshop out of the store, for whoever wants to count again."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sqlmodel import Session, col, func, select

from kiosk.models import (
    Bureau,
    Contest,
    ContestCount,
    InvalidBallot,
    ListCount,
    RollEntry,
    RollSignature,
    Trustee,
    Workshop,
)
from kiosk.services.ballot_box import envelopes_in
from kiosk.services.belenios import JudgedContest
from kiosk.services.box_document import (
    BoxBureau,
    BoxDocument,
    BoxList,
    BoxMember,
    ContestBox,
    document_digest,
    plain,
)
from kiosk.services.bureau_journal import entries
from kiosk.services.ceremony import contests_in, lists_of
from kiosk.services.closed_workshops import named_workshop
from kiosk.services.content import Content
from kiosk.services.count import Count
from kiosk.services.counting import Invalid, InvalidReason
from kiosk.services.envelopes import BALLOT_LENGTH
from kiosk.services.new_files import require_room, write_new
from kiosk.services.receipts import receipt_of
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.results import drawn
from kiosk.services.seats import allot
from kiosk.services.store import Store
from kiosk.services.tie_breaks import TieBreak
from kiosk.services.workshop_codes import shown


@dataclass(frozen=True)
class CountedWorkshop:
    """A workshop whose boxes were counted; ``code`` names it, as its desk shows it."""

    id: str
    code: str
    academy: str


class BoxFiles:
    """Makes the document of a counted box, and writes it."""

    def __init__(self, store: Store, content: Content, *, count: Count) -> None:
        self._store = store
        self._content = content
        self._count = count

    def workshops(self) -> tuple[CountedWorkshop, ...]:
        """Return the workshops that were counted, the one last looked at first."""
        counted = select(Contest.workshop_id).join(
            ContestCount, col(ContestCount.contest_id) == col(Contest.id)
        )
        with self._store.look() as unit:
            found = unit.exec(
                select(Workshop)
                .where(col(Workshop.id).in_(counted))
                .order_by(col(Workshop.seen_at).desc())
            ).all()
        academies = self._content.academies
        return tuple(
            CountedWorkshop(one.id, shown(one.code), academies[one.academy].name) for one in found
        )

    def chosen(self, named: str = "") -> CountedWorkshop:
        """Return the workshop of a code; without one, of those counted the last looked at.

        Counts by itself where the hour of the results has passed and the shares are at hand.
        Refuses WORKSHOP_UNKNOWN and BOX_NOT_COUNTED.
        """
        asked = self._meant(named)
        for workshop_id in asked:
            with suppress(Refusal):
                self.require_count(workshop_id)
        for counted in self.workshops():
            if not named or counted.id in asked:
                return counted
        raise Refusal(RefusalCode.BOX_NOT_COUNTED)

    def require_count(self, workshop_id: str) -> None:
        """Have the boxes counted; refuses as ``Count.require_count`` does."""
        self._count.require_count(workshop_id)

    def document(self, workshop_id: str) -> BoxDocument:
        """Return the counted box of a workshop.

        Refuses COUNT_NOT_DUE before the hour of the results where nobody has counted,
        COUNT_WAITS from then on where people hold the shares.
        """
        self.require_count(workshop_id)
        with self._store.look() as unit:
            workshop = unit.get_one(Workshop, workshop_id)
            tie_breaks = self._content.rules.tie_breaks
            document = BoxDocument(
                academy=self._content.academies[workshop.academy].name,
                bureau=_bureau(unit, workshop_id),
                contests=tuple(
                    _contest(unit, workshop, contest, tie_breaks)
                    for contest in contests_in(unit, workshop_id)
                ),
                journal=entries(unit, workshop_id),
            )
        return replace(document, digest=document_digest(document))

    def export(self, workshop_id: str, to: Path) -> BoxDocument:
        """Write the counted box of a workshop to a new file, whole or not at all.

        Refuses as ``write_new`` and ``document`` do; raises OSError.
        """
        require_room(to)
        document = self.document(workshop_id)
        write_box(document, to)
        return document

    def judged(self, workshop_id: str) -> tuple[JudgedContest, ...]:
        """Return the counts as Belenios is told them: without what says nothing valid.

        Refuses BOX_BALLOTS_TOO_MANY where a contest has more votes than people registered, and
        as ``document`` does.
        """
        return tuple(map(_judged, self.document(workshop_id).contests))

    def _meant(self, named: str) -> Sequence[str]:
        """Return the workshop that was named; without a name, all where none is counted yet."""
        with self._store.look() as unit:
            if named:
                return [named_workshop(unit, named)]
            every = unit.exec(select(Workshop.id).order_by(col(Workshop.seen_at).desc())).all()
        return [] if self.workshops() else every


def write_box(document: BoxDocument, to: Path) -> None:
    """Write a document to a new file; refuses and raises as ``write_new`` does."""
    written = json.dumps(plain(document), ensure_ascii=False, indent=1) + "\n"
    write_new(to, written.encode())


def _judged(contest: ContestBox) -> JudgedContest:
    try:
        return JudgedContest(
            code=contest.code,
            title=contest.title,
            lists=tuple(entry.name for entry in contest.lists),
            votes=tuple(entry.votes for entry in contest.lists),
            blank=contest.blank,
            registered=contest.registered,
        )
    except ValueError:
        raise Refusal(RefusalCode.BOX_BALLOTS_TOO_MANY, contest=contest.code) from None


def _bureau(unit: Session, workshop_id: str) -> BoxBureau:
    bureau = unit.get_one(Bureau, workshop_id)
    members = unit.exec(
        select(Trustee).where(Trustee.workshop_id == workshop_id).order_by(col(Trustee.position))
    ).all()
    told = tuple(BoxMember(one.name, one.role) for one in members)
    return BoxBureau(bureau.needed, told, bureau.verify_key)


def _contest(
    unit: Session, workshop: Workshop, contest: Contest, tie_breaks: Sequence[TieBreak]
) -> ContestBox:
    held = unit.get_one(ContestCount, contest.id)
    envelopes = tuple(envelopes_in(unit.connection(), contest.id))
    lists = _lists(unit, contest)
    draw = drawn(workshop.seed, contest.code, [entry.id for entry in lists])
    seats = allot(
        {entry.id: entry.votes for entry in lists},
        contest.seats,
        candidates={entry.id: len(entry.candidates) for entry in lists},
        draw=draw,
        tie_breaks=tie_breaks,
    ).seats
    return ContestBox(
        id=contest.id,
        code=contest.code,
        title=contest.title,
        seats=contest.seats,
        envelope_key=contest.envelope_key,
        ballot_key=contest.ballot_key,
        opening_key=held.opening_key,
        lists=tuple(replace(entry, seats=seats[entry.id]) for entry in lists),
        registered=_rows(unit, RollEntry, contest.id),
        signatures=_rows(unit, RollSignature, contest.id),
        envelopes=envelopes,
        register=tuple(sorted(receipt_of(envelope) for envelope in envelopes)),
        ballots=_pieces(held.ballots),
        blank=held.blank,
        invalid=_invalid(unit, contest.id),
        tie_breaks=tuple(tie_breaks),
        draw=tuple(draw),
    )


def _lists(unit: Session, contest: Contest) -> tuple[BoxList, ...]:
    return tuple(
        BoxList(
            id=entry.id,
            name=entry.name,
            candidates=tuple(entry.candidates.split("\n")),
            votes=unit.get_one(ListCount, entry.id).votes,
            seats=0,
        )
        for entry in lists_of(unit, contest.id)
    )


def _invalid(unit: Session, contest_id: str) -> tuple[Invalid, ...]:
    rows = unit.exec(
        select(InvalidBallot)
        .where(InvalidBallot.contest_id == contest_id)
        .order_by(col(InvalidBallot.digest))
    ).all()
    return tuple(
        Invalid(row.digest, InvalidReason(row.reason)) for row in rows for _ in range(row.copies)
    )


def _pieces(ballots: bytes) -> tuple[bytes, ...]:
    return tuple(ballots[at : at + BALLOT_LENGTH] for at in range(0, len(ballots), BALLOT_LENGTH))


def _rows(unit: Session, table: type[RollEntry] | type[RollSignature], contest_id: str) -> int:
    return unit.exec(
        select(func.count()).select_from(table).where(col(table.contest_id) == contest_id)
    ).one()
