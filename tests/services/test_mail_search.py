"""Searching and sorting, on both kinds of store."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.models import Message
from kiosk.services.letter_writing import Typed
from kiosk.services.mail_search import MOST_WORDS
from kiosk.services.mail_words import words_of
from kiosk.services.mailboxes import PAGE, Order, Sort
from kiosk.services.postman import Folder

from ..worlds import World

HOSTILE = (
    '"',
    "'",
    '""" AND NEAR(',
    "words:a*",
    "a OR b NOT c",
    "-x ^y (z",
    "\\",
    "%_%",
    "; DROP TABLE message; --",
    ":* & | ! <->",
    "\0",
    "\x1b[31m",
    "é" * 200,
    "mot " * 200,
    "\u202e",
    "漢字 👩‍🏫 ½ ² ª",
    "",
    "   ",
)


def fill(world: World, number: int, folder: Folder = Folder.INBOX) -> None:
    """Add so many messages, no two of the same size, sender or instant."""
    chance = random.Random(1)
    with world.services.store.unit() as unit:
        for n in range(number):
            sender = f"Expéditeur {chance.randrange(10**6)}"
            unit.add(
                Message(
                    id=f"m{n:05}",
                    participant_id=world.participant_id,
                    folder=folder,
                    sender=sender,
                    subject=f"Lettre {n}",
                    sent_at=world.now,
                    arrived_at=world.now,
                    size=chance.randrange(10**6),
                    raw="\n",
                    words=words_of(sender, f"Lettre {n}"),
                )
            )


def found(world: World, token: str, typed: str) -> list[str]:
    return [line.subject for line in world.services.mailboxes.search(token, typed).messages]


@pytest.mark.parametrize(
    "typed", ["électeur", "ELECTEUR", "elect", "L’électeur ouvre", "ouvre elec"]
)
def test_accents_capitals_and_endings_do_not_matter(world: World, typed: str) -> None:
    token = world.sign_in_to_webmail()
    assert any("électeur" in subject for subject in found(world, token, typed))


def test_every_word_must_be_there(world: World) -> None:
    token = world.sign_in_to_webmail()
    assert found(world, token, "cantine repas") == ["Cantine\u202f: les repas des adultes"]
    assert found(world, token, "cantine introuvable") == []


def test_every_folder_is_searched(world: World) -> None:
    token, services = world.sign_in_to_webmail(), world.services
    services.mail_writing.keep(token, "k", Typed("", "Cœur", "Un bœuf"))
    (junk,) = services.mailboxes.open_folder(token, Folder.JUNK).messages
    services.mail_filing.delete(token, [junk.id])
    (line,) = services.mailboxes.search(token, junk.subject).messages
    assert (line.id, line.folder) == (junk.id, Folder.TRASH)
    assert found(world, token, "boeuf coeur") == ["Cœur"]


def test_what_is_deleted_or_changed_is_no_longer_found(world: World) -> None:
    token, services = world.sign_in_to_webmail(), world.services
    services.mail_writing.keep(token, "k", Typed("", "Premier", "alouettes"))
    services.mail_writing.keep(token, "k", Typed("", "Second", "hirondelles"))
    assert found(world, token, "alouettes") == []
    assert found(world, token, "hirondelles") == ["Second"]
    services.mail_filing.delete(token, ["k"])
    services.mail_filing.empty_trash(token)
    assert found(world, token, "hirondelles") == []


def test_nothing_of_another_workshop_is_found(world: World) -> None:
    other = world.services.workshops.begin_as("maelle-casteran")
    token = world.sign_in_to_webmail()
    assert found(world, token, "cantine")
    assert found(world, token, "Maëlle") == []
    assert other.workshop_id != world.workshop_id


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_searches_only_find_nothing_or_something(world: World, typed: str) -> None:
    token = world.sign_in_to_webmail()
    result = world.services.mailboxes.search(token, typed)
    assert len(result.order) >= len(result.messages)
    if not words_of(typed):
        assert result.order == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(typed=st.text(st.characters(exclude_categories=[]), max_size=200))
def test_whatever_is_typed_is_only_words(world: World, typed: str) -> None:
    token = world.sign_in_to_webmail()
    world.services.mailboxes.search(token, typed)


def test_words_beyond_the_twelfth_do_not_count(world: World) -> None:
    token = world.sign_in_to_webmail()
    assert found(world, token, "cantine " * MOST_WORDS + "introuvable")


@pytest.mark.parametrize("sort", Sort)
def test_folder_is_listed_in_the_order_asked_for(world: World, sort: Sort) -> None:
    token = world.sign_in_to_webmail()
    fill(world, 60)
    lines = world.services.mailboxes.open_folder(token, Folder.INBOX, sort).messages
    orders: dict[Sort, list[Any]] = {
        Sort.DATE: [-line.sent_at.timestamp() for line in lines],
        Sort.SENDER: [words_of(line.sender) for line in lines],
        Sort.SUBJECT: [words_of(line.subject) for line in lines],
        Sort.SIZE: [-line.size for line in lines],
    }
    keys = orders[sort]
    assert keys == sorted(keys)
    assert len(lines) > 60


def test_accents_and_answers_keep_their_place_in_the_alphabet(world: World) -> None:
    token, writing = world.sign_in_to_webmail(), world.services.mail_writing
    for place, subject in enumerate(("Zèbre", "Re: Éclair", "abeille", "TR: Re: Dahlia")):
        writing.keep(token, f"k{place}", Typed("", subject, ""))
    drafts = world.services.mailboxes.open_folder(token, Folder.DRAFTS, Sort.SUBJECT)
    subjects = [line.subject for line in drafts.messages]
    assert subjects == ["abeille", "TR: Re: Dahlia", "Re: Éclair", "Zèbre"]


def test_large_folder_is_read_a_page_at_a_time(world: World) -> None:
    token, mailboxes = world.sign_in_to_webmail(), world.services.mailboxes
    fill(world, 300, Folder.SENT)
    mailbox = mailboxes.open_folder(token, Folder.SENT, in_sight=["m00299", "unknown"])
    assert len(mailbox.order) == 300
    assert [line.id for line in mailbox.messages] == [*mailbox.order[:PAGE], "m00299"]
    wanted = mailbox.order[150:160]
    assert tuple(line.id for line in mailboxes.lines(token, wanted)) == wanted


@pytest.mark.parametrize("sort", Sort)
def test_order_turned_round_is_the_same_messages_from_the_end(world: World, sort: Sort) -> None:
    token, mailboxes = world.sign_in_to_webmail(), world.services.mailboxes
    usual = mailboxes.open_folder(token, Folder.INBOX, sort)
    turned = mailboxes.open_folder(token, Folder.INBOX, sort, turned=Order.REVERSED)
    assert len(usual.order) > 1
    assert turned.order == usual.order[::-1]
    assert tuple(line.id for line in turned.messages) == turned.order
