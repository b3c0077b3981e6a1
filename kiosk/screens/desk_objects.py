"""What lies on the desk: the telephone, the pigeonhole and its notice, the notebook."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Center, HorizontalGroup, VerticalGroup
from textual.timer import Timer
from textual.widgets import TextArea

from kiosk.glyphs import glyphs_of
from kiosk.screens.link_columns import aligned
from kiosk.screens.page import NUMEN_SENTENCE, Page
from kiosk.screens.person_sheet import sign_in_rows
from kiosk.screens.received import received_text
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone
from kiosk.services.french import day_and_month, hour, moment, short_day
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.named_rows import NamedRows
from kiosk.widgets.text_area import KioskTextArea
from kiosk.widgets.texts import Lead, Notice, Text, Title

if TYPE_CHECKING:
    from kiosk.services.desk import Item, Pigeonhole
    from kiosk.services.desk import Notice as PaperNotice
    from kiosk.services.sittings import Pulse
    from kiosk.services.workshops import Sheet

_SAVE_AFTER = 0.5
"""Seconds without a key before the notebook is written."""


class TelephonePage(Page):
    """The text messages received; seen here, they are read."""

    TITLE = "Téléphone"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._texts: tuple[Item, ...] = ()

    def fetch(self) -> None:
        """Read the text messages, once what is due has arrived."""
        services, who = self.visit.services, self.visit.participant_id
        services.sittings.pulse(self.visit.workshop_id, who)
        self._texts = services.desk.read_texts(who)

    def compose(self) -> ComposeResult:
        """One card for each message, or what will come here."""
        yield Title(self.TITLE)
        if not self._texts:
            yield Lead("Aucun SMS pour l’instant.")
            yield Text(
                "Le parcours n’en demande aucun\u202f: tout arrive par la messagerie"
                " professionnelle et par le casier (F5). Un identifiant perdu peut être"
                " renvoyé ici."
            )
        else:
            yield Lead("Les SMS reçus, le plus récent en tête.")
        for text in self._texts:
            card = VerticalGroup(Text(received_text(text)), classes="card")
            mark = "" if text.read else f"{glyphs_of(self.app).unread} "
            yield Text(f"{mark}{text.sender}, {moment(text.arrived_at)}", classes="subtitle")
            yield card
        address_of = self.visit.address_of
        yield Links(
            (
                LinkItem(address_of(PageId.PERSONAL_MAIL), "Ouvrir le courriel personnel", "F9"),
                LinkItem(address_of(PageId.DESK), "Revenir au bureau"),
            )
        )

    def beat(self, pulse: "Pulse") -> None:
        """Show at once what arrives while the page is open."""
        if pulse.texts_unread:
            self.go(PageId.TELEPHONE)


class PigeonholePage(Page):
    """The papers received, each a link."""

    TITLE = "Casier"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._pigeonhole: Pigeonhole

    def fetch(self) -> None:
        """Look into the pigeonhole, once what is due has arrived."""
        services, who = self.visit.services, self.visit.participant_id
        services.sittings.pulse(self.visit.workshop_id, who)
        self._pigeonhole = services.desk.pigeonhole(who)

    def compose(self) -> ComposeResult:
        """The papers; before the notice, when it comes and how to go there."""
        papers, due = self._pigeonhole.papers, self._pigeonhole.notice_due_at
        yield Title(self.TITLE)
        yield Lead("Les papiers remis à l’école ou envoyés par la poste.")
        if papers:
            yield Links(aligned(map(self._link, papers)), id="papers")
        else:
            yield Text("Le casier est vide.", classes="empty")
        if due is not None:
            hint = Notice(id="due")
            hint.say(
                f"Votre notice de vote, avec l’identifiant, arrive ici le {moment(due)}."
                " Pour ne pas attendre, avancez l’horloge dans le calendrier.",
                "hint",
            )
            yield hint
            calendar = LinkItem(self.visit.address_of(PageId.CALENDAR), "Ouvrir le calendrier")
            yield Links([calendar])
        yield Links([LinkItem(self.visit.address_of(PageId.DESK), "Revenir au bureau")])

    def beat(self, pulse: "Pulse") -> None:
        """Show at once what arrives while the page is open."""
        if pulse.papers_unread != sum(not paper.read for paper in self._pigeonhole.papers):
            self.go(PageId.PIGEONHOLE)

    def _link(self, paper: "Item") -> LinkItem:
        state = "lue" if paper.read else f"{glyphs_of(self.app).unread} non lue"
        when = f"{short_day(paper.arrived_at)}, {hour(paper.arrived_at)}"
        address = self.visit.address_of(PageId.NOTICE, item=paper.id)
        return LinkItem(address, paper.title, f"{when}  {state}")


class NoticePage(Page):
    """The paper notice, as it was handed over."""

    TITLE = "Notice de vote"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._notice: PaperNotice

    def fetch(self) -> None:
        """Read the notice, and note that it was read."""
        self._notice = self.visit.services.desk.read_notice(
            self.visit.workshop_id,
            self.visit.participant_id,
            self.visit.where.params["item"],
        )

    def compose(self) -> ComposeResult:
        """A sheet of paper: to whom, what for, the identifier."""
        notice = self._notice
        with Center():
            sheet = VerticalGroup(classes="paper")
            sheet.border_title = "EXERCICE"
            with sheet:
                yield Title("NOTICE DE VOTE")
                yield Text("Élections professionnelles 2014")
                how = "Envoyée par la poste à" if notice.by_post else "Remise à"
                yield Text(f"{how} {notice.name}", classes="paper-name")
                yield Text(f"{notice.place}, le {moment(notice.arrived_at)}")
                yield Text("Votre identifiant", classes="subtitle")
                with HorizontalGroup(classes="identifier"):
                    for group in notice.identifier.split("-"):
                        yield Text(" ".join(group), classes="identifier-group")
                yield Text(f"À taper ainsi\u202f: {notice.identifier}")
                yield Text(
                    "Il ouvre le bureau de vote, avec votre mot de passe d’électeur,"
                    f" {self._when()}. Cet identifiant est à vous seul\u202f: ne le montrez à"
                    " personne.",
                    classes="paper-purpose",
                )
        desk = LinkItem(self.visit.address_of(PageId.PIGEONHOLE), "Remettre dans le casier")
        yield Links([desk])

    def _when(self) -> str:
        calendar = self.visit.services.calendar
        opens, closes = calendar.at(Milestone.VOTE_OPENS), calendar.at(Milestone.VOTE_CLOSES)
        return f"du {day_and_month(opens)} au {day_and_month(closes)}"


class NotebookPage(Page):
    """What one needs at hand, and one's own notes, which save themselves."""

    TITLE = "Carnet"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._sheet: Sheet
        self._text = ""
        self._timer: Timer | None = None

    def fetch(self) -> None:
        """Read the sheet, and the notes as they were left."""
        desk, who = self.visit.services.desk, self.visit.participant_id
        self._sheet = self.visit.services.workshops.sheet(who)
        self._text = self.visit.sitting.note.open(lambda: desk.note(who))

    def compose(self) -> ComposeResult:
        """What is printed, then what one writes."""
        yield Title(self.TITLE)
        portal = self.visit.address_of(PageId.PORTAL_HOME)
        webmail = self.visit.address_of(PageId.WEBMAIL_SIGN_IN)
        mailbox, *identity = sign_in_rows(self._sheet, webmail)
        yield NamedRows([mailbox, ("Espace électeur", portal), *identity])
        yield Text("Vos notes", classes="subtitle")
        yield KioskTextArea(self._text, id="note")
        warning = Notice(id="note-warning")
        warning.say(
            f"{glyphs_of(self.app).warning} N’écrivez aucun vrai mot de passe\u202f: seulement"
            " ceux de l’exercice. Les notes se gardent seules et s’effacent à la fin de la séance.",
            "warning",
        )
        yield warning

    def start_focus(self) -> None:
        """Go on writing at the end of the notes."""
        area = self.query_one(KioskTextArea)
        area.move_cursor(area.document.end)
        area.focus(scroll_visible=False)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep what is typed at once; write it to the store when the typing rests."""
        event.stop()
        self.visit.sitting.note.text = event.text_area.text
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_SAVE_AFTER, self._save_soon)

    def on_kiosk_text_area_forbidden(self, event: KioskTextArea.Forbidden) -> None:
        """Say why a part of the notes has gone."""
        event.stop()
        notice = self.query_one("#note-warning", Notice)
        notice.say(f"{glyphs_of(self.app).warning} {NUMEN_SENTENCE}")

    async def on_unmount(self) -> None:
        """Write what the timer had no time to."""
        self._keep()
        await self.in_thread(self._save)

    def _save_soon(self) -> None:
        self.run_worker(self.in_thread(self._save), group="note")

    def _keep(self) -> None:
        for area in self.query(KioskTextArea):
            self.visit.sitting.note.text = area.text

    def _save(self) -> None:
        desk, who = self.visit.services.desk, self.visit.participant_id
        self.visit.sitting.note.save(lambda text: desk.write_note(who, text))
