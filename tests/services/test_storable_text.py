"""Whatever is typed, services keep it or refuse it; nobody's real NUMEN is kept."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from kiosk.models import CareerPaper, CorrectionRequest, MailFolder, Message, Note
from kiosk.services.contacts import Contact
from kiosk.services.content import Stage
from kiosk.services.letter_writing import Typed
from kiosk.services.refusals import Refusal, Refusals
from kiosk.services.storable_text import kept, storable

from ..worlds import World

REAL = "18G0612345ABC"
ANY = st.characters() | st.sampled_from(["\0", "\ud800", "\udfff", "a", "@", "."])
TYPED = st.text(ANY, max_size=30)
Calls = dict[str, Callable[[str], object]]


@given(TYPED)
def test_text_that_can_be_stored_is_stored_as_it_is(text: str) -> None:
    assert storable(text).encode().decode() == storable(text)
    assert "\0" not in storable(text)
    assert storable(storable(text)) == storable(text)
    if text.isprintable():
        assert storable(text) == text


def test_half_a_character_is_seen_as_one_that_cannot_be_read() -> None:
    assert storable("a\0\ud83db") == "a\ufffdb"
    assert kept(f"a\0 {REAL[:3]}\0{REAL[3:]}") == "a "


@pytest.fixture
def calls(world: World) -> Calls:
    """Every service that a text goes to, by name, for somebody who is signed in everywhere."""
    services, (workshop, person) = world.services, (world.workshop_id, world.participant_id)
    cookies = world.reach(Stage.ACCOUNT_CONFIRMED)
    mail, space = cookies.webmail, cookies.voter_space
    numen = world.sheet.numen
    iprof = services.iprof.sign_in(workshop, person, "fmartin", numen)
    writing, address = services.mail_writing, world.sheet.address
    return {
        "user name": lambda t: services.webmail.sign_in(workshop, person, t, numen),
        "password": lambda t: services.webmail.sign_in(workshop, person, f"x{t}", t),
        "lost password": lambda t: services.lost_passwords.prove(
            services.lost_passwords.begin(workshop, person, t), t
        ),
        "voter": lambda t: services.voter_accounts.sign_in(workshop, person, t, t),
        "voter's domain": lambda t: services.voter_passwords.mail_link(
            workshop, person, f"{t}@ac-orleans-tours.fr"
        ),
        "again": lambda t: services.account_requests.mail_again(
            workshop, person, f"{t}@ac-orleans-tours.fr"
        ),
        "voter password": lambda t: services.voter_passwords.change(
            space, current=t, new=t, confirmation=t
        ),
        "link": lambda t: services.account_requests.confirm(workshop, t),
        "correction": lambda t: services.corrections.ask(space, "school", t),
        "contact": lambda t: services.contacts.keep(
            space, Contact(f"1 rue {t}, 37000 Tours", "", f"a{t}@exemple.fr")
        ),
        "cv": lambda t: services.iprof.keep_cv(iprof, studies=t, experience=t, languages=t),
        "note": lambda t: services.desk.write_note(person, t),
        "folder": lambda t: services.mail_folders.create(mail, t),
        "search": lambda t: services.mailboxes.search(mail, t),
        "draft": lambda t: writing.keep(mail, "d" * 24, Typed(t, t, t)),
        "mail": lambda t: writing.send(mail, writing.new_key(), Typed(address, t, t)),
        "recipient": lambda t: writing.send(mail, writing.new_key(), Typed(f"{t}@x.fr", "", "")),
        "mailbox": lambda t: services.mail_files.export(t, None),  # type: ignore[arg-type]
    }


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_services_take_or_refuse_whatever_is_typed(calls: Calls, data: st.DataObject) -> None:
    for name, call in calls.items():
        typed = data.draw(TYPED, name)
        try:
            call(typed)
        except (Refusal, Refusals):
            continue


@pytest.mark.parametrize("typed", ["\0", "\ud800", "é\0\udfff", "\0a@\ud800.fr"])
def test_services_take_or_refuse_what_no_store_holds(calls: Calls, typed: str) -> None:
    for call in calls.values():
        try:
            call(typed)
        except (Refusal, Refusals):
            continue


@pytest.mark.parametrize("numen", [REAL, "18 g  06/12345-abc", f"de {REAL}, merci"])
def test_real_numen_is_kept_by_no_service(world: World, calls: Calls, numen: str) -> None:
    for call in calls.values():
        try:
            call(numen)
        except (Refusal, Refusals):
            continue
    world.later(60)
    world.look()
    with world.services.store.look() as unit:
        rows = [
            row.model_dump()
            for table in (CareerPaper, CorrectionRequest, MailFolder, Message, Note)
            for row in unit.exec(select(table)).all()
        ]
    assert rows
    assert not [row for row in rows if "12345" in str(row)]
