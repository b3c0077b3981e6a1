"""The minutes of a count: every figure and digest, on a screen, in a text, on paper."""

import re
from dataclasses import replace
from io import BytesIO
from unicodedata import normalize

import pytest
from pypdf import PdfReader
from sqlmodel import col, select, update

from kiosk.models import BureauEntry, CandidateList, Contest, ListCount, RollEntry
from kiosk.services.ballot_box import envelopes_in, fill_box
from kiosk.services.content import Milestone
from kiosk.services.count import Problem
from kiosk.services.counting import Invalid, InvalidReason
from kiosk.services.decimals import decimal
from kiosk.services.french import moment, number, percent
from kiosk.services.journal_check import FaultKind
from kiosk.services.minutes import Change, Digests, Minutes
from kiosk.services.minutes_pdf import pdf_file
from kiosk.services.minutes_sheet import UNSEEN, groups, lay_out
from kiosk.services.minutes_text import WIDTH, text_file, text_lines
from kiosk.services.refusals import RefusalCode

from ..worlds import ON_SQLITE, World, refusal_of


def counted(world: World) -> Minutes:
    world.at(Milestone.RESULTS_OPEN)
    return world.services.secretariat.read(world.workshop_id)


def text_of(world: World, minutes: Minutes, width: int = WIDTH) -> str:
    return "\n".join(text_lines(lay_out(minutes, world.services.content.minutes), width))


def pages_of(world: World, minutes: Minutes) -> list[str]:
    reader = PdfReader(BytesIO(pdf_file(lay_out(minutes, world.services.content.minutes))))
    return [page.extract_text() for page in reader.pages]


def plain(text: str) -> str:
    """The same whatever its spaces and line breaks."""
    return re.sub(r"\s+", " ", text)


def digests_of(minutes: Minutes) -> set[str]:
    found = {minutes.journal.digest, minutes.journal.verify_key}
    for contest in minutes.contests:
        for digests in (contest.box, contest.roll):
            found |= {digests.sealed, digests.closed, digests.now}
        found |= {contest.ballots, *(one.digest for one in contest.report.invalid)}
    return found


def figures_of(minutes: Minutes) -> list[str]:
    """Each row and fact that must be read somewhere, spaces aside."""
    told = [
        f"{minutes.needed} membres sur {len(minutes.members)}",
        minutes.code,
        *(one.name for one in minutes.members),
    ]
    instants = (
        minutes.keys_made_at,
        minutes.keys_tested_at,
        minutes.sealed_at,
        minutes.closed_at,
        minutes.counted_at,
        minutes.drawn_up_at,
    )
    told += [moment(instant) for instant in instants if instant]
    for contest in minutes.contests:
        result = contest.result
        told += [
            f"({result.code})",
            f"Sièges à pourvoir {result.seats}",
            f"Inscrits {number(result.registered)}",
            f"Votants (émargements) {number(result.voters)}",
            f"Participation {percent(float(result.turnout))}",
            f"Enveloppes dans l’urne {number(contest.report.envelopes)}",
            f"Blancs {number(result.blank)}",
            f"Nuls {number(result.invalid)}",
            f"Suffrages valables {number(result.valid)}",
            f"Quotient {decimal(result.calculation.quotient)} voix par siège",
        ]
        for entry, its in zip(result.calculation.lists, result.lists, strict=True):
            cells = [number(entry.votes), percent(float(its.share)), number(entry.whole)]
            cells += [number(entry.seats - entry.whole), number(entry.seats)]
            cells += ["–" if entry.short is None else number(entry.short)]
            told.append(f"{entry.name} {' '.join(cells)}")
    return told


def test_everything_is_in_the_minutes(world: World) -> None:
    minutes = counted(world)
    assert minutes.is_flawless
    assert minutes.counted_at == minutes.drawn_up_at == world.now
    assert minutes.closed_at == world.services.calendar.at(Milestone.POLLING_GRACE_ENDS)
    assert len(minutes.contests) == 7
    for contest in minutes.contests:
        assert contest.box.closed == contest.box.now != contest.box.sealed
        assert contest.roll.sealed == contest.roll.closed == contest.roll.now
        assert contest.report.envelopes == contest.result.voters
    assert (minutes.journal.entries, minutes.journal.signed) == (5, 3)


