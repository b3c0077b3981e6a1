"""No line begins with a colon, a question mark or the minutes of an hour."""

import pytest
from textual.content import Content

from kiosk.services.letters import read_letter
from kiosk.widgets.letter_body import LetterBody
from kiosk.widgets.line_breaks import keep_no_break_spaces

from .widget_app import WidgetApp


@pytest.mark.parametrize("width", range(12, 40))
@pytest.mark.parametrize(
    "kept", ["courriel\u202f: lisez", "9\u00a0h\u00a012", "oublié\u202f?\u00a0»"]
)
def test_no_break_spaces_do_not_break(kept: str, width: int) -> None:
    keep_no_break_spaces()
    first, *_ = kept.partition(" ")
    lines = Content(f"un deux trois quatre {kept} cinq six sept").wrap(width)
    assert any(first in line.plain for line in lines)


def test_words_wider_than_the_line_are_still_folded() -> None:
    keep_no_break_spaces()
    lines = Content("a" * 30 + "\u202f: b").wrap(10)
    assert all(line.cell_length <= 10 for line in lines)
    assert "".join(line.plain for line in lines).replace(" ", "") == "a" * 30 + "\u202f:b"


async def test_a_mail_keeps_its_no_break_spaces() -> None:
    said = "Ce qui reste à\nfaire\u202f: lire,  puis\u00a0voter."
    letter = read_letter(f'Content-Type: text/plain; format="flowed"\n\n{said}')
    app = WidgetApp(lambda: [LetterBody(letter)])
    async with app.sitting():
        assert "à faire\u202f: lire, puis\u00a0voter." in app.shown()


async def test_a_mail_that_somebody_typed_is_shown_line_by_line_as_typed() -> None:
    typed = ["Bonjour,", "- jeudi, _vers_ **10 h**", "# rue du Lac", "====", "Fabienne"]
    app = WidgetApp(lambda: [LetterBody(read_letter("\n" + "\n".join(typed)))])
    async with app.sitting():
        shown = [line.strip() for line in app.shown().splitlines() if line.strip()]
        assert shown == typed
