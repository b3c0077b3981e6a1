"""The minutes put into words, part by part, before there is a page, a text or a sheet of paper."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.services.content import MinutesWords
from kiosk.services.decimals import decimal
from kiosk.services.french import counted, moment, number, percent
from kiosk.services.minutes import ContestMinutes, Digests, JournalState, Minutes

TITLE = "Procès-verbal du dépouillement"
BADGE = "EXERCICE"
NO_VALUE = (
    "EXERCICE\u202f: personnes, listes et voix sont inventées. Ce document n’a aucune valeur."
)
UNSEEN = "\ufffd"
"""Stands for a character that steers rather than shows."""

_NONE = "–"
_STEERING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True)
class Heading:
    """The name of a part."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A sentence or two."""

    text: str


@dataclass(frozen=True)
class Facts:
    """What is called what, one below the other."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """A head and its rows; the first column is a name, the others are figures."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Prints:
    """Digests in hexadecimal, each with what it is of."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Signatures:
    """Room for each to sign."""

    names: tuple[str, ...]


Block = Heading | Paragraph | Facts | Table | Prints | Signatures


@dataclass(frozen=True)
class Sheet:
    """The whole of the minutes, in order."""

    drawn_up_at: datetime
    blocks: tuple[Block, ...]


def lay_out(minutes: Minutes, words: MinutesWords) -> Sheet:
    """Put minutes into words; what is not our own is shown, and steers nothing."""
    blocks = [
        *_bureau(minutes),
        *_moments(minutes),
        *_findings(minutes, words),
        *(block for one in minutes.contests for block in _contest(one, words)),
        *_journal(minutes.journal, words),
        Heading("Signatures"),
        Signatures(tuple(f"{visible(one.name)}, {visible(one.role)}" for one in minutes.members)),
    ]
    return Sheet(minutes.drawn_up_at, tuple(blocks))


def visible(text: str) -> str:
    """Return a text in which whatever steers rather than shows stands out."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(UNSEEN if unicodedata.category(c) in _STEERING else c for c in composed)


def groups(digest: str, size: int = 8) -> list[str]:
    """Return a digest in groups that an eye can keep."""
    return [digest[at : at + size] for at in range(0, len(digest), size)]


def _bureau(minutes: Minutes) -> Iterator[Block]:
    made = "par le bureau, chaque membre gardant sa part"
    if not minutes.made_by_hand:
        made = "par le bureau simulé"
    yield Heading("Le bureau de vote")
    yield Facts(
        (
            ("Académie", visible(minutes.academy)),
            ("Atelier", minutes.code),
            ("Clés faites", made),
            (
                "Pour ouvrir les urnes",
                f"{minutes.needed} membres sur {len(minutes.members)}, ensemble",
            ),
            *((_capital(visible(one.role)), visible(one.name)) for one in minutes.members),
        )
    )


def _moments(minutes: Minutes) -> Iterator[Block]:
    instants = [
        ("Cérémonie des clés", minutes.keys_made_at),
        ("Essai des clés", minutes.keys_tested_at),
        ("Urnes scellées, vides", minutes.sealed_at),
        ("Urnes closes", minutes.closed_at),
        ("Dépouillement", minutes.counted_at),
        *(("Nouveau dépouillement", instant) for instant in minutes.counted_again),
        ("Procès-verbal", minutes.drawn_up_at),
    ]
    yield Heading("Les moments")
    yield Facts(
        tuple(
            (name, moment(instant) if instant else "rien au journal") for name, instant in instants
        )
    )
    yield Paragraph("Heure de Paris.")


def _findings(minutes: Minutes, words: MinutesWords) -> Iterator[Block]:
    yield Heading("Le constat")
    if minutes.is_flawless:
        yield Paragraph(
            "Rien à signaler\u202f: dans chaque scrutin, autant d’enveloppes que d’émargements,"
            " l’urne est celle qui a été close, et le journal du bureau est entier et signé."
        )
        return
    for contest in minutes.contests:
        for problem in contest.problems:
            yield Paragraph(f"{visible(contest.result.title)}. {words.problems[problem]}")
    if minutes.journal.fault is not None:
        yield Paragraph(f"{_capital(fault_in_words(minutes.journal, words))}.")


