"""The calendar: the dates of autumn 2014, and the clock of the exercise to move on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.content import Content
from textual.events import Key
from textual.widgets import Button, OptionList
from textual.widgets.option_list import Option

from kiosk.glyphs import glyphs_of
from kiosk.screens.page import FormPage
from kiosk.screens.visit import Visit
from kiosk.services.clock import a_day_later
from kiosk.services.content import MilestoneEntry
from kiosk.services.french import NARROW_NO_BREAK, hour, listing, moment, short_day
from kiosk.services.french_instants import parse_instant
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field
from kiosk.widgets.texts import Lead, Notice, Title

if TYPE_CHECKING:
    from kiosk.services.sittings import Pulse

_FIVE_MINUTES = timedelta(minutes=5)
_DAY_COLUMN = 18
_HELP = "27/11 10h ou 4 décembre 16h45\u202f; sans heure, minuit."
_PAUSE = "Mettre en pause"
_RESUME = "Reprendre l’horloge"


class CalendarPage(FormPage):
    """Where one stands in time, and every way to go on."""

    TITLE = "Calendrier"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._pulse: Pulse
        self._paused = False
        self._milestones: tuple[MilestoneEntry, ...] = ()

    def fetch(self) -> None:
        """Read the clock and the milestones."""
        services, workshop = self.visit.services, self.visit.workshop_id
        self._pulse = services.sittings.pulse(workshop, self.visit.participant_id)
        self._paused = services.clock.is_paused(workshop)
        self._milestones = services.calendar.shown()

    def compose(self) -> ComposeResult:
        """Clock, milestones, ways to move on."""
        yield Title(self._title(), id="title")
        with HorizontalGroup(classes="clock-row"):
            yield Lead(self._clock_sentence(), id="clock")
            yield KioskButton(self._clock_button(), id="pause", classes="small")
        yield OptionList(*self._options(), id="milestones", classes="list")
        yield Notice(id="form-error")
        with HorizontalGroup(classes="actions"):
            yield KioskButton("Aller au prochain jalon", kind=ButtonKind.PRIMARY, id="next")
            yield KioskButton("+ 5 minutes", id="minutes")
            yield KioskButton("+ 1 jour", id="day")
        with HorizontalGroup(classes="instant-row"):
            yield Field("Aller à", field_id="instant", help=_HELP, max_length=60)
            yield KioskButton("Y aller", id="send")

    def on_mount(self) -> None:
        """Point at the next milestone."""
        self._point_at_next()

    def start_focus(self) -> None:
        """Begin on the way to the next milestone."""
        self.query_one("#next").focus(scroll_visible=False)

    async def on_key(self, event: Key) -> None:
        """Begin typing an instant wherever one is: a figure or a letter is for no button."""
        if (event.character or "").isalnum() and event.is_printable:
            event.stop()
            field = self.query_one("#instant", Field)
            field.focus_input()
            field.input.post_message(Key(event.key, event.character))

    def beat(self, pulse: "Pulse") -> None:
        """Show the hour; draw the milestones anew when one has passed."""
        passed = pulse.next_milestone != self._pulse.next_milestone
        self._pulse = pulse
        self.query_one("#title", Title).show(self._title())
        self.query_one("#clock", Lead).show(self._clock_sentence())
        if passed:
            milestones = self.query_one("#milestones", OptionList)
            for place, option in enumerate(self._options()):
                milestones.replace_option_prompt_at_index(place, option.prompt)
            self._point_at_next()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the milestone that was chosen."""
        event.stop()
        self._move_to(self._milestones[event.option_index].at)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Move on, or hold the clock."""
        event.stop()
        match event.button.id:
            case "next":
                if coming := self._pulse.next_milestone:
                    self._move_to(coming.at)
            case "minutes":
                self._move_from_now(lambda now: now + _FIVE_MINUTES)
            case "day":
                self._move_from_now(a_day_later)
            case "pause":
                self.run_worker(self._turn_clock(), group="form")

    def send(self) -> None:
        """Go to the instant that was typed."""
        field = self.query_one("#instant", Field)
        typed = field.value
        # What is typed while the clock moves is already the next instant.
        field.input.select_all()
        self._move_from_now(lambda _: parse_instant(typed))

    def _move_to(self, instant: datetime) -> None:
        self._move_from_now(lambda _: instant)

    def _move_from_now(self, to: Callable[[datetime], datetime]) -> None:
        # A second Enter on the same date would find it past already, and be refused.
        self.once(partial(self._move, to))

    async def _move(self, to: Callable[[datetime], datetime]) -> None:
        before, field = self._pulse, self.query_one("#instant", Field)
        typed = field.value
        pulse = await self.attempt(self._jump, to)
        if pulse is None:
            return
        if field.value == typed:
            field.value = ""
        self.beat(pulse)
        done = glyphs_of(self.app).done
        self.query_one("#form-error", Notice).say(f"{done} {_arrived(before, pulse)}", "done")
        self.post_message(self.Happened())

    def _jump(self, to: Callable[[datetime], datetime]) -> "Pulse":
        services, workshop = self.visit.services, self.visit.workshop_id
        services.clock.jump(workshop, to(services.clock.now(workshop)))
        services.sittings.moved(workshop, self.visit.participant_id)
        return services.sittings.pulse(workshop, self.visit.participant_id)

    async def _turn_clock(self) -> None:
        clock = self.visit.services.clock
        turn = clock.resume if self._paused else clock.pause
        await self.attempt(turn, self.visit.workshop_id)
        self._paused = not self._paused
        self.query_one("#pause", KioskButton).rename(self._clock_button())
        self.query_one("#clock", Lead).show(self._clock_sentence())
        self.post_message(self.Happened())

    def _title(self) -> str:
        """Tell whose clock it is before it is moved."""
        people = self._pulse.people
        return f"{self.TITLE} commun à {people} personnes" if people > 1 else self.TITLE

    def _clock_sentence(self) -> str:
        pause = f"En pause{NARROW_NO_BREAK}: nous" if self._paused else "Nous"
        return f"{pause} sommes le {moment(self._pulse.now)}."

    def _clock_button(self) -> str:
        return _RESUME if self._paused else _PAUSE

    def _options(self) -> list[Option]:
        return [Option(self._prompt(entry)) for entry in self._milestones]

    def _prompt(self, entry: MilestoneEntry) -> Content:
        glyphs = glyphs_of(self.app)
        day = f"{short_day(entry.at):<{_DAY_COLUMN}} {hour(entry.at)}"
        text = f"{day}  {entry.title}"
        if entry == self._pulse.next_milestone:
            return Content.styled(f"{glyphs.current} {text}", "bold")
        if entry.at <= self._pulse.now:
            return Content(f"{glyphs.done} {text}")
        return Content(f"{glyphs.pending} {text}")

    def _point_at_next(self) -> None:
        coming = self._pulse.next_milestone
        button = self.query_one("#next", KioskButton)
        if coming is None and button.has_focus:
            self.query_one("#instant", Field).focus_input()
        button.disabled = coming is None
        place = self._milestones.index(coming) if coming in self._milestones else None
        self.query_one("#milestones", OptionList).highlighted = place


def _arrived(before: "Pulse", after: "Pulse") -> str:
    """Say to which instant the clock went and what came on the way."""
    came = [
        _counted(after.messages - before.messages, "courriel", "courriels"),
        _counted(after.texts_unread - before.texts_unread, "SMS", "SMS"),
        _counted(
            after.personal_unread - before.personal_unread,
            "courriel personnel",
            "courriels personnels",
        ),
        _counted(after.papers_unread - before.papers_unread, "papier", "papiers"),
    ]
    words = [part for part in came if part]
    arrived = f" Reçu en chemin{NARROW_NO_BREAK}: {listing(words)}." if words else ""
    whose = f" des {after.people} personnes de l’atelier" if after.people > 1 else ""
    return f"L’horloge{whose} marque {hour(after.now)}, {short_day(after.now)}.{arrived}"


def _counted(count: int, one: str, several: str) -> str:
    if count <= 0:
        return ""
    return f"{count} {one if count == 1 else several}"
