"""Hosts that imitate an academy's own, and what one does with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from kiosk.models import Message
from kiosk.services.addresses import AddressBook, PageId
from kiosk.services.container import Services
from kiosk.services.content import Milestone, Suspicion, load_academies
from kiosk.services.journal import Event
from kiosk.services.letters import read_letter
from kiosk.services.look_alikes import LookAlikes

from ..worlds import World

BOOKS = {key: AddressBook(academy) for key, academy in load_academies().items()}


@pytest.mark.parametrize(
    ("academy", "typed", "system"),
    [
        ("orleans-tours", "https://webmail.ac-orleans-tours.fr.verification.example/", "webmail"),
        ("orleans-tours", "https://webmail.ac-orleans-tours.fr@exemple.fr/x?y#z", "webmail"),
        ("orleans-tours", "webmail-ac-orleans-tours.fr", "webmail"),
        ("orleans-tours", "WEBMAIL.AC-0RLEANS-TOURS.FR", "webmail"),
        ("orleans-tours", "webmail.ac-orleans-tours.com", "webmail"),
        ("orleans-tours", "ac-orleans-tours.fr-securite.example", "webmail"),
        ("orleans-tours", "bv.ac-orleans-tours.fr.iprof.example/iprof", "iprof"),
        ("orleans-tours", "vote2014.education.gouv.fr.confirmation.example", "portal"),
        ("orleans-tours", "vote2014-education.gouv.fr", "portal"),
        ("orleans-tours", "education-gouv.fr/electionspro2014", "portal"),
        ("orleans-tours", "vote2014.educati\u043en.gouv.fr", "portal"),
        ("toulouse", "messagerie.ac-toulouse.fr.connexion.example", "webmail"),
        ("toulouse", "messagerie-ac-toulouse.info", "webmail"),
    ],
)
def test_host_that_imitates_leads_to_the_lesson_under_its_own_name(
    academy: str, typed: str, system: str
) -> None:
    resolved = BOOKS[academy].resolve(typed)
    assert resolved.page is PageId.LOOK_ALIKE
    assert resolved.params["system"] == system
    assert resolved.params["host"] in resolved.address
    assert BOOKS[academy].resolve(resolved.address) == resolved


@pytest.mark.parametrize(
    "typed",
    [
        "https://webmail.ac-orleans-tours.fr/inconnu",
        "https://fmartin@webmail.ac-orleans-tours.fr/",
        "https://intranet.ac-orleans-tours.fr/",
        "https://www.education.gouv.fr/",
        "https://vote2014.education.gouv",
        "webmail.ac-orlean-tours.fr",
        "https://exemple.fr/webmail.ac-orleans-tours.fr/",
        "https://webmail.ac-toulouse.fr/",
        "https://notac-orleans-tours.fr/",
        "",
    ],
)
def test_real_host_and_mere_slip_are_no_look_alikes(typed: str) -> None:
    assert BOOKS["orleans-tours"].resolve(typed).page is not PageId.LOOK_ALIKE


@given(host=st.text(max_size=300))
def test_any_host_gets_an_answer(host: str) -> None:
    academy = load_academies()["toulouse"]
    LookAlikes(academy).imitated(host)


@given(end=st.from_regex(r"[a-z]{1,12}(\.[a-z]{2,8}){1,3}", fullmatch=True))
def test_real_name_with_another_behind_is_seen(end: str) -> None:
    resolved = BOOKS["orleans-tours"].resolve(f"webmail.ac-orleans-tours.fr.{end}")
    is_real = end.endswith(("ac-orleans-tours.fr", "education.gouv.fr"))
    assert (resolved.page is PageId.LOOK_ALIKE) is not is_real


@pytest.mark.parametrize("suspicion", Suspicion)
def test_report_is_noted_once_for_each_kind(world: World, suspicion: Suspicion) -> None:
    for _ in range(2):
        world.services.reports.report(world.workshop_id, world.participant_id, suspicion)
    assert world.events().count(Event.SUSPICION_REPORTED) == 1
    other = next(one for one in Suspicion if one is not suspicion)
    world.services.reports.report(world.workshop_id, world.participant_id, other)
    assert world.events().count(Event.SUSPICION_REPORTED) == 2


def test_believing_a_copied_site_is_noted_without_what_was_typed(world: World) -> None:
    world.services.reports.believed(world.workshop_id, world.participant_id)
    assert world.events()[-1] is Event.COPIED_SITE_BELIEVED


@pytest.mark.parametrize("persona", ["fabienne-martin", "maelle-casteran"])
def test_traps_in_the_mails_lead_to_the_lesson(services: Services, persona: str) -> None:
    who = services.workshops.begin_as(persona, at=services.calendar.at(Milestone.VOTE_OPENS))
    with services.store.look() as unit:
        mails = unit.exec(select(Message).where(Message.participant_id == who.participant_id)).all()
    links = [link.address for mail in mails for link in read_letter(mail.raw).links]
    traps = [link for link in links if ".example" in link]
    assert traps
    for link in traps:
        assert BOOKS[who.academy_id].resolve(link).page is PageId.LOOK_ALIKE
