import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.addresses import DESK_PAGES, DESK_SCHEME, AddressBook, PageId
from kiosk.services.content import load_academies

BOOKS = {key: AddressBook(academy) for key, academy in load_academies().items()}
ORLEANS, TOULOUSE = BOOKS["orleans-tours"], BOOKS["toulouse"]
ABSENT = {"orleans-tours": set[PageId](), "toulouse": {PageId.DSDEN_HOME}}
NO_ADDRESS = {PageId.NOT_FOUND, PageId.LOOK_ALIKE}
"""What answers at addresses that are nobody's."""
FILLED = {
    "entry": "4",
    "folder": "inbox",
    "message": "0a1b2c",
    "token": "ff00",
    "contest": "CAPN-PE",
    "list": "abc",
    "item": "d00d",
    "part": "1",
    "draft": "0a1b",
    "kind": "reponse",
    "topic": "avancement",
    "sender": "a@b.example",
}


@pytest.mark.parametrize("academy", BOOKS)
def test_every_page_has_an_address_that_leads_to_it(academy: str) -> None:
    book = BOOKS[academy]
    addresses = dict(book.all())
    assert set(addresses) == set(PageId) - NO_ADDRESS - ABSENT[academy]
    for page, shown in addresses.items():
        names = [part[1:-1] for part in shown.split("/") if part.startswith("{")]
        params = {name: FILLED[name] for name in names}
        address = book.of(page, **params)
        resolved = book.resolve(address)
        assert (resolved.page, resolved.address, resolved.params) == (page, address, params)
        assert (page in DESK_PAGES) <= address.startswith(DESK_SCHEME)


def test_page_the_academy_does_not_have_has_no_address() -> None:
    assert TOULOUSE.of(PageId.DSDEN_HOME) == ""
    assert TOULOUSE.resolve("https://www.ac-orleans-tours.fr/dsden37/").page is PageId.NOT_FOUND


@pytest.mark.parametrize(
    "typed",
    [
        "https://webmail.ac-orleans-tours.fr/",
        "https://webmail.ac-orleans-tours.fr",
        "http://webmail.ac-orleans-tours.fr/",
        "HTTPS://WEBMAIL.AC-ORLEANS-TOURS.FR/",
        "webmail.ac-orleans-tours.fr",
        "  webmail.ac-orleans-tours.fr  ",
        "www.webmail.ac-orleans-tours.fr",
        "webmail.ac-orleans-tours.fr//",
        "webmail.ac-orleans-tours.fr.",
        "webmail.ac-orleans-tours.fr/?lang=fr#haut",
        "convergence.ac-orleans-tours.fr",
        "webmail .ac-orleans-tours.fr",
    ],
)
def test_writing_that_makes_no_difference_makes_none(typed: str) -> None:
    resolved = ORLEANS.resolve(typed)
    assert resolved.page is PageId.WEBMAIL_SIGN_IN
    assert resolved.address == "https://webmail.ac-orleans-tours.fr/"


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("www.ac-orleans-tours.fr/dsden37", PageId.DSDEN_HOME),
        ("https://magistere.education.fr/", PageId.MAGISTERE),
        ("ac-orleans-tours.fr/DSDEN37/", PageId.DSDEN_HOME),
        ("www.ac-orleans-tours.fr/assistance", PageId.ASSISTANCE),
        ("vote2014.education.gouv.fr", PageId.PORTAL_HOME),
        ("www.education.gouv.fr/electionspro2014", PageId.PORTAL_HOME),
        ("education.gouv.fr/electionspro2014/resultats", PageId.RESULTS),
        ("vote2014.education.gouv.fr/bureau-de-vote/scrutins", PageId.POLLING_CONTESTS),
        ("vote2014.education.gouv.fr/bureau-de-vote/CTM", PageId.POLLING_BALLOT),
        ("KIOSQUE:Bureau", PageId.DESK),
        ("kiosque:casier/", PageId.PIGEONHOLE),
        ("kiosque:casier/12", PageId.NOTICE),
    ],
)
def test_address_of_the_leaflets_leads_to_its_page(typed: str, page: PageId) -> None:
    assert ORLEANS.resolve(typed).page is page


def test_both_names_of_the_portal_work_in_both_academies() -> None:
    for path in ("", "compte/creation", "espace"):
        for book in BOOKS.values():
            one = book.resolve(f"https://vote2014.education.gouv.fr/{path}")
            other = book.resolve(f"https://www.education.gouv.fr/electionspro2014/{path}")
            assert one == other
            assert one.page is not PageId.NOT_FOUND


def test_token_of_a_link_keeps_its_capitals() -> None:
    resolved = ORLEANS.resolve("vote2014.education.gouv.fr/compte/confirmation/AbC%2F1")
    assert resolved.page is PageId.ACCOUNT_CONFIRM
    assert resolved.params == {"token": "AbC/1"}
    assert resolved.address.endswith("/AbC%2F1")


@pytest.mark.parametrize(
    "typed",
    [
        "https://webmail.ac-orleans-tours.fr@exemple.fr/",
        "https://webmail.ac-orleans-tours.fr.verification.example/",
        "https://exemple.fr/webmail.ac-orleans-tours.fr/",
        "webmail-ac-orleans-tours.fr",
        "https://webmail.ac-toulouse.fr/",
        "javascript:webmail",
    ],
)
def test_look_alike_does_not_lead_to_the_page(typed: str) -> None:
    assert ORLEANS.resolve(typed).page in NO_ADDRESS


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("webmail.ac-orlean-tours.fr", "https://webmail.ac-orleans-tours.fr/"),
        ("vote2014.education.gouv", "https://vote2014.education.gouv.fr/"),
        ("kiosque:bureua", "kiosque:bureau"),
        ("zzzz", ""),
        ("", ""),
    ],
)
def test_unknown_address_names_the_nearest(typed: str, nearest: str) -> None:
    resolved = ORLEANS.resolve(typed)
    assert resolved.page is PageId.NOT_FOUND
    assert resolved.params == {"typed": typed, "nearest": nearest}
    assert resolved.address == typed


ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=400)


@given(typed=ANYTHING, academy=st.sampled_from(sorted(BOOKS)))
def test_whatever_is_typed_leads_somewhere(typed: str, academy: str) -> None:
    resolved = BOOKS[academy].resolve(typed)
    assert isinstance(resolved.page, PageId)
    assert len(resolved.params.get("typed", "")) <= 300


@given(
    start=st.sampled_from([address for _, address in ORLEANS.all()]),
    rest=ANYTHING,
    cut=st.integers(0, 10),
)
def test_whatever_is_added_to_an_address_leads_somewhere(start: str, rest: str, cut: int) -> None:
    resolved = ORLEANS.resolve(start[: len(start) - cut] + rest)
    if resolved.page is not PageId.NOT_FOUND:
        assert ORLEANS.resolve(resolved.address).page is resolved.page


@given(value=st.text(min_size=1, max_size=40).filter(str.isprintable).filter(str.strip))
def test_what_a_page_is_told_comes_back_as_it_was(value: str) -> None:
    resolved = ORLEANS.resolve(ORLEANS.of(PageId.WEBMAIL_MESSAGE, message=value))
    assert resolved.params == {"message": value}


@pytest.mark.parametrize("value", ["%00", "%0A", "%1B%5B31m", "a%E2%80%AEb"])
def test_control_characters_in_an_address_lead_nowhere(value: str) -> None:
    folder = ORLEANS.of(PageId.WEBMAIL_MESSAGE, message="x").removesuffix("x")
    assert ORLEANS.resolve(folder + value).page is PageId.NOT_FOUND