def fault_in_words(journal: JournalState, words: MinutesWords) -> str:
    """Return what is wrong with a journal, or that nothing is, as the end of a sentence."""
    if journal.fault is None:
        return "le journal est entier et signé"
    return words.faults[journal.fault.kind.value].format(place=journal.fault.place)


def _contest(minutes: ContestMinutes, words: MinutesWords) -> Iterator[Block]:
    result, report = minutes.result, minutes.report
    yield Heading(f"{visible(result.title)} ({visible(result.code)})")
    yield Facts(
        (
            ("Sièges à pourvoir", number(result.seats)),
            ("Inscrits", number(result.registered)),
            ("Votants (émargements)", number(result.voters)),
            ("Participation", percent(float(result.turnout))),
            ("Enveloppes dans l’urne", number(report.envelopes)),
            ("Blancs", number(result.blank)),
            ("Nuls", number(result.invalid)),
            ("Suffrages valables", number(result.valid)),
            (
                "Quotient",
                f"{decimal(result.calculation.quotient)} voix par siège" if result.valid else _NONE,
            ),
        )
    )
    yield _lists(minutes)
    yield from _invalid(minutes, words.reasons)
    yield Prints(
        (
            *_prints("Urne", minutes.box),
            *_prints("Liste électorale", minutes.roll),
            ("Bulletins ouverts", minutes.ballots),
        )
    )
    for problem in minutes.problems:
        yield Paragraph(f"À signaler\u202f: {words.problems[problem]}")


def _lists(minutes: ContestMinutes) -> Table:
    rows = [("Liste", "Voix", "Part", "Quotient", "Moyenne", "Sièges", "Manque")]
    rows += [
        (
            visible(entry.name),
            number(entry.votes),
            percent(entry.votes / (minutes.result.valid or 1)),
            number(entry.whole),
            number(entry.seats - entry.whole),
            number(entry.seats),
            _NONE if entry.short is None else number(entry.short),
        )
        for entry in minutes.result.calculation.lists
    ]
    return Table(tuple(rows))


def _invalid(minutes: ContestMinutes, reasons: Mapping[str, str]) -> Iterator[Block]:
    """Say why so many are invalid, and which: by digest, the same one once with its copies."""
    invalid = minutes.report.invalid
    if not invalid:
        return
    by_reason = Counter(one.reason for one in invalid)
    yield Facts(
        tuple(("Nuls", f"{number(many)}, {reasons[one]}") for one, many in by_reason.items())
    )
    yield Prints(
        tuple(
            (f"Nul, {counted(many, 'fois')}" if many > 1 else "Nul", one.digest)
            for one, many in Counter(invalid).items()
        )
    )


def _prints(what: str, digests: Digests) -> Iterator[tuple[str, str]]:
    """Yield a digest at its three moments; those in a row that are the same are told together."""
    moments = (
        ("au scellement", digests.sealed),
        ("à la clôture", digests.closed),
        ("maintenant", digests.now),
    )
    told: list[tuple[list[str], str]] = []
    for name, digest in moments:
        if told and told[-1][1] == digest:
            told[-1][0].append(name)
        else:
            told.append(([name], digest))
    for names, digest in told:
        yield f"{what} {', '.join(names)}", digest


def _journal(journal: JournalState, words: MinutesWords) -> Iterator[Block]:
    yield Heading("Le journal du bureau")
    yield Facts(
        (
            ("Inscriptions", f"{number(journal.entries)}, dont {number(journal.signed)} signées"),
            ("État", fault_in_words(journal, words)),
        )
    )
    yield Prints(
        (
            ("Dernière inscription", journal.digest),
            ("Clé de vérification du bureau", journal.verify_key),
        )
    )
    yield Paragraph(
        "Les empreintes sont des SHA-256. Part\u202f: des suffrages valables. Quotient, Moyenne"
        "\u202f: sièges obtenus ainsi. Manque\u202f: voix de plus qui auraient donné un siège de"
        " plus. «\u00a0kiosk journal\u00a0» écrit le journal, que chacun peut vérifier."
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