@pytest.mark.parametrize("width", [66, WIDTH])
def test_text_holds_every_figure_and_digest_in_its_width(world: World, width: int) -> None:
    minutes = counted(world)
    text = text_of(world, minutes, width)
    assert max(map(len, text.splitlines())) <= width
    read, joined = plain(text), re.sub(r"\s", "", text)
    assert [told for told in figures_of(minutes) if plain(told) not in read] == []
    assert [digest for digest in digests_of(minutes) if digest not in joined] == []
    assert "Rien à signaler" in text
    assert "À signaler" not in text


@ON_SQLITE
def test_columns_of_a_table_are_in_line(world: World) -> None:
    lines = text_of(world, counted(world)).splitlines()
    head = next(at for at, line in enumerate(lines) if line.startswith("  Liste  "))
    rows = lines[head : lines.index("", head)]
    assert len(rows) > 3
    assert {len(row) for row in rows} == {len(rows[0])}


def test_paper_holds_every_figure_and_digest(world: World) -> None:
    minutes = counted(world)
    pages = pages_of(world, minutes)
    read = plain(" ".join(pages))
    joined = read.replace(" ", "")
    assert [told for told in figures_of(minutes) if plain(told) not in read] == []
    assert [digest for digest in digests_of(minutes) if digest not in joined] == []
    for digest in digests_of(minutes):
        assert " ".join(groups(digest)) in read
    assert len(pages) == 5
    for place, page in enumerate(pages, 1):
        assert "EXERCICE" in page.splitlines()
        assert f"page {place} sur {len(pages)}" in plain(page)
    for french in ("Procès-verbal du dépouillement", "l’urne", "« kiosk journal »"):
        assert french in read


