import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.contact_rules import mobile, personal_mail, postal_address
from kiosk.services.contacts import Contact
from kiosk.services.content import Stage
from kiosk.services.journal import Event
from kiosk.services.refusals import Refusal, RefusalCode

from ..worlds import World, refusal_of, refusals_of

DOMAINS = ("ac-orleans-tours.fr", "ac-toulouse.fr")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("14 rue des Glycines, 37000 Tours", "14 rue des Glycines, 37000 Tours"),
        ("  14 rue des  Glycines 37000   Tours ", "14 rue des Glycines, 37000 Tours"),
        ("Le Bourg\n37150 Bléré", "Le Bourg, 37150 Bléré"),
        (
            "3 bis av. du Général, 75015 Paris Cedex 15",
            "3 bis av. du Général, 75015 Paris Cedex 15",
        ),
        ("12000 rue Longue, 31770 L’Isle-d’Abeau", "12000 rue Longue, 31770 L’Isle-d’Abeau"),
        ("1 rue A, 20090 Ajaccio", "1 rue A, 20090 Ajaccio"),
        ("1 rue A, 97110 Pointe-à-Pitre", "1 rue A, 97110 Pointe-à-Pitre"),
        ("1 rue A, 98800 Nouméa", "1 rue A, 98800 Nouméa"),
        ("1 rue A, 95880 Saint Ouen l’Aumône", "1 rue A, 95880 Saint Ouen l’Aumône"),
        ("1 rue A, 69003 Lyon 3e", "1 rue A, 69003 Lyon 3e"),
        ("1 rue A, 75012 Paris 12", "1 rue A, 75012 Paris 12"),
        ("1 rue A, 13001 Marseille 1er", "1 rue A, 13001 Marseille 1er"),
        ("1 rue A, 75012 Paris 12ème arrondissement", "1 rue A, 75012 Paris 12ème arrondissement"),
        ("1 rue A, 45000 Orle\u0301ans", "1 rue A, 45000 Orléans"),
    ],
)
def test_postal_address_is_kept_in_one_shape(typed: str, kept: str) -> None:
    assert postal_address(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("14 rue des Glycines, Tours", "postal_address_shape"),
        ("14 rue des Glycines, 3700 Tours", "postal_address_shape"),
        ("14 rue des Glycines, 370000 Tours", "postal_address_shape"),
        ("\u202e14 rue des Glycines, 37000 Tours", "postal_address_shape"),
        ("14 rue des Glycines, 00000 Tours", "postcode_wrong"),
        ("14 rue des Glycines, 96000 Tours", "postcode_wrong"),
        ("14 rue des Glycines, 97900 Tours", "postcode_wrong"),
        ("14 rue des Glycines, 99999 Tours", "postcode_wrong"),
        ("37000 Tours", "street_missing"),
        ("14, 37000 Tours", "street_missing"),
        ("14 rue des Glycines, 37000", "town_missing"),
        ("14 rue des Glycines, 37000 42", "town_missing"),
        ("14 rue des Glycines, 37000 3e", "town_missing"),
        ("14 rue des Glycines, 37000 Lyon 3e 4e", "town_missing"),
    ],
)
def test_postal_address_is_refused_for_what_it_lacks(typed: str, code: str) -> None:
    refusal = refusal_of(postal_address, typed)
    assert (refusal.code.value, refusal.field, refusal.data) == (code, "postal_address", {})


@pytest.mark.parametrize(
    ("typed", "sign"),
    [
        ("14 rue des Glycines, 37000 Tours 😀", "😀"),
        ("14 rue des Glycines, 37000 😀", "😀"),
        ("14 rue des ❤️ Glycines, 37000 Tours", "❤"),
        ("😀", "😀"),
        ("14 rue des Glycines, 37000 [FO]", "["),
        ("14 rue des Glycines, 37000 Tours €", "€"),
        ("14 rue des Glycines, 37000 Tours_Nord", "_"),
    ],
)
def test_sign_that_no_postal_address_holds_is_named(typed: str, sign: str) -> None:
    refusal = refusal_of(postal_address, typed)
    assert refusal.code is RefusalCode.POSTAL_ADDRESS_SIGN
    assert (refusal.field, refusal.data) == ("postal_address", {"sign": sign})


def test_number_sign_is_no_picture() -> None:
    assert postal_address("n° 14 rue A, 37000 Tours") == "n° 14 rue A, 37000 Tours"


