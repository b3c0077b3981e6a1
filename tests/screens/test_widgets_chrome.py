"""The bars, the guide, the links and the buttons."""

from dataclasses import replace

import pytest
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button

from kiosk.glyphs import CONSOLE
from kiosk.player.screen_text import can_read
from kiosk.widgets.address_bar import AddressBar, BarIcon, Bookmark, IconButton, Travel
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import KioskInput
from kiosk.widgets.foreign_text import cleaned, cleaned_lines, fitted, shortened
from kiosk.widgets.guide import GuideLine, GuidePanel, GuideStepState, GuideStepView, GuideView
from kiosk.widgets.links import Link, LinkItem, Links
from kiosk.widgets.more_below import MoreBelow
from kiosk.widgets.texts import Text
from kiosk.widgets.top_bar import TopBar

from .widget_app import HOSTILE, WidgetApp


def guide(done: int, title: str = "Étape", hint: str = "Lisez le message.") -> GuideView:
    def state(at: int) -> GuideStepState:
        if at == done:
            return GuideStepState.CURRENT
        return GuideStepState.DONE if at < done else GuideStepState.PENDING

    steps = tuple(GuideStepView(f"{title} {at + 1}", state(at)) for at in range(11))
    return GuideView(steps, done, hint, hint)


def chrome() -> list[Widget]:
    return [TopBar(), AddressBar(), GuidePanel(), GuideLine()]


async def test_guide_says_what_was_missed() -> None:
    states = (GuideStepState.DONE, GuideStepState.MISSED)
    steps = tuple(GuideStepView(state.name, state) for state in states)
    view = GuideView(steps, 1, "Trop tard.", "Trop tard.")
    for size, told in (((112, 34), "×  2  MISSED"), ((80, 24), "× 2/2  Trop tard.")):
        app = WidgetApp(chrome)
        async with app.sitting(size) as pilot:
            app.query_one(GuidePanel).show(view)
            app.query_one(GuideLine).show(view)
            await pilot.pause()
            assert told in app.shown()


async def test_top_bar_always_shows_the_exercise_and_the_moment() -> None:
    for size, person in (((80, 24), "Fabienne Martin"), ((112, 34), "Martin · École Jules-Ferry")):
        app = WidgetApp(chrome)
        async with app.sitting(size) as pilot:
            bar = app.query_one(TopBar)
            bar.show_moment("lun. 22 sept. 2014", "09:12")
            bar.show_person("Fabienne Martin · École Jules-Ferry")
            await pilot.pause()
            first = app.shown().splitlines()[0]
            assert first.startswith(" ◆ Kiosque électeur   EXERCICE ")
            assert first.endswith("lun. 22 sept. 2014  09:12 ")
            assert person in first


async def test_top_bar_leaves_out_a_person_too_long() -> None:
    app = WidgetApp(chrome)
    async with app.sitting() as pilot:
        bar = app.query_one(TopBar)
        bar.show_moment("lun. 22 sept. 2014", "09:12")
        bar.show_person("Anne-Sophie de La Tour-Maubourg-Villeneuve")
        await pilot.pause()
        first = app.shown().splitlines()[0]
        assert "Anne" not in first
        assert first.endswith("09:12 ")


async def test_address_bar_says_what_was_asked() -> None:
    app = WidgetApp(chrome)
    async with app.sitting() as pilot:
        bar = app.query_one(AddressBar)
        bar.show_address("https://webmail.test/", Bookmark.PRESENT, Travel.POSSIBLE)
        await pilot.pause()
        assert "https://webmail.test/" in app.shown()
        assert "★" in app.shown()
        icons = list(app.query(IconButton))
        for icon in icons:
            icon.focus()
            await pilot.press("enter")
        pressed = [message.icon for message in app.heard_of(AddressBar.Pressed)]
        assert pressed == [BarIcon.BACK, BarIcon.RELOAD, BarIcon.BOOKMARK]
        bar.focus_address()
        await pilot.press(*"dsden", "enter")
        await pilot.pause()
        assert [message.text for message in app.heard_of(AddressBar.Submitted)] == ["dsden"]


