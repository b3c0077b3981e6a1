"""The ballot, the image to copy, the results."""

import random
from dataclasses import dataclass

import pytest

from kiosk.glyphs import CONSOLE, FULL, Glyphs
from kiosk.services.captchas import Captchas
from kiosk.widgets.ballot_card import BallotCard, BallotCards, BallotOption
from kiosk.widgets.captcha_picture import CaptchaPictureView
from kiosk.widgets.result_bars import ResultBars, ResultRow
from kiosk.widgets.texts import Text

from .widget_app import HOSTILE, WidgetApp

NAMES = ("Alouette", "Bouvreuil", "Chardonneret", "Fauvette", "Hirondelle", "Mésange", "Pinson")


def options(lists: int) -> list[BallotOption]:
    named = [BallotOption(name, f"Liste {name}", "15 candidats") for name in NAMES[:lists]]
    return [*named, BallotOption("blank", "Vote blanc", "aucune liste")]


def ballot(lists: int = 5, glyphs: Glyphs = FULL) -> WidgetApp:
    return WidgetApp(lambda: [BallotCards(options(lists))], glyphs=glyphs)


def focused_key(app: WidgetApp) -> str:
    assert isinstance(app.focused, BallotCard)
    return app.focused.option.key


async def test_arrows_move_in_two_columns() -> None:
    app = ballot(4)
    async with app.sitting() as pilot:
        app.query_one(BallotCards).focus_cards()
        await pilot.pause()
        walked = []
        for key in ("up", "right", "down", "down", "down", "up", "left", "left", "up"):
            await pilot.press(key)
            walked.append(focused_key(app))
        assert walked == [
            "Alouette",
            "Bouvreuil",
            "Fauvette",
            "blank",
            "blank",
            "Chardonneret",
            "Bouvreuil",
            "Alouette",
            "Alouette",
        ]


async def test_one_card_and_only_one_is_chosen() -> None:
    app = ballot()
    async with app.sitting() as pilot:
        cards = app.query_one(BallotCards)
        assert cards.chosen is None
        await pilot.press("tab", "space", "space", "right", "enter")
        await pilot.click(app.query(BallotCard).last())
        await pilot.pause()
        keys = [message.key for message in app.heard_of(BallotCards.ChoiceChanged)]
        assert keys == ["Alouette", "Bouvreuil", "blank"]
        assert cards.chosen == "blank"
        assert [card.option.key for card in app.query(BallotCard) if card.is_chosen] == ["blank"]
        assert app.shown().count("◉") == 1
        assert app.shown().count("votre choix") == 1


async def test_blank_vote_is_as_large_as_any_list() -> None:
    app = ballot()
    async with app.sitting():
        assert len({card.region.size for card in app.query(BallotCard)}) == 1


@pytest.mark.parametrize("lists", [5, 7])
@pytest.mark.parametrize("glyphs", [FULL, CONSOLE], ids=["full", "console"])
async def test_every_card_is_in_sight_at_80_by_24(lists: int, glyphs: Glyphs) -> None:
    app = ballot(lists, glyphs)
    async with app.sitting():
        cards = app.query_one(BallotCards)
        assert cards.max_scroll_y == 0
        assert cards.region.height <= 15
        assert all(f"Liste {name}" in app.shown() for name in NAMES[:lists])
        assert "Vote blanc" in app.shown()


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_names_of_lists(text: str) -> None:
    app = WidgetApp(
        lambda: [
            BallotCards([BallotOption(text, text, text), BallotOption("b", "Blanc", text)]),
            ResultBars((ResultRow(text, 12, 0.6, 3), ResultRow("b", 8, 0.4, 2))),
        ]
    )
    async with app.sitting() as pilot:
        await pilot.press("tab", "space")
        await pilot.pause()
        assert app.query_one(BallotCards).chosen == text
        shown = app.shown()
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        if text.isprintable() and 0 < len(text) < 12:
            assert shown.count(text) >= 4