def test_paper_is_the_same_bytes_again_and_dated_by_the_exercise(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    minutes = counted(world)
    sheet = lay_out(minutes, world.services.content.minutes)
    first = pdf_file(sheet)
    monkeypatch.setenv("TZ", "America/Cayenne")
    assert pdf_file(sheet) == first
    told = PdfReader(BytesIO(first)).metadata
    assert told is not None
    assert told.creation_date == minutes.drawn_up_at
    assert told.title == "Procès-verbal du dépouillement - EXERCICE"
    assert "/EmbeddedFile" not in first.decode("latin-1")
    world.later(60)
    later = world.services.secretariat.minutes(world.workshop_id)
    assert pdf_file(lay_out(later, world.services.content.minutes)) != first


@ON_SQLITE
def test_text_file_is_for_any_notepad(world: World) -> None:
    data = text_file(lay_out(counted(world), world.services.content.minutes))
    text = data.decode("utf-8-sig")
    assert data.startswith(b"\xef\xbb\xbf")
    assert text.count("\n") == text.count("\r\n") > 200
    assert "\u202f" not in text
    assert "Participation" in text
    assert max(map(len, text.split("\r\n"))) <= WIDTH


def box_id(world: World) -> str:
    with world.services.store.look() as unit:
        return unit.exec(
            select(Contest.id).where(
                Contest.workshop_id == world.workshop_id, Contest.code == "CTM"
            )
        ).one()


def told_everywhere(world: World, minutes: Minutes, code: str) -> bool:
    """Whether text and paper both say a problem, at the top and by the contest."""
    said = world.services.content.minutes.problems[code]
    texts = (text_of(world, minutes), " ".join(pages_of(world, minutes)))
    return all(plain(text).count(plain(said)) == 2 for text in texts)


def test_box_meddled_with_after_the_count_is_told(world: World) -> None:
    counted(world)
    contest = box_id(world)
    with world.services.store.unit() as unit:
        held = envelopes_in(unit.connection(), contest)
        fill_box(unit.connection(), contest, held[1:])
    minutes = world.services.secretariat.read(world.workshop_id)
    first = minutes.contests[0]
    assert first.problems == (Problem.SIGNATURES_DIFFER, Problem.BOX_CHANGED)
    assert first.box.now != first.box.closed
    assert not minutes.is_flawless
    assert all(told_everywhere(world, minutes, code) for code in first.problems)
    assert "Rien à signaler" not in text_of(world, minutes)
    assert all(not other.problems for other in minutes.contests[1:])


def test_invalid_ballots_are_told_with_reason_and_digest(world: World) -> None:
    world.at(Milestone.POLLING_GRACE_ENDS)
    world.services.bureaus.state(world.workshop_id)
    contest = box_id(world)
    with world.services.store.unit() as unit:
        held = envelopes_in(unit.connection(), contest)
        fill_box(unit.connection(), contest, [*held, held[0], held[0]])
    minutes = counted(world)
    first = minutes.contests[0]
    assert Problem.INVALID_BALLOTS in first.problems
    assert first.result.invalid == 2
    for text in (text_of(world, minutes), "\n".join(pages_of(world, minutes))):
        assert "Nuls 2" in plain(text)
        assert "2, enveloppe en double" in plain(text)
        assert "Nul, 2 fois" in plain(text)
        assert first.report.invalid[0].digest in re.sub(r"\s", "", text)


def test_votes_rewritten_in_the_store_are_told(world: World) -> None:
    counted(world)
    with world.services.store.unit() as unit:
        held = unit.exec(
            select(ListCount)
            .join(CandidateList, col(CandidateList.id) == col(ListCount.list_id))
            .where(CandidateList.contest_id == box_id(world))
        ).first()
        assert held is not None
        held.votes += 1
    minutes = world.services.secretariat.read(world.workshop_id)
    assert minutes.contests[0].problems == (Change.RESULT,)
    assert told_everywhere(world, minutes, Change.RESULT)


def test_roll_changed_after_the_close_is_told(world: World) -> None:
    counted(world)
    contest = box_id(world)
    with world.services.store.unit() as unit:
        other = unit.exec(select(RollEntry).where(RollEntry.contest_id != contest)).all()
        on_it = set(
            unit.exec(select(RollEntry.elector_id).where(RollEntry.contest_id == contest)).all()
        )
        added = next((one.elector_id for one in other if one.elector_id not in on_it), None)
        if added is None:
            unit.delete(unit.exec(select(RollEntry).where(RollEntry.contest_id == contest)).first())
        else:
            unit.add(RollEntry(contest_id=contest, elector_id=added))
    minutes = world.services.secretariat.read(world.workshop_id)
    assert minutes.contests[0].problems == (Change.ROLL,)
    assert told_everywhere(world, minutes, Change.ROLL)


@pytest.mark.parametrize("number", [1, 3, 4, 5])
def test_meddled_journal_is_told_and_stops_nothing(world: World, number: int) -> None:
    counted(world)
    with world.services.store.unit() as unit:
        unit.execute(
            update(BureauEntry).where(col(BureauEntry.number) == number).values(detail="{}")
        )
    minutes = world.services.secretariat.read(world.workshop_id)
    fault = minutes.journal.fault
    assert fault is not None
    assert (fault.kind, fault.place) == (FaultKind.BROKEN, number)
    text = text_of(world, minutes)
    assert plain(text).count(f"inscription n° {number}") == 2
    assert ("rien au journal" in text) is (number in {3, 4})


def test_minutes_come_with_the_results_or_with_an_earlier_count(world: World) -> None:
    read = world.services.secretariat.read
    world.at(Milestone.RESULTS_OPEN, -1)
    assert refusal_of(read, world.workshop_id).code is RefusalCode.COUNT_NOT_DUE
    assert not world.services.count.is_counted(world.workshop_id)
    nothing = refusal_of(world.services.secretariat.minutes, world.workshop_id)
    assert nothing.code is RefusalCode.NOTHING_COUNTED
    shares = world.services.bureaus.simulated_shares(world.workshop_id)
    world.services.count.count(world.workshop_id, shares[:2])
    minutes = read(world.workshop_id)
    assert minutes.counted_at == world.now
    world.services.count.count(world.workshop_id, shares[1:])
    assert read(world.workshop_id).counted_again == (world.now,)


def test_minutes_wait_for_the_people_who_hold_the_shares(world: World) -> None:
    world.services.bureaus.make_keys(world.workshop_id, needed=3, members=5)
    world.at(Milestone.RESULTS_OPEN)
    waiting = refusal_of(world.services.secretariat.read, world.workshop_id)
    assert waiting.code is RefusalCode.COUNT_WAITS


def test_command_speaks_of_the_last_counted_or_of_the_one_named(world: World) -> None:
    secretariat, workshops = world.services.secretariat, world.services.workshops
    counted(world)
    world.hands.advance(60)
    other = workshops.begin_as("maelle-casteran")
    assert secretariat.minutes().workshop_id == world.workshop_id, "the other is not counted"
    code = world.services.joining.workshop(world.workshop_id).code
    others = world.services.joining.workshop(other.workshop_id).code
    assert f'"workshop": "{others}"' in secretariat.journal().decode(), "the other has a bureau"
    named = f" {world.workshop_id.upper()} "
    assert secretariat.minutes(named).workshop_id == world.workshop_id
    assert f'"workshop": "{code}"' in secretariat.journal(named).decode()
    for ask in (secretariat.minutes, secretariat.journal):
        assert refusal_of(ask, "aucun\ud800").code is RefusalCode.WORKSHOP_UNKNOWN
    assert secretariat.minutes(code.upper()).workshop_id == world.workshop_id
    for who in (world.who, other):
        workshops.leave(who.workshop_id, who.participant_id)
    assert refusal_of(secretariat.minutes).code is RefusalCode.NOTHING_COUNTED
    assert refusal_of(secretariat.journal).code is RefusalCode.WORKSHOP_NONE


HOSTILE = (
    "Liste 漢字 pour l’école",
    "Élan ✊ 🗳 Ł‽",
    "\u202eetsil",
    "a\x1b[31mrouge\nligne",
    "e\u0301cole d\u2019e\u0301te\u0301",
    "W" * 300,
    "[FO] [/b] <b>&amp;</b> \\ (oui) ?",
)


@ON_SQLITE
@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_written_and_steers_nothing(world: World, name: str) -> None:
    minutes = counted(world)
    first = minutes.contests[0]
    calculation = first.result.calculation
    lists = (replace(calculation.lists[0], name=name), *calculation.lists[1:])
    result = replace(first.result, title=name, calculation=replace(calculation, lists=lists))
    renamed = replace(minutes, contests=(replace(first, result=result), *minutes.contests[1:]))
    text = text_of(world, renamed)
    assert all(c.isprintable() or c in "\n\u202f\u00a0" for c in text)
    assert (UNSEEN in text) is ("\u202e" in name or "\x1b" in name)
    paper = " ".join(pages_of(world, renamed))
    letters = re.compile("[^A-Za-z]")
    assert letters.sub("", normalize("NFC", name)) in letters.sub("", paper)
    assert "�" not in paper
    if "漢" in name:
        assert "Liste ?? pour" in paper
        assert "remplacé par" in paper
    if "\u0301" in name:
        assert "école d’été" in paper


@ON_SQLITE
def test_paper_goes_on_over_as_many_sheets_as_it_takes(world: World) -> None:
    minutes = counted(world)
    first = minutes.contests[0]
    invalid = tuple(Invalid(f"{n:064x}", InvalidReason.BALLOT_UNREADABLE) for n in range(200))
    many = replace(first, report=replace(first.report, invalid=invalid))
    pages = pages_of(world, replace(minutes, contests=(many, *minutes.contests[1:])))
    joined = re.sub(r"\s", "", " ".join(pages))
    assert all(one.digest in joined for one in invalid)
    assert len(pages) > 7
    assert all("EXERCICE" in page for page in pages)


@ON_SQLITE
def test_digest_the_journal_does_not_tell_is_said(world: World) -> None:
    minutes = counted(world)
    first = minutes.contests[0]
    gone = replace(first, box=Digests("", "", first.box.now))
    told = replace(minutes, contests=(gone,), sealed_at=None)
    for text in (text_of(world, told), "\n".join(pages_of(world, told))):
        assert "Urne au scellement, à la clôture rien au journal" in plain(text)
        assert "Urnes scellées, vides rien au journal" in plain(text)


def test_too_narrow_is_refused(world: World) -> None:
    sheet = lay_out(counted(world), world.services.content.minutes)
    with pytest.raises(ValueError, match="60"):
        text_lines(sheet, 59)


@ON_SQLITE
def test_content_has_words_for_all_that_may_be_wrong(world: World) -> None:
    words = world.services.content.minutes
    assert set(words.problems) == {*Problem, *Change}
    assert set(words.reasons) == set(InvalidReason)
    assert set(words.faults) == set(FaultKind)
    for sentence in words.faults.values():
        assert sentence.format(place=3)
