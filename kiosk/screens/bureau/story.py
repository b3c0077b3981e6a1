"""What the bureau's journal says, in words: one line for each thing done, and its figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.services.bureau import BureauState, Member
from kiosk.services.bureau_journal import COUNTS, Act, Entry
from kiosk.services.count import OPENED_BY
from kiosk.services.french import counted, hour, listing, number, short_date

ACT_WORDS = {
    Act.KEYS_MADE: "Clés faites",
    Act.KEYS_TESTED: "Clés essayées",
    Act.BOX_SEALED: "Urnes scellées",
    Act.BOX_CLOSED: "Urnes fermées",
    Act.BOX_COUNTED: "Dépouillement",
    Act.COUNTED_AGAIN: "Nouveau dépouillement",
}
_DUE = {
    Act.KEYS_MADE: "avant le vote",
    Act.KEYS_TESTED: "avant le vote",
    Act.BOX_COUNTED: "ensuite, par les membres du bureau",
    Act.COUNTED_AGAIN: "aussi souvent qu’on veut",
}
_DIGEST_SHOWN = 12
_GROUP = 4


@dataclass(frozen=True)
class Step:
    """A step of the story: what, when and with which figures; its entry, once it is done."""

    title: str
    told: str
    shorter: tuple[str, ...] = ()
    """The same in fewer words, where there is no room."""
    entry: Entry | None = None
    is_over: bool = False


def story(state: BureauState, now: datetime, opens: datetime, closes: datetime) -> tuple[Step, ...]:
    """Return what was done and what is still to come, in order."""
    return tuple(_steps(state, now, opens, closes))


def _steps(state: BureauState, now: datetime, opens: datetime, closes: datetime) -> Iterator[Step]:
    due = {**_DUE, Act.BOX_SEALED: instant(opens), Act.BOX_CLOSED: instant(closes)}
    for act in Act:
        if act is Act.BOX_CLOSED:
            title = "Vote ouvert" if opens <= now < closes else "Vote"
            yield Step(title, _vote(opens, closes), is_over=now >= closes)
        entry = state.last(act)
        if entry is None:
            yield Step(ACT_WORDS[act], due[act])
        else:
            told, *shorter = (f"{instant(entry.at)} · {said}" for said in _sayings(entry, state))
            yield Step(ACT_WORDS[act], told, tuple(shorter), entry)


def _sayings(entry: Entry, state: BureauState) -> Iterator[str]:
    """Yield what there is to say of an entry, then the same in fewer words: the names are long."""
    yield figures(entry, state)
    if entry.act in COUNTS and (names := _openers(entry, state.members)):
        yield f"par {listing([name.rpartition(' ')[2] for name in names])}"
        yield f"par {counted(len(names), 'membre')}"


def figures(entry: Entry, state: BureauState) -> str:
    """Return what there is to say of an entry in a few words."""
    match entry.act:
        case Act.KEYS_MADE:
            return f"{counted(_whole(entry.detail, 'members'), 'part')}, une par membre"
        case Act.KEYS_TESTED:
            return "bulletin d’essai scellé, puis ouvert"
        case Act.BOX_SEALED | Act.BOX_CLOSED:
            ballots, signed = _total(entry, "ballots"), _total(entry, "signatures")
            held = _many(ballots, "bulletin") if ballots else "urnes vides"
            return f"{held}, {_many(signed, 'émargement')}"
        case Act.BOX_COUNTED | Act.COUNTED_AGAIN:
            return f"par {openers(entry, state.members)}"


def openers(entry: Entry, members: Sequence[Member]) -> str:
    """Name the members whose shares opened the boxes."""
    return listing(_openers(entry, members)) or "des membres du bureau"


def _openers(entry: Entry, members: Sequence[Member]) -> list[str]:
    places = entry.detail.get(OPENED_BY) or []
    return [members[place].name for place in places if place in range(len(members))]


def instant(at: datetime) -> str:
    """Tell an instant of the autumn in little room: “27 nov. 10:00”."""
    return f"{short_date(at)} {hour(at)}"


def shortened_digest(digest: str) -> str:
    """Return the beginning of a digest, by groups: enough to compare two by eye."""
    return grouped(digest[:_DIGEST_SHOWN])


def grouped(digest: str) -> str:
    """Return a digest in groups of four."""
    return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))


def boxes_of(entry: Entry) -> dict[str, Mapping[str, Any]]:
    """Return what an entry says of each contest's box."""
    return {code: told for code, told in entry.detail.items() if isinstance(told, Mapping)}


def _vote(opens: datetime, closes: datetime) -> str:
    return f"du {instant(opens)} au {instant(closes)}"


def _total(entry: Entry, name: str) -> int:
    return sum(_whole(told, name) for told in boxes_of(entry).values())


def _whole(told: Mapping[str, Any], name: str) -> int:
    """Return a figure; none where somebody took it out of the journal."""
    value = told.get(name, 0)
    return value if isinstance(value, int) else 0


def _many(count: int, noun: str) -> str:
    return f"{number(count)} {noun}{'s' if count > 1 else ''}"
