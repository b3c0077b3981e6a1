"""Two terminals on one store that do the same thing at the same instant."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import delete

from kiosk.models import ContactDetails, Note
from kiosk.services.contacts import Contact
from kiosk.services.container import Services
from kiosk.services.content import Stage
from kiosk.services.mailboxes import OpenedMessage
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal, RefusalCode

from ..worlds import PASSWORD, World

TIMES = 12


def at_once(*works: Callable[[], object]) -> list[object]:
    """Start them all at the same instant, and return what each returned."""
    start = Barrier(len(works))

    def begin(work: Callable[[], object]) -> object:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(begin, works))


@pytest.fixture
def other(world: World) -> Services:
    return world.another_terminal()


def test_personal_data_are_first_kept_on_both(world: World, other: Services) -> None:
    here = world.reach(Stage.ACCOUNT_CONFIRMED).voter_space
    there = other.voter_accounts.sign_in(
        world.workshop_id, world.participant_id, world.sheet.address, PASSWORD
    )
    kept = (Contact(mobile="06 39 98 12 04"), Contact(mobile="07 39 98 12 04"))
    for _ in range(TIMES):
        with world.services.store.unit() as unit:
            unit.execute(delete(ContactDetails))
        at_once(
            lambda: world.services.contacts.keep(here, kept[0]),
            lambda: other.contacts.keep(there, kept[1]),
        )
        assert world.services.contacts.contact(here) in kept


def test_notebook_is_first_written_on_both(world: World, other: Services) -> None:
    for _ in range(TIMES):
        with world.services.store.unit() as unit:
            unit.execute(delete(Note))
        at_once(
            lambda: world.services.desk.write_note(world.participant_id, "ici"),
            lambda: other.desk.write_note(world.participant_id, "là-bas"),
        )
        assert world.services.desk.note(world.participant_id) in {"ici", "là-bas"}


def test_message_is_read_while_the_other_files_it(world: World, other: Services) -> None:
    here = world.sign_in_to_webmail()
    there = other.webmail.sign_in(
        world.workshop_id, world.participant_id, "fmartin", world.sheet.numen
    )
    read, filing = world.services.mailboxes.read, other.mail_filing
    message = world.services.mailboxes.open_folder(here, Folder.INBOX).messages[0].id
    for _ in range(TIMES):
        for file in (filing.delete, filing.restore):
            opened, moved = at_once(lambda: read(here, message), lambda: file(there, [message]))  # noqa: B023
            assert isinstance(opened, OpenedMessage)
            assert opened.folder in {Folder.INBOX, Folder.TRASH}
            assert moved == 1


def test_message_is_read_while_the_other_deletes_it_for_good(world: World, other: Services) -> None:
    here = world.sign_in_to_webmail()
    there = other.webmail.sign_in(
        world.workshop_id, world.participant_id, "fmartin", world.sheet.numen
    )

    def read() -> str:
        try:
            return world.services.mailboxes.read(here, message).id
        except Refusal as refusal:
            return refusal.code

    for line in world.services.mailboxes.open_folder(here, Folder.INBOX).messages:
        message = line.id
        other.mail_filing.delete(there, [message])
        seen, gone = at_once(read, lambda: other.mail_filing.empty_trash(there))
        assert seen in {message, RefusalCode.MESSAGE_GONE}
        assert gone == 1
