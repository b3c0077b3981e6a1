"""An academy is one file: with it, somebody goes all the way to the vote there."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from kiosk.bootstrap import open_services
from kiosk.services.addresses import PageId
from kiosk.services.container import Services
from kiosk.services.content import OUR_CONTENT, Milestone, Stage, load_content
from kiosk.services.postman import Folder
from kiosk.settings import Settings

BRUME = """\
id = "brume"
name = "académie de Brume"
short_name = "Brume"
domain = "ac-brume.fr"
department = "Haute-Brume"
town = "99000 Brume"
forgotten_password_label = "Mot de passe perdu"
assistance_label = "Aide"
portal_enter_label = "Entrer"

[systems.webmail]
title = "Messagerie professionnelle"
base = "https://courrier.ac-brume.fr/"

[systems.assistance]
title = "Assistance de l’académie"
base = "https://www.ac-brume.fr/aide/"

[systems.iprof]
title = "I-Prof"
base = "https://bv.ac-brume.fr/iprof/"

[systems.magistere]
title = "Magistère"
base = "https://magistere.education.fr/"

[systems.portal]
title = "Espace électeur"
base = "https://vote2014.education.gouv.fr/"
"""


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    folder = copytree(OUR_CONTENT, tmp_path / "content")
    (folder / "academies" / "brume.toml").write_text(BRUME, encoding="utf-8")
    store = f"sqlite:///{(tmp_path / 'kiosque.db').as_posix()}"
    services = open_services(Settings(seed=7, store=store), content=load_content(folder))
    yield services
    services.store.close()


def test_somebody_of_a_third_academy_goes_all_the_way(services: Services) -> None:
    who = services.workshops.begin_named("Zoé", "Le Gall", "brume")
    assert services.workshops.sheet(who.participant_id).address == "zoe.le-gall@ac-brume.fr"
    cookies = services.stages.reach(who, Stage.VOTED, services.calendar.at(Milestone.VOTE_OPENS))
    assert all(one.voted for one in services.polling.contests(cookies.polling_station))
    inbox = services.mailboxes.open_folder(cookies.webmail, Folder.INBOX)
    assert inbox.address == "zoe.le-gall@ac-brume.fr"
    assert inbox.messages


def test_its_sites_are_at_its_own_addresses(services: Services) -> None:
    book = services.address_books["brume"]
    assert book.resolve("courrier.ac-brume.fr").page is PageId.WEBMAIL_SIGN_IN
    assert book.resolve("webmail.ac-orleans-tours.fr").page is PageId.NOT_FOUND
    assert book.of(PageId.DSDEN_HOME) == ""
    assert book.resolve("bv.ac-brume.fr/iprof").page is PageId.IPROF_SIGN_IN
    assert book.resolve("courrier.ac-brume.fr.connexion.example").page is PageId.LOOK_ALIKE
