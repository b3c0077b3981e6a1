"""What may enter a field, and what may leave it."""

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Button, Input

from kiosk.glyphs import CONSOLE
from kiosk.widgets.fields import Field, IdentifierField, KioskInput, PasswordField
from kiosk.widgets.text_area import KioskTextArea

from .widget_app import HOSTILE, WidgetApp

SECRET = "Corneille7"
REAL_SHAPE = "37" + "G0912345" + "ABC"  # an academy's code, and a serial number made for this test
INVENTED = "26G0912345ABC"


def fields_app() -> WidgetApp:
    return WidgetApp(
        lambda: [
            Field("Adresse", field_id="address", help="Votre adresse professionnelle."),
            PasswordField("Mot de passe", field_id="password", help="Huit caractères."),
            IdentifierField("Identifiant", field_id="identifier"),
        ]
    )


async def paste(pilot: Pilot[None], text: str) -> None:
    await pilot.pause()
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+x", "super+c"])
@pytest.mark.parametrize("shown", ["masked", "shown"])
async def test_password_is_never_copied(key: str, shown: str) -> None:
    app = fields_app()
    async with app.sitting() as pilot:
        field = app.query_one("#password", PasswordField)
        field.value = SECRET
        field.focus_input()
        if shown == "shown":
            field.input.password = False
        field.input.select_all()
        await pilot.press(key)
        assert app.clipboard == ""
        assert field.value == SECRET


async def test_ordinary_field_is_copied() -> None:
    app = fields_app()
    async with app.sitting() as pilot:
        field = app.query_one("#address", Field)
        field.value = "julie"
        field.focus_input()
        field.input.select_all()
        await pilot.press("ctrl+c")
        assert app.clipboard == "julie"


async def test_masked_password_is_not_on_the_screen() -> None:
    app = fields_app()
    async with app.sitting() as pilot:
        app.query_one("#password", PasswordField).value = SECRET
        await pilot.pause()
        assert SECRET not in app.shown()
        assert "•" * len(SECRET) in app.shown()


async def test_console_mask_is_a_plain_character() -> None:
    app = WidgetApp(lambda: [PasswordField("Mot de passe", field_id="p", value="abc")])
    app.glyphs = CONSOLE
    async with app.sitting():
        assert "***" in app.shown()


async def test_toggle_is_reached_by_tab_and_shows_what_is_typed() -> None:
    app = fields_app()
    async with app.sitting() as pilot:
        field = app.query_one("#password", PasswordField)
        field.value = SECRET
        field.focus_input()
        await pilot.press("tab", "enter")
        assert SECRET in app.shown()
        assert "Masquer" in app.shown()
        await pilot.press("space")
        assert SECRET not in app.shown()
        assert "Montrer" in app.shown()
        assert not [p for p in app.heard_of(Button.Pressed) if p.button.parent is app.screen]


async def test_paste_keeps_one_clean_line() -> None:
    app = fields_app()
    async with app.sitting() as pilot:
        field = app.query_one("#address", Field)
        field.focus_input()
        await paste(pilot, "  julie.\u202elabert\x1b[31m@ac-tours.fr\u200b\r\n")
        await pilot.pause()
        assert field.value == "julie.labert[31m@ac-tours.fr"


async def test_paste_of_nothing_but_controls_changes_nothing() -> None:
    app = fields_app()
    async with app.sitting() as pilot:
        field = app.query_one("#address", Field)
        field.value = "julie"
        field.focus_input()
        await paste(pilot, "\n\x00\u202e")
        await pilot.pause()
        assert field.value == "julie"


async def test_field_stops_at_two_hundred_characters() -> None:
    app = fields_app()
    async with app.sitting() as pilot:
        field = app.query_one("#address", Field)
        field.focus_input()
        await paste(pilot, "é" * 500)
        await pilot.press("e")
        await pilot.pause()
        assert field.value == "é" * 200


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_shown_as_typed(text: str) -> None:
    app = WidgetApp(
        lambda: [
            Field(text, field_id="hostile", help=text, value=text, placeholder=text),
            KioskTextArea(text, placeholder=text),
        ]
    )
    async with app.sitting() as pilot:
        field = app.query_one(Field)
        field.show_error(text)
        await pilot.pause()
        shown = app.shown()
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        if text.isprintable() and 0 < len(text) < 40:
            assert field.value == text
            assert f"▲ {text}" in shown


async def test_real_looking_numen_is_wiped_as_it_is_typed() -> None:
    app = fields_app()
    async with app.sitting() as pilot:
        field = app.query_one("#password", PasswordField)
        field.focus_input()
        await pilot.press(*REAL_SHAPE[:-1])
        assert field.value == REAL_SHAPE[:-1]
        await pilot.press(REAL_SHAPE[-1])
        await pilot.pause()
        assert field.value == ""
        (message,) = app.heard_of(KioskInput.Forbidden)
        assert message.control is field.input
        assert REAL_SHAPE not in repr(message.__dict__)


