"""Text made to harm goes through every field and every stored name, and harms nothing."""

import shutil
from pathlib import Path

import pytest

from kiosk.player.player import Player
from kiosk.player.prompt_pilot import running
from kiosk.player.screen_text import screen_lines
from kiosk.player.script import Act, Step
from kiosk.screens.page import Page
from kiosk.services.content import OUR_CONTENT
from kiosk.start import Start
from kiosk.widgets.fields import Field
from tests.conftest import MakeApp

HOSTILE = (
    "[FO]",
    "[/b]",
    "[@click=app.quit]ici[/]",
    "[red]a[/red] $accent {numen} %s \\",
    "<script>&amp;</script>",
    "é" * 200,
    "\x1b[31mrouge\x1b[0m\x07",
    "\u202eerutnava\u202c",
    "a\u0300\u0301\u0302 👩‍🏫 \u200b",
    "'; DROP TABLE ballot; --",
)
FORMS = {
    "webmail": ("webmail.ac-orleans-tours.fr", "boite-jamais-ouverte"),
    "webmail password": ("webmail.ac-orleans-tours.fr/mot-de-passe", "compte-active"),
    "folder name": ("webmail.ac-orleans-tours.fr/dossiers", "compte-active"),
    "search": ("webmail.ac-orleans-tours.fr/recherche", "compte-active"),
    "iprof": ("bv.ac-orleans-tours.fr/iprof", "boite-jamais-ouverte"),
    "account": ("vote2014.education.gouv.fr/compte/creation", "boite-jamais-ouverte"),
    "voter space": ("vote2014.education.gouv.fr/espace/connexion", "compte-active"),
    "voter password lost": (
        "vote2014.education.gouv.fr/espace/mot-de-passe-perdu",
        "compte-active",
    ),
    "confirmation again": ("vote2014.education.gouv.fr/compte/renvoi", "compte-active"),
    "personal data": ("vote2014.education.gouv.fr/espace/donnees", "compte-active"),
    "correction": ("vote2014.education.gouv.fr/espace/demande", "compte-active"),
    "voter password": ("vote2014.education.gouv.fr/espace/mot-de-passe", "compte-active"),
    "polling station": ("vote2014.education.gouv.fr/bureau-de-vote", "jour-du-vote"),
    "key ceremony": ("vote2014.education.gouv.fr/bureau/ceremonie", "boite-jamais-ouverte"),
    "register": ("vote2014.education.gouv.fr/registre", "jour-du-vote"),
    "calendar": ("kiosque:calendrier", "boite-jamais-ouverte"),
}


def _step(act: Act, what: str, field: str = "") -> Step:
    return Step(say="", act=act, what=what, field=field, expect="")


@pytest.mark.parametrize("form", FORMS)
async def test_every_field_takes_it_and_refuses_in_one_sentence(
    form: str, make_app: MakeApp
) -> None:
    address, situation = FORMS[form]
    app = make_app(Start(situation=situation, address=address))
    async with running(app) as pilot:
        player = Player(app)
        for text in HOSTILE:
            page = app.screen.query_one(Page)
            for field in page.query(Field):
                field.value = text
            await player.settle()
            fields = list(page.query(Field))
            fields[-1].focus_input()
            await pilot.press("enter")
            await player.settle()
            assert app.is_running
            assert app.screen.query_one(Page).visit.where.address.endswith(
                page.visit.where.address
            ), "a refused form stays where it is"
            assert "\x1b" not in "".join(screen_lines(app))


async def test_the_address_bar_takes_it(make_app: MakeApp) -> None:
    app = make_app(Start(persona="fabienne-martin", address="kiosque:accueil"))
    async with running(app) as pilot:
        player = Player(app)
        for text in HOSTILE:
            app.screen.query_one("#address").value = text  # type: ignore[attr-defined]
            app.screen.query_one("#address").focus()
            await pilot.press("enter")
            await player.settle()
            assert app.is_running
            assert app.screen.query_one(Page).title_text


@pytest.fixture
def hostile_content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    shutil.copytree(OUR_CONTENT, folder)
    contest = folder / "contests" / "ctm.toml"
    text = contest.read_text("utf-8")
    text = text.replace("Liste Alouette", "[FO] [/b] [@click=app.quit]x[/]")
    text = text.replace("Liste Bouvreuil", "L" * 200)
    contest.write_text(text, "utf-8")
    personas = folder / "personas.toml"
    said = personas.read_text("utf-8").replace("École Jules-Ferry, Tours", "École [/b] [red]x")
    personas.write_text(said, "utf-8")
    mail = next(folder.glob("mails/*dsden.md"))
    said = mail.read_text("utf-8")
    mail.write_text(
        said + "\n[/b] [@click=app.quit]ici[/] ![x](http://example.org/x.png)\n", "utf-8"
    )
    return folder


async def test_stored_names_are_shown_as_they_are(hostile_content: Path, make_app: MakeApp) -> None:
    app = make_app(Start(situation="jour-du-vote"), content=str(hostile_content))
    async with running(app):
        player = Player(app)
        assert any("[/b]" in line for line in screen_lines(app))
        await player.play(1, _step(Act.OPEN, "vote2014.education.gouv.fr/bureau-de-vote"))
        await player.play(2, _step(Act.TYPE, "{identifier}", "identifier"))
        await player.play(3, _step(Act.TYPE, "{password}", "password"))
        await player.play(4, _step(Act.PRESS, "enter"))
        await player.play(5, _step(Act.CHOOSE, "Comité technique ministériel"))
        assert any("[FO]" in line for line in screen_lines(app))
        await player.play(6, _step(Act.CHOOSE, "[FO]"))
        await player.play(7, _step(Act.CHOOSE, "Vérifier mon choix"))
        assert any("[FO] [/b]" in line for line in screen_lines(app))
        assert app.is_running
