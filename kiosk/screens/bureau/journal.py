"""The bureau's journal: each entry holds on to the one before it, and most are signed."""

from collections.abc import Iterator, Mapping
from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from kiosk.glyphs import glyphs_of
from kiosk.screens.bureau.story import (
    ACT_WORDS,
    boxes_of,
    figures,
    grouped,
    instant,
    shortened_digest,
)
from kiosk.screens.page import Page
from kiosk.screens.visit import Redirect
from kiosk.services.addresses import PageId
from kiosk.services.bureau import BureauState
from kiosk.services.bureau_journal import Entry, Signing, broken_at, signings
from kiosk.services.french import moment
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.more_below import MoreBelow
from kiosk.widgets.texts import Lead, Notice, Subtitle, Text, Title

_WHOLE = "La chaîne est entière\u202f: chaque inscription porte l’empreinte de la précédente."
_SIGNING_SHORT = {
    Signing.SIGNED: "signée",
    Signing.UNSIGNED: "sans signature",
    Signing.WRONG: "SIGNATURE FAUSSE",
}
_SIGNING = {
    Signing.SIGNED: "Signée par le bureau.",
    Signing.UNSIGNED: "Sans signature\u202f: à cette heure-là, la clé n’est nulle part.",
    Signing.WRONG: "La signature du bureau manque, ou elle est fausse.",
}
_NAMES = {
    "registered": "inscrits",
    "signatures": "émargements",
    "ballots": "bulletins",
    "invalid": "non valables",
}
"""The votes are not among them: they are read with the results, when their hour has come."""
_DIGESTS = {"roll": "liste", "box": "urne", "ballots": "bulletins ouverts"}


class BureauJournalPage(Page):
    """One row for each entry, and whether the chain is whole."""

    TITLE = "Le journal du bureau"
    _state: BureauState

    def fetch(self) -> None:
        """Read the journal."""
        self._state = self.visit.services.bureaus.state(self.visit.workshop_id)

    def compose(self) -> ComposeResult:
        """Whether it holds, the entries, the way back."""
        yield Title(self.TITLE)
        yield Lead("Ce que le bureau a fait, dans l’ordre. Rien ne s’y change sans se voir.")
        yield self._verdict()
        with VerticalScroll(id="bureau-entries", can_focus=False) as entries:
            yield Links(self._rows())
        yield MoreBelow(entries, "inscription")
        yield Links([LinkItem(self.visit.address_of(PageId.BUREAU), "Revenir au bureau de vote")])

    def _verdict(self) -> Notice:
        glyphs, notice = glyphs_of(self.app), Notice(id="verdict")
        journal = self._state.journal
        place = broken_at(journal)
        wrong = [
            str(entry.number)
            for entry, signing in zip(journal, signings(journal), strict=True)
            if signing is Signing.WRONG
        ]
        if place is not None:
            notice.say(
                f"{glyphs.missed} La chaîne est rompue\u202f: l’inscription n°\u00a0{place} ne"
                " suit pas la précédente. Quelqu’un a changé, ôté ou ajouté quelque chose."
            )
        elif wrong:
            notice.say(
                f"{glyphs.missed} La chaîne est entière, mais la signature du bureau est fausse"
                f" ou manque (inscription n°\u00a0{', '.join(wrong)})."
            )
        else:
            notice.say(f"{glyphs.done} {_WHOLE}", "done")
        return notice

    def _rows(self) -> Iterator[LinkItem]:
        journal, glyphs = self._state.journal, glyphs_of(self.app)
        labels = [f"{entry.number}. {ACT_WORDS[entry.act]}" for entry in journal]
        longest = max(map(len, labels), default=0)
        place = broken_at(journal)
        for row, (entry, label, signing) in enumerate(
            zip(journal, labels, signings(journal), strict=True), start=1
        ):
            breaks = f"{glyphs.missed} ROMPT LA CHAÎNE" if row == place else ""
            told = (
                f"{instant(entry.at):<13}",
                shortened_digest(entry.digest),
                breaks or _SIGNING_SHORT[signing],
            )
            address = self.visit.address_of(PageId.BUREAU_ENTRY, entry=str(entry.number))
            apart = " " * (longest - len(label))
            yield LinkItem(address, label, apart + " · ".join(told))


class BureauEntryPage(Page):
    """One entry: when, by which digest, with which figures of each box."""

    _state: BureauState
    _entry: Entry

    def fetch(self) -> None:
        """Find the entry; a number that is not there leads to the journal."""
        self._state = self.visit.services.bureaus.state(self.visit.workshop_id)
        wanted = self.visit.where.params["entry"]
        found = [entry for entry in self._state.journal if str(entry.number) == wanted]
        if not found:
            raise Redirect(self.visit.address_of(PageId.BUREAU_JOURNAL))
        self._entry = found[0]

    @property
    def title_text(self) -> str:
        """Which entry it is."""
        return f"Inscription n°\u00a0{self._entry.number} · {ACT_WORDS[self._entry.act]}"

    def compose(self) -> ComposeResult:
        """What was done, the digests, the way back."""
        entry = self._entry
        journal = self._state.journal
        yield Title(self.title_text)
        yield Lead(f"{moment(entry.at)} · {figures(entry, self._state)}")
        with VerticalScroll(id="bureau-entry") as body:
            yield Text(f"Empreinte\n{_in_rows(entry.digest)}")
            yield Text(_SIGNING[signings(journal)[journal.index(entry)]], classes="muted")
            for title, lines in self._parts():
                yield Subtitle(title)
                yield Text("\n".join(lines))
        yield MoreBelow(body, "ligne")
        journal_page = self.visit.address_of(PageId.BUREAU_JOURNAL)
        bureau = self.visit.address_of(PageId.BUREAU)
        yield Links(
            [
                LinkItem(journal_page, "Revenir au journal"),
                LinkItem(bureau, "Revenir au bureau de vote"),
            ]
        )

    def start_focus(self) -> None:
        """Begin in the figures: the arrows go through them."""
        self.query_one("#bureau-entry").focus(scroll_visible=False)

    def _parts(self) -> Iterator[tuple[str, list[str]]]:
        public = self._entry.detail.get("contests")
        if isinstance(public, Mapping):
            for code, keys in public.items():
                yield f"{code}\u202f: clés publiques", [_in_rows(str(key)) for key in keys]
        papers = self._entry.detail.get("papers")
        if isinstance(papers, Mapping):
            for code, digest in papers.items():
                yield f"{code}\u202f: empreinte du bulletin", [_in_rows(str(digest))]
        for code, told in boxes_of(self._entry).items():
            if code not in {"contests", "papers"}:
                yield code, [*_figures(told), *_digests(told)]


def _figures(told: Mapping[str, Any]) -> Iterator[str]:
    parts = [
        f"{word}\u202f: {told[name]}"
        for name, word in _NAMES.items()
        if isinstance(told.get(name), int)
    ]
    if parts:
        yield " · ".join(parts)


def _digests(told: Mapping[str, Any]) -> Iterator[str]:
    for name, word in _DIGESTS.items():
        if isinstance(told.get(name), str):
            yield f"Empreinte, {word}\n{_in_rows(told[name])}"


def _in_rows(digest: str) -> str:
    """Return a digest on two rows: it must not be cut at the window's edge."""
    half = len(digest) // 2
    return f"  {grouped(digest[:half])}\n  {grouped(digest[half:])}"