async def test_real_looking_numen_is_wiped_when_pasted_or_set() -> None:
    app = fields_app()
    async with app.sitting() as pilot:
        field = app.query_one("#address", Field)
        field.value = f"mon NUMEN {REAL_SHAPE.lower()}"
        assert field.value == ""
        field.focus_input()
        await paste(pilot, REAL_SHAPE)
        await pilot.pause()
        assert field.value == ""
        assert len(app.heard_of(KioskInput.Forbidden)) == 2
        values = [message.value for message in app.heard_of(Input.Changed)]
        assert not any(REAL_SHAPE.lower() in value.lower() for value in values)


async def test_invented_numen_stays() -> None:
    app = fields_app()
    async with app.sitting() as pilot:
        field = app.query_one("#password", PasswordField)
        field.focus_input()
        await paste(pilot, INVENTED)
        await pilot.pause()
        assert field.value == INVENTED
        assert not app.heard_of(KioskInput.Forbidden)


async def test_error_takes_the_place_of_help_and_leaves_when_typing() -> None:
    app = fields_app()
    async with app.sitting() as pilot:
        field = app.query_one("#address", Field)
        height = field.size.height
        field.value = "julie"
        await pilot.pause()
        field.show_error("Adresse inconnue.")
        await pilot.pause()
        assert field.size.height == height
        assert "▲ Adresse inconnue." in app.shown()
        assert "Votre adresse professionnelle." not in app.shown()
        field.focus_input()
        await pilot.press("end", "s")
        await pilot.pause()
        assert field.error == ""
        assert "Votre adresse professionnelle." in app.shown()


async def test_error_stays_when_the_page_empties_the_field() -> None:
    app = fields_app()
    async with app.sitting() as pilot:
        field = app.query_one("#password", PasswordField)
        field.value = SECRET
        field.show_error("Mot de passe non reconnu.")
        field.value = ""
        await pilot.pause()
        assert field.error == "Mot de passe non reconnu."


async def test_rule_is_ticked_off_in_words() -> None:
    lines = [("huit caractères", True), ("une majuscule", False), ("un chiffre", False)]
    for size, expected in (
        ((80, 24), ["Il manque\u202f: une majuscule, un chiffre."]),
        ((80, 40), ["✓ fait      huit caractères", "· à faire   une majuscule"]),
    ):
        app = fields_app()
        async with app.sitting(size) as pilot:
            field = app.query_one("#password", PasswordField)
            field.show_rule(lines)
            await pilot.pause()
            assert all(sentence in app.shown() for sentence in expected)
            field.show_rule([(sentence, True) for sentence, _ in lines])
            await pilot.pause()
            assert "manque" not in app.shown()
            assert "à faire" not in app.shown()


@pytest.mark.parametrize(
    "pasted",
    [
        "abcd-efgh-jkmn-pqrs",
        "abcdefghjkmnpqrs",
        " abcd efgh jkmn pqrs \n",
        "abcd – efgh — jkmn − pqrs",
        "abcd\u2011efgh\u2011\r\njkmn\u2011pqrs",
        "abcd\u00a0efgh\u202fjkmn\tpqrs",
    ],
)
async def test_pasted_identifier_is_grouped(pasted: str) -> None:
    app = fields_app()
    async with app.sitting() as pilot:
        field = app.query_one("#identifier", IdentifierField)
        field.focus_input()
        await paste(pilot, pasted)
        await pilot.pause()
        assert field.value == "abcd-efgh-jkmn-pqrs"


async def test_identifier_is_grouped_as_one_types_and_erases() -> None:
    app = fields_app()
    async with app.sitting() as pilot:
        field = app.query_one("#identifier", IdentifierField)
        field.focus_input()
        await pilot.press(*"abcd")
        assert field.value == "abcd"
        await pilot.press(*"ef")
        assert field.value == "abcd-ef"
        await pilot.press("backspace", "backspace", "backspace", "backspace")
        assert field.value == "abc"
        await pilot.press("d", "minus", "minus", "space", "e")
        assert field.value == "abcd-e"
        await pilot.press(*"fghjkmnpqrs")
        assert field.value == "abcd-efgh-jkmn-pqrs"
        await pilot.press("home", "delete", "z")
        assert field.value == "zbcd-efgh-jkmn-pqrs"


async def test_notes_are_cleaned_and_guarded() -> None:
    app = WidgetApp(lambda: [KioskTextArea()])
    async with app.sitting() as pilot:
        notes = app.query_one(KioskTextArea)
        notes.focus()
        await pilot.press("a", "enter", "b")
        await paste(pilot, "c\x1b[31m\u202e\nd")
        await pilot.pause()
        assert notes.text == "a\nbc[31m\nd"
        await paste(pilot, f" {REAL_SHAPE}")
        await pilot.pause()
        assert notes.text == "a\nbc[31m\nd "
        assert notes.cursor_location == (2, 2)
        await pilot.press("ctrl+z")
        assert REAL_SHAPE not in notes.text
        assert len(app.heard_of(KioskTextArea.Forbidden)) == 1