async def test_address_that_is_cut_shows_that_it_goes_on() -> None:
    app = WidgetApp(chrome)
    async with app.run_test(size=(60, 20)) as pilot:
        bar = app.query_one(AddressBar)
        bar.show_address("vote2014.education.gouv.fr/" + "a" * 60 + "/fin")
        await pilot.pause()
        assert can_read(app, "vote2014.education.gouv.fr/aaa")
        assert can_read(app, "aaa…")
        bar.focus_address()
        await pilot.press("end")
        assert can_read(app, "aaa/fin")
        assert not can_read(app, "…")


async def test_address_bar_works_with_the_mouse() -> None:
    app = WidgetApp(chrome)
    async with app.sitting() as pilot:
        app.query_one(AddressBar).show_address("x", back=Travel.POSSIBLE)
        await pilot.click(app.query(IconButton).first())
        await pilot.pause()
        assert [message.icon for message in app.heard_of(AddressBar.Pressed)] == [BarIcon.BACK]


async def test_focus_of_an_icon_shows_without_colour() -> None:
    app = WidgetApp(chrome)
    async with app.sitting() as pilot:
        app.query_one(AddressBar).show_address("x", back=Travel.POSSIBLE)
        app.query(IconButton).first().focus()
        await pilot.pause()
        assert "[◄]" in app.shown()


async def test_numen_in_the_address_bar_is_wiped() -> None:
    app = WidgetApp(chrome)
    async with app.sitting() as pilot:
        app.query_one(AddressBar).focus_address()
        await pilot.press(*("37" + "g0912345" + "abc"))
        await pilot.pause()
        assert app.query_one(KioskInput).value == ""
        assert len(app.heard_of(KioskInput.Forbidden)) == 1


async def test_guide_is_a_line_or_a_panel() -> None:
    for size, panel in (((80, 24), False), ((112, 34), True)):
        app = WidgetApp(chrome)
        async with app.sitting(size) as pilot:
            app.query_one(GuidePanel).show(guide(5))
            app.query_one(GuideLine).show(guide(5))
            await pilot.pause()
            shown = app.shown()
            assert ("► 6/11  Lisez le message." in shown) is not panel
            assert ("5\u00a0étapes sur 11" in shown) is panel
            assert ("✓  5  Étape 5" in shown) is panel
            assert ("►  6  Étape 6" in shown) is panel
            assert ("· 11  Étape 11" in shown) is panel


async def test_guide_tells_news_whole_and_goes_back_to_one_line() -> None:
    end = "et c’est ici que la phrase finit."
    news = replace(guide(5), hint=f"{'Une phrase. ' * 9}{end}", is_news=True)
    for size in ((80, 24), (112, 34)):
        app = WidgetApp(chrome)
        async with app.sitting(size) as pilot:
            panel, line = app.query_one(GuidePanel), app.query_one(GuideLine)
            for view, rows in ((guide(5), 1), (news, 2), (guide(5), 1)):
                panel.show(view)
                line.show(view)
                await pilot.pause()
                shown = " ".join(app.shown().split())
                assert ("✓ Une phrase." in shown) is view.is_news
                assert ("phrase finit." in shown) is view.is_news
                assert not line.display or line.region.height == rows


async def test_guide_says_when_all_is_done() -> None:
    app = WidgetApp(chrome)
    async with app.sitting() as pilot:
        app.query_one(GuideLine).show(guide(11))
        await pilot.pause()
        assert "✓ 11/11" in app.shown()


@pytest.mark.parametrize("size", [(80, 24), (112, 34)])
@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_in_the_chrome(text: str, size: tuple[int, int]) -> None:
    app = WidgetApp(
        lambda: [
            *chrome(),
            Links([LinkItem("a", text, text), LinkItem("b", "Bureau", text)]),
            KioskButton(text),
        ]
    )
    async with app.sitting(size) as pilot:
        app.query_one(TopBar).show_person(text)
        app.query_one(AddressBar).show_address(text)
        app.query_one(GuidePanel).show(guide(3, text, text))
        app.query_one(GuideLine).show(guide(3, text, text))
        await pilot.pause()
        shown = app.shown()
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        if text.isprintable() and 0 < len(text) < 30:
            assert shown.count(text) >= 5


