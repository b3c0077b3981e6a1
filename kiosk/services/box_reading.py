"""Reads a counted box from a file that anybody may have written.

Nothing in it is believed: each field has its place, its type and its bounds, and whatever is
not as ``docs/urne.md`` says is refused with the place where it stands.
"""

from pathlib import Path

from kiosk.services.box_document import (
    FORMAT,
    VERSION,
    BoxBureau,
    BoxDocument,
    BoxList,
    BoxMember,
    ContestBox,
)
from kiosk.services.bureau_journal import Act, Entry
from kiosk.services.counting import Invalid, InvalidReason
from kiosk.services.envelopes import ENVELOPE_LENGTH
from kiosk.services.json_places import Place, read_json
from kiosk.services.key_shares import MOST_MEMBERS, BureauSize
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.tie_breaks import TieBreak

LONGEST_FILE = 64 * 1024 * 1024
"""Bytes of a file that is still read: some fifty thousand voters, three ballots each."""

MOST_COUNTED = 10**9
MOST_SEATS = 1_000
MOST_NAMED = 200
"""Contests of a file, lists of a contest."""

_SIGNATURE = 64
_DEEPEST = 4
"""How deep the detail of a journal's entry may go."""


def read_box(file: Path) -> BoxDocument:
    """Read a counted box from a file; refuses with the codes that begin with BOX_FILE."""
    try:
        with file.open("rb") as stream:
            data = stream.read(LONGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise Refusal(RefusalCode.BOX_FILE_ABSENT) from None
    except (OSError, ValueError):
        raise Refusal(RefusalCode.BOX_FILE_UNREADABLE) from None
    return read_box_bytes(data)


def read_box_bytes(data: bytes) -> BoxDocument:
    """Do the same with what a file holds."""
    if len(data) > LONGEST_FILE:
        raise Refusal(RefusalCode.BOX_FILE_TOO_LONG)
    try:
        told = read_json(data)
    except (ValueError, RecursionError):
        raise Refusal(RefusalCode.BOX_FILE_NOT_JSON) from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise Refusal(RefusalCode.BOX_FILE_OTHER_FORMAT)
    if told.get("version") is True or told.get("version") != VERSION:
        raise Refusal(RefusalCode.BOX_FILE_OTHER_VERSION, version=VERSION)
    return _document(Place(told, ""))


def _document(place: Place) -> BoxDocument:
    _, _, digest, academy, bureau, contests, journal = place.fields(
        "format", "version", "digest", "academy", "bureau", "contests", "journal"
    )
    read = BoxDocument(
        academy=academy.text(),
        bureau=_bureau(bureau),
        contests=contests.each(_contest),
        journal=journal.each(_entry),
        digest=digest.digest(),
    )
    codes = [contest.code for contest in read.contests]
    if not codes or len(set(codes)) < len(codes) or len(codes) > MOST_NAMED:
        raise contests.wrong()
    return read


def _bureau(place: Place) -> BoxBureau:
    needed, members, verify_key = place.fields("needed", "members", "verify_key")
    read = BoxBureau(needed.number(MOST_MEMBERS), members.each(_member), verify_key.key())
    try:
        BureauSize(read.needed, len(read.members))
    except ValueError:
        raise place.wrong() from None
    return read


def _member(place: Place) -> BoxMember:
    name, role = place.fields("name", "role")
    return BoxMember(name.text(), role.text())


def _contest(place: Place) -> ContestBox:
    at = dict(zip(_OF_CONTEST, place.fields(*_OF_CONTEST), strict=True))
    lists = at["lists"].each(_list)
    for taken in ([entry.id for entry in lists], [entry.name for entry in lists]):
        if len(set(taken)) < len(taken) or len(taken) > MOST_NAMED:
            raise at["lists"].wrong()
    return ContestBox(
        id=at["id"].id(),
        code=at["code"].text(),
        title=at["title"].text(),
        seats=at["seats"].number(MOST_SEATS),
        envelope_key=at["envelope_key"].key(),
        ballot_key=at["ballot_key"].key(),
        opening_key=at["opening_key"].key(),
        lists=lists,
        registered=at["registered"].number(MOST_COUNTED),
        signatures=at["signatures"].number(MOST_COUNTED),
        envelopes=at["envelopes"].each(_sealed),
        register=at["register"].each(Place.text),
        ballots=at["ballots"].each(_sealed),
        blank=at["blank"].number(MOST_COUNTED),
        invalid=at["invalid"].each(_invalid),
        tie_breaks=at["tie_breaks"].each(lambda one: one.one_of(TieBreak)),
        draw=at["draw"].each(Place.id),
    )


_OF_CONTEST = (
    "id",
    "code",
    "title",
    "seats",
    "envelope_key",
    "ballot_key",
    "opening_key",
    "lists",
    "blank",
    "invalid",
    "tie_breaks",
    "draw",
    "registered",
    "signatures",
    "envelopes",
    "register",
    "ballots",
)


def _sealed(place: Place) -> bytes:
    return place.data(most=ENVELOPE_LENGTH)


def _list(place: Place) -> BoxList:
    own_id, name, candidates, votes, seats = place.fields(
        "id", "name", "candidates", "votes", "seats"
    )
    return BoxList(
        own_id.id(),
        name.text(),
        candidates.each(Place.text),
        votes.number(MOST_COUNTED),
        seats.number(MOST_SEATS),
    )


def _invalid(place: Place) -> Invalid:
    digest, reason = place.fields("digest", "reason")
    return Invalid(digest.digest(), reason.one_of(InvalidReason))


def _entry(place: Place) -> Entry:
    number, at, act, detail, digest, signature = place.fields(
        "number", "at", "act", "detail", "digest", "signature"
    )
    return Entry(
        number=number.number(MOST_COUNTED),
        at=at.instant(),
        act=act.one_of(Act),
        detail=detail.object(_DEEPEST),
        digest=digest.digest(),
        signature=None
        if signature.told is None
        else signature.data(most=_SIGNATURE, least=_SIGNATURE),
    )