async def test_results_say_everything_in_words_and_figures() -> None:
    for glyphs in (FULL, CONSOLE):
        rows = (
            ResultRow("Alouette", 14200, 0.353, 15),
            ResultRow("Une liste au nom interminable", 57, 0.142, 2),
            ResultRow("Mésange", 0, 0.0, 0),
        )
        bars = ResultBars(rows)
        app = WidgetApp(lambda bars=bars: [bars], glyphs=glyphs)  # type: ignore[misc]
        async with app.sitting():
            lines = [line.rstrip() for line in app.shown().splitlines() if line.strip()][:6]
            assert lines[0].endswith(" 14\u202f200 voix    35,3\u202f%")
            assert lines[1].endswith(" 15 sièges  88,2\u202f%")
            assert " ".join("■" * 15) in lines[1]
            assert glyphs.ellipsis in lines[2]
            assert lines[3].count("■") == 2
            assert "█" not in lines[4]
            assert "■" not in lines[5]
            assert lines[5].endswith(" 0 siège    0,0\u202f%")
            assert max(map(len, lines)) <= 76


async def test_results_fit_a_narrow_column() -> None:
    app = WidgetApp(lambda: [ResultBars((ResultRow("Alouette", 5, 1.0, 19),))])
    async with app.sitting((60, 24)):
        shown = app.shown().splitlines()[1].rstrip()
        assert "■" * 16 in shown
        assert shown.endswith("19 sièges 100,0\u202f%")


@pytest.mark.parametrize(("others", "pitch"), [(19, 3), (20, 2)])
async def test_lists_are_kept_apart_where_there_is_room(others: int, pitch: int) -> None:
    bars = ResultBars(tuple(ResultRow(name, 5, 0.5, 1) for name in "ab"))
    below = Text("\n".join(["dessous"] * others))
    app = WidgetApp(lambda: [bars, below])
    async with app.sitting((80, 24)):
        shown = [line.strip() for line in app.shown().splitlines()]
        first, second = (at for at, line in enumerate(shown) if line[:1] in {"a", "b"})
        assert second - first == pitch
        assert shown.count("dessous") == others


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    pixels: bytes


STRIPES = Picture(222, 72, (b"\x00" * 111 + b"\xff" * 111) * 72)


@pytest.mark.parametrize("glyphs", [FULL, CONSOLE], ids=["full", "console"])
async def test_picture_is_drawn_dark_on_light(glyphs: Glyphs) -> None:
    view = CaptchaPictureView()
    view.show(STRIPES)
    app = WidgetApp(lambda: [view], glyphs=glyphs)
    async with app.sitting((80, 40)):
        assert view.size == (74, 12)
        rows = [view.render_line(y) for y in range(12)]
        if glyphs is CONSOLE:
            assert {row.text for row in rows} == {"█" * 37 + " " * 37}
        else:
            assert {row.text for row in rows} == {"▀" * 74}
            colours = [segment.style.color for segment in rows[0] if segment.style]
            assert len(set(colours[:37])) == len(set(colours[37:])) == 1
            assert colours[0] != colours[-1]


@pytest.mark.parametrize("size", [(80, 24), (40, 24), (112, 34)])
async def test_picture_fits_and_says_nothing_as_text(size: tuple[int, int]) -> None:
    challenge = Captchas(random.Random(5), 3).new()
    view = CaptchaPictureView()
    view.show(challenge.picture)
    app = WidgetApp(lambda: [view])
    async with app.sitting(size):
        assert view.region.right <= size[0]
        assert view.region.height <= (9 if size[1] < 30 else 12)
        assert set(app.shown()) <= set(" ▀▄█\n")
        assert not view.allow_select


async def test_flat_or_absent_picture_is_drawn_empty() -> None:
    blank = CaptchaPictureView()
    flat = CaptchaPictureView()
    flat.show(Picture(10, 4, b"\x80" * 40))
    app = WidgetApp(lambda: [blank, flat], glyphs=CONSOLE)
    async with app.sitting((80, 40)):
        assert app.shown().strip() == ""