@pytest.mark.parametrize(
    "typed",
    [
        "0639981204",
        "06 39 98 12 04",
        "06.39.98.12.04",
        "06-39-98-12-04",
        " +33 6 39 98 12 04 ",
        "+33 (0)6 39 98 12 04",
        "0033639981204",
        "06\u202f39\u00a098 12 04",
    ],
)
def test_mobile_is_kept_grouped_by_two(typed: str) -> None:
    assert mobile(typed) == "06 39 98 12 04"
    assert mobile("") == mobile(" ") == ""
    assert mobile("0700000000") == "07 00 00 00 00"
    for number in ("06 00 33 12 34", "06 50 03 31 12", "06 00 33 00 33"):
        assert mobile(number) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("06 39 98 12", "mobile_shape"),
        ("06 39 98 12 04 5", "mobile_shape"),
        ("00 39 98 12 04", "mobile_shape"),
        ("+44 6 39 98 12 04", "mobile_shape"),
        ("[FO]", "mobile_shape"),
        ("06 39 98 12 0٤", "mobile_shape"),
        ("\u202e0639981204", "mobile_shape"),
        ("02 47 00 00 00", "mobile_not_mobile"),
        ("+33 9 39 98 12 04", "mobile_not_mobile"),
    ],
)
def test_number_that_is_no_french_mobile_is_refused(typed: str, code: str) -> None:
    refusal = refusal_of(mobile, typed)
    assert (refusal.code.value, refusal.field, refusal.data) == (code, "mobile", {})


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("fabienne", "personal_mail_shape"),
        ("fabienne@courriel", "personal_mail_shape"),
        ("fab ienne@courriel.example", "personal_mail_shape"),
        ("f@b@courriel.example", "personal_mail_shape"),
        ("a@b..fr", "personal_mail_shape"),
        ("a@.b.fr", "personal_mail_shape"),
        ("a..b@x.fr", "personal_mail_shape"),
        (".a@x.fr", "personal_mail_shape"),
        ("x@y.fr>", "personal_mail_shape"),
        ("<x@y.fr", "personal_mail_shape"),
        ("a,b@x.fr", "personal_mail_shape"),
        ("a@x.fr,b@x.fr", "personal_mail_shape"),
        ("a@-x.fr", "personal_mail_shape"),
        ("prenom.nom@ac-paris.fr", "personal_mail_professional"),
        ("prenom.nom@ac-nancy-metz.fr", "personal_mail_professional"),
        ("\u202efabienne@courriel.example", "personal_mail_shape"),
        ("fabienne.martin@ac-orleans-tours.fr", "personal_mail_professional"),
        ("QUI.QUE.CE.SOIT@AC-TOULOUSE.FR", "personal_mail_professional"),
    ],
)
def test_mail_that_is_not_personal_is_refused(typed: str, code: str) -> None:
    refusal = refusal_of(personal_mail, typed, DOMAINS)
    assert (refusal.code.value, refusal.field, refusal.data) == (code, "personal_mail", {})


def test_personal_mail_is_kept_in_small_letters() -> None:
    assert personal_mail(" F.Martin@Courriel.EXAMPLE ", DOMAINS) == "f.martin@courriel.example"
    assert personal_mail("  ", DOMAINS) == ""
    for address in ("a+b@x.y-z.fr", "o'neil_1@x.fr", "a@ac-me.example"):
        assert personal_mail(address, DOMAINS) == address


@given(st.text(max_size=60))
def test_what_is_kept_is_kept_as_it_is_when_given_again(text: str) -> None:
    for rule in (postal_address, mobile, lambda typed: personal_mail(typed, DOMAINS)):
        try:
            kept = rule(text)
        except Refusal:
            continue
        assert kept.isprintable()
        assert rule(kept) == kept


def test_nothing_is_known_until_it_is_filled_in(world: World) -> None:
    token = world.reach(Stage.ACCOUNT_CONFIRMED).voter_space
    contacts = world.services.contacts
    assert contacts.contact(token) == Contact()
    kept = contacts.keep(token, Contact(mobile="+33639981204"))
    assert kept == contacts.contact(token) == Contact(mobile="06 39 98 12 04")
    contacts.keep(token, Contact(personal_mail="f@courriel.example"))
    assert contacts.contact(token) == Contact(personal_mail="f@courriel.example"), "taken out"
    assert world.events().count(Event.PERSONAL_DATA_KEPT) == 2


def test_every_field_is_refused_at_once_and_nothing_is_kept(world: World) -> None:
    token = world.reach(Stage.ACCOUNT_CONFIRMED).voter_space
    contacts = world.services.contacts
    contacts.keep(token, Contact(mobile="06 39 98 12 04"))
    wrong = Contact("Tours", "02 47 00 00 00", world.sheet.address)
    assert refusals_of(lambda: contacts.keep(token, wrong)) == {
        "postal_address": "postal_address_shape",
        "mobile": "mobile_not_mobile",
        "personal_mail": "personal_mail_professional",
    }
    assert contacts.contact(token) == Contact(mobile="06 39 98 12 04")


def test_data_are_kept_by_who_is_in_the_space_for_themselves_alone(world: World) -> None:
    cookies = world.reach(Stage.ACCOUNT_CONFIRMED)
    contacts = world.services.contacts
    contacts.keep(cookies.voter_space, Contact(mobile="06 39 98 12 04"))
    for token in (None, cookies.webmail):
        assert refusal_of(contacts.contact, token).code is RefusalCode.SIGN_IN_FIRST
        assert refusal_of(contacts.keep, token, Contact()).code is RefusalCode.SIGN_IN_FIRST
    world.who = world.services.workshops.begin_as("fabienne-martin")
    assert contacts.contact(world.reach(Stage.ACCOUNT_CONFIRMED).voter_space) == Contact()


def test_data_are_in_no_repr() -> None:
    assert "06" not in repr(Contact("14 rue", "06 39 98 12 04", "f@courriel.example"))