async def test_links_are_walked_and_followed() -> None:
    items = [LinkItem("mail", "Messagerie"), LinkItem("desk", "Bureau", "vos affaires")]
    app = WidgetApp(lambda: [Links(items)])
    async with app.sitting() as pilot:
        await pilot.press("tab")
        await pilot.pause()
        assert "► Messagerie" in app.shown()
        await pilot.press("up", "down", "down", "enter")
        await pilot.pause()
        assert "► Bureau  vos affaires" in app.shown()
        await pilot.click(app.query(Link).first())
        await pilot.pause()
        assert [message.key for message in app.heard_of(Links.Chosen)] == ["desk", "mail"]


async def test_description_without_room_is_said_in_fewer_words() -> None:
    told = LinkItem("a", "Dépouillement", "par Adèle et Bruno Lavergne")
    app = WidgetApp(lambda: [Link(told, shorter=("par Lavergne", "par 2"))])
    async with app.sitting() as pilot:
        for width, said in ((80, told.description), (40, "par Lavergne"), (24, "par 2")):
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            assert f"· Dépouillement  {said}" in app.shown()
            assert "…" not in app.shown()


async def test_line_about_what_is_below_does_not_hide_the_last_row_itself() -> None:
    def make() -> list[Widget]:
        rows = VerticalScroll(*(Text(f"rang {number}") for number in range(9)))
        rows.styles.height = "1fr"
        return [Vertical(rows, MoreBelow(rows, "rang"))]

    app = WidgetApp(make)
    async with app.sitting() as pilot:
        for height, below in ((9, 0), (8, 2), (9, 0), (5, 5)):
            await pilot.resize_terminal(80, height)
            await pilot.pause()
            assert ("rang 8" in app.shown()) is (below == 0)
            assert (f"↓ Encore {below}\u00a0rangs" in app.shown()) is (below > 0)


async def test_links_can_be_replaced() -> None:
    app = WidgetApp(lambda: [Links([LinkItem("a", "Un")])])
    async with app.sitting() as pilot:
        await app.query_one(Links).show([LinkItem("b", "Deux"), LinkItem("c", "Trois")])
        await pilot.pause()
        assert "Un" not in app.shown()
        assert "Trois" in app.shown()


async def test_focus_of_a_button_shows_without_colour_and_moves_nothing() -> None:
    for glyphs in (None, CONSOLE):
        app = WidgetApp(lambda: [KioskButton("Valider", kind=ButtonKind.PRIMARY)])
        if glyphs:
            app.glyphs = glyphs
        async with app.sitting() as pilot:
            before = app.query_one(KioskButton).region
            await pilot.press("tab")
            await pilot.pause()
            assert "► Valider ◄" in app.shown()
            assert app.query_one(KioskButton).region == before


async def test_two_presses_at_once_are_one() -> None:
    app = WidgetApp(lambda: [KioskButton("Valider")])
    async with app.sitting() as pilot:
        button = app.query_one(KioskButton)
        button.press()
        button.press()
        await pilot.pause()
        assert len(app.heard_of(Button.Pressed)) == 1
        button.press()
        await pilot.pause()
        assert len(app.heard_of(Button.Pressed)) == 2


async def test_held_button_waits_until_it_is_ready() -> None:
    app = WidgetApp(lambda: [KioskButton("Valider")])
    async with app.sitting() as pilot:
        button = app.query_one(KioskButton)
        button.focus()
        button.hold()
        await pilot.press("enter", "space")
        await pilot.click(button)
        assert app.heard_of(Button.Pressed) == []
        assert button.has_focus
        button.ready()
        await pilot.press("enter")
        await pilot.pause()
        assert len(app.heard_of(Button.Pressed)) == 1


def test_foreign_text_is_measured_in_cells() -> None:
    assert cleaned("a\u202eb\x1bc\r\nd") == "abc d"
    assert cleaned_lines("a\r\n\x00b\n") == "a\nb\n"
    assert shortened("漢字漢字", 5) == "漢字…"
    assert shortened("abcdef", 3, "...") == "..."
    assert shortened("abc", 0) == ""
    assert fitted("é", 3) == "é  "
