"""What the last count found, contest by contest: what agrees, what does not, and why."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from kiosk.glyphs import Glyphs, glyphs_of
from kiosk.screens.bureau.story import openers, shortened_digest
from kiosk.screens.page import Page
from kiosk.screens.visit import Redirect
from kiosk.services.addresses import PageId
from kiosk.services.bureau import BureauState
from kiosk.services.bureau_journal import COUNTS, Act, broken_at
from kiosk.services.count import BoxReport, Problem
from kiosk.services.counting import InvalidReason
from kiosk.services.french import counted, listing, moment, number
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.more_below import MoreBelow
from kiosk.widgets.texts import Lead, Notice, Subtitle, Text, Title

_REASONS = {
    InvalidReason.ENVELOPE_UNREADABLE: "enveloppe que les clés du bureau n’ouvrent pas",
    InvalidReason.ENVELOPE_TWICE: "enveloppe trouvée une fois de trop",
    InvalidReason.BALLOT_UNREADABLE: "bulletin que les clés du bureau n’ouvrent pas",
    InvalidReason.BALLOT_TWICE: "bulletin trouvé une fois de trop",
    InvalidReason.OTHER_CONTEST: "bulletin d’un autre scrutin",
    InvalidReason.UNKNOWN_CHOICE: "choix qui n’est pas proposé à ce scrutin",
}


class CountReportPage(Page):
    """In green what agrees, in red what differs; it scrolls, and says how much is left to read."""

    TITLE = "Le rapport du dépouillement"
    _state: BureauState
    _reports: tuple[BoxReport, ...]

    def fetch(self) -> None:
        """Read what was found; before any count, it is still to be done."""
        services, workshop_id = self.visit.services, self.visit.workshop_id
        self._state = services.bureaus.state(workshop_id)
        if self._state.last(Act.BOX_COUNTED) is None:
            raise Redirect(self.visit.address_of(PageId.HAND_COUNT))
        self._reports = services.count.reports(workshop_id)

    def compose(self) -> ComposeResult:
        """Whether all agrees, each contest, the ways on."""
        yield Title(self.TITLE)
        yield Lead(self._who_and_when())
        yield self._verdict()
        with VerticalScroll(id="bureau-report") as body:
            for report in self._reports:
                yield from _contest(report, glyphs_of(self.app))
        yield MoreBelow(body, "ligne")
        ways = (
            (PageId.HAND_COUNT, "Recompter à la main"),
            (PageId.RESULTS, "Les résultats"),
            (PageId.BUREAU, "Revenir au bureau de vote"),
        )
        yield Links(LinkItem(self.visit.address_of(page), label) for page, label in ways)

    def start_focus(self) -> None:
        """Begin in the report: the arrows go through it."""
        self.query_one("#bureau-report").focus(scroll_visible=False)

    def _who_and_when(self) -> str:
        last = [entry for entry in self._state.journal if entry.act in COUNTS][-1]
        return f"{moment(last.at)}, par {openers(last, self._state.members)}"

    def _verdict(self) -> Notice:
        glyphs, notice = glyphs_of(self.app), Notice(id="verdict")
        differing = [report.code for report in self._reports if report.problems]
        broken = broken_at(self._state.journal)
        if broken is not None:
            notice.say(
                f"{glyphs.missed} Le journal du bureau est rompu à l’inscription"
                f" n°\u00a0{broken}\u202f: ce qu’il dit de la clôture n’est pas sûr."
            )
        elif differing:
            notice.say(
                f"{glyphs.missed} Tout ne concorde pas\u202f: voyez {listing(differing)}."
                f" {self._again()}"
            )
        else:
            notice.say(f"{glyphs.done} Tout concorde. {self._again()}", "done")
        return notice

    def _again(self) -> str:
        times = sum(entry.act in COUNTS for entry in self._state.journal)
        if times == 1:
            return "Premier dépouillement."
        changed = any(Problem.COUNT_CHANGED in report.problems for report in self._reports)
        what = "le dernier ne dit pas comme le premier" if changed else "le même résultat"
        return f"{counted(times, 'dépouillement')}\u202f: {what}."


def _contest(report: BoxReport, glyphs: Glyphs) -> Iterator[Text]:
    mark = glyphs.missed if report.problems else glyphs.done
    kind = "subtitle differs" if report.problems else "subtitle agrees"
    yield Subtitle(f"{mark} {report.code} · {report.title}", classes=kind)
    yield Text("\n".join(_found(report)))
    if report.problems:
        yield Text("\n".join(_differing(report, glyphs)), classes="text differs")


def _found(report: BoxReport) -> Iterator[str]:
    yield (
        f"Inscrits {number(report.registered)} · émargements {number(report.signatures)}"
        f" · bulletins {number(report.envelopes)} · non valables {number(len(report.invalid))}"
    )
    closed, now = shortened_digest(report.digest_at_close), shortened_digest(report.digest)
    if report.digest == report.digest_at_close:
        yield f"Empreinte de l’urne à la clôture et maintenant\u202f: {now}"
    else:
        yield f"Empreinte de l’urne à la clôture {closed}, maintenant {now}"


def _differing(report: BoxReport, glyphs: Glyphs) -> Iterator[str]:
    for problem in report.problems:
        yield f"{glyphs.missed} {_sentence(problem, report)}"
    for invalid in report.invalid:
        yield f"  {shortened_digest(invalid.digest)}\u202f: {_REASONS[invalid.reason]}"


def _sentence(problem: Problem, report: BoxReport) -> str:
    apart = report.envelopes - report.signatures
    match problem:
        case Problem.SIGNATURES_DIFFER if apart > 0:
            return f"{counted(apart, 'bulletin')} de plus que d’émargements."
        case Problem.SIGNATURES_DIFFER:
            return f"{counted(-apart, 'bulletin')} de moins que d’émargements."
        case Problem.BOX_CHANGED:
            return "L’urne a changé depuis la clôture\u202f: les empreintes diffèrent."
        case Problem.COUNT_CHANGED:
            return "Ce dépouillement ne dit pas la même chose que le premier."
        case Problem.INVALID_BALLOTS:
            return "Ce qui suit ne compte pour personne\u202f:"
