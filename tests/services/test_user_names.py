import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.user_names import LONGEST_NAME, address, clean_name, user_name

FRENCH_LETTERS = "abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿœæÉÈÇŒ"


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("Julie", "Labert", "jlabert"),
        ("Fabienne", "Martin", "fmartin"),
        ("Marc", "Le Dupond", "mle-dupond"),
        ("Élise", "Lefèvre-Noël", "elefevre-noel"),
        ("Œdipe", "Bœuf", "oboeuf"),
        ("Charles", "d’Artagnan", "cdartagnan"),
        ("Charles", "d'Artagnan", "cdartagnan"),
        ("Søren", "Weiß", "sweiss"),
        ("Łukasz", "Kowalski", "lkowalski"),
    ],
)
def test_a_user_name_is_a_letter_and_a_folded_surname(first: str, last: str, name: str) -> None:
    assert user_name(first, last) == name


def test_a_homonym_gets_a_digit_behind() -> None:
    assert user_name("Fabienne", "Martin", 1) == "fmartin1"
    assert address("Fabienne", "Martin", "ac-x.fr", 2) == "fabienne.martin2@ac-x.fr"


def test_an_address_keeps_the_hyphens_of_both_names() -> None:
    assert address("Jean Pierre", "Le Goff", "ac-toulouse.fr") == (
        "jean-pierre.le-goff@ac-toulouse.fr"
    )


def test_a_negative_rank_is_an_error() -> None:
    with pytest.raises(ValueError, match="never negative"):
        user_name("Julie", "Labert", -1)


@pytest.mark.parametrize("name", ["", "-", "’", "Иван"])
def test_a_name_without_a_latin_letter_makes_no_user_name(name: str) -> None:
    with pytest.raises(ValueError, match="Latin"):
        user_name("Julie", name)
    with pytest.raises(ValueError, match="Latin"):
        user_name(name, "Labert")


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Julie  ", "Julie"),
        ("Le \u00a0 Dupond", "Le Dupond"),
        ("d'Artagnan", "d’Artagnan"),
        ("d´Artagnan", "d’Artagnan"),
        ("Anne\u2011Marie", "Anne-Marie"),
        ("Noe\u0308l", "Noël"),
        ("Şahin", "Şahin"),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
    ],
)
def test_a_typed_name_is_tidied(typed: str, clean: str) -> None:
    assert clean_name(typed) == clean


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "- ’",
        "x" * (LONGEST_NAME + 1),
        "Julie2",
        "J.Labert",
        "[b]Julie[/b]",
        "Julie\u200b",
        "Иван",
        "李",
        "Julie_L",
        "a\u0325\u0325",
    ],
)
def test_a_name_of_another_shape_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        clean_name(typed, field="last_name")
    assert refused.value.code is RefusalCode.NAME_SHAPE
    assert refused.value.field == "last_name"


@given(st.text(max_size=80))
def test_whatever_passes_the_cleaning_makes_a_plain_user_name(text: str) -> None:
    try:
        name = clean_name(text)
    except Refusal:
        return
    assert clean_name(name) == name
    assert re.fullmatch("[a-z]+(-[a-z]+)*", user_name(name, name))


@given(st.text(FRENCH_LETTERS, min_size=1, max_size=LONGEST_NAME))
def test_french_letters_are_never_refused(text: str) -> None:
    assert clean_name(text) == text


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Charles", "d’Artagnan"),
        ("Éva", "Le Gall-Ñuñez"),
        ("Cœlia", "Œuvrard"),
        ("Jean-François", "Pey"),
        ("x" * LONGEST_NAME, "y" * LONGEST_NAME),
        ("A", "B"),
    ],
)
def test_twenty_homonyms_have_names_and_addresses_of_their_own(first: str, last: str) -> None:
    first, last = clean_name(first), clean_name(last)
    names = [user_name(first, last, rank) for rank in range(21)]
    addresses = [address(first, last, "ac-toulouse.fr", rank) for rank in range(21)]
    assert len(set(names)) == len(set(addresses)) == 21
    assert all(re.fullmatch(r"[a-z][a-z-]*[a-z0-9]*", name) for name in names)
    assert all(re.fullmatch(r"[a-z-]+\.[a-z-]+\d*@ac-toulouse\.fr", one) for one in addresses)
