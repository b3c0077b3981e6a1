import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.services.content import OUR_CONTENT, ContentError, load_content

FIRST_STEP = 'id = "open-webmail"'
FIRST_PERSONA = 'id = "fabienne-martin"\n'
QUOTA_MAIL = "mails/2014-09-02-quota.md"
TRAP_MAIL = "mails/2014-09-15-hameconnage.md"
SITUATION = "situations/jour-du-vote.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OUR_CONTENT, tmp_path / "content"))


@dataclass(frozen=True)
class Mistake:
    """A slip of the pen in one file, and what must be said of it."""

    name: str
    old: str
    new: str
    key: str
    reason: str


MISTAKES = (
    Mistake("academies/toulouse.toml", 'domain = "ac-toulouse.fr"', "", "domain", "manquante"),
    Mistake("academies/toulouse.toml", '"ac-toulouse.fr"', '"toulouse"', "domain", "mal écrit"),
    Mistake("academies/toulouse.toml", '"ac-toulouse.fr"', '""', "domain", "vide"),
    Mistake("academies/toulouse.toml", '"ac-toulouse.fr"', "31", "domain", "texte"),
    Mistake("academies/toulouse.toml", 'id = "toulouse"', 'id = "tolosa"', "id", "nom du fichier"),
    Mistake("academies/toulouse.toml", "department", "departement", "department", "manquante"),
    Mistake("academies/toulouse.toml", "[systems.iprof]", "[iprof]", "systems.iprof", "manquante"),
    Mistake("academies/toulouse.toml", "systems.iprof", "systems.i-prof", "systems.i-prof", "clé"),
    Mistake(
        "academies/toulouse.toml",
        "https://bv.ac-toulouse.fr/iprof/",
        "bv.ac-toulouse.fr/iprof",
        "systems.iprof.base",
        "https://",
    ),
    Mistake("academies/toulouse.toml", "primary = ", "primaire = ", "schools.primaire", "inconnue"),
    Mistake(
        "academies/toulouse.toml",
        "[systems.magistere]",
        "[systems.magister]",
        "systems.magister",
        "clé",
    ),
    Mistake("calendar.toml", '"VOTE_OPENS"', '"VOTE_STARTS"', "milestone[5].key", "inconnu"),
    Mistake("calendar.toml", '"VOTE_OPENS"', '"ROLLS_CLOSE"', "milestone[5].key", "déjà pris"),
    Mistake("calendar.toml", "shown = false", 'shown = "non"', "milestone[9].shown", "true"),
    Mistake("calendar.toml", "shown = false", "hidden = true", "milestone[9].hidden", "inconnue"),
    Mistake("calendar.toml", "2014-12-04T17:20:00", "2014-12-04", "milestone[9].at", "Paris"),
    Mistake(
        "calendar.toml", "2014-12-04T17:20:00", "2015-12-04T17:20:00", "milestone[9].at", "hors"
    ),
    Mistake(
        "calendar.toml", "2014-12-04T17:20:00", "2014-12-04T17:20:00Z", "milestone[9].at", "Paris"
    ),
    Mistake("calendar.toml", "end = 2014", "end = 2013", "end", "précède"),
    Mistake("calendar.toml", 'kind = "from"', 'kind = "since"', "milestone[1].kind", "from, until"),
    Mistake("rules.toml", "[15, 45]", "[45, 15]", "mail_delay_seconds", "plus petit"),
    Mistake("rules.toml", "[15, 45]", "[15, true]", "mail_delay_seconds", "nombres entiers"),
    Mistake("rules.toml", "= 60_000", "= 0", "letter_characters", "trop petit"),
    Mistake("rules.toml", "renewals_max = 3", "renewals_max = -1", "renewals_max", "trop petit"),
    Mistake("rules.toml", "renewals_max = 3", "renewals_max = 3.5", "renewals_max", "entier"),
    Mistake(
        "rules.toml", "primary = 0.44", "primary = 44", "electorate.turnout.primary", "entre 0 et 1"
    ),
    Mistake("rules.toml", "_mails = 40", "_mails = 0", "situations.campaign_mails", "trop petit"),
    Mistake("iprof.toml", 'step = "indice"', "", "words.contract.step", "manquante"),
    Mistake("iprof.toml", "[words.contract]", "[words.contrat]", "words.contract", "manquante"),
    Mistake("rules.toml", "return_delay_seconds = 30", "", "return_delay_seconds", "manquante"),
    Mistake("rules.toml", "primary = 420", "", "electorate.sizes.primary", "manquante"),
    Mistake("rules.toml", "captcha_tries", "captcha_trys", "captcha_tries", "manquante"),
    Mistake("rules.toml", '"candidates", "draw"]', '"age", "draw"]', "tie_breaks", "mot inconnu"),
    Mistake("rules.toml", '"candidates", "draw"]', '"votes", "draw"]', "tie_breaks", "deux fois"),
    Mistake("rules.toml", '"candidates", "draw"]', '"candidates"]', "tie_breaks", "en dernier"),
    Mistake(
        "rules.toml", '"votes", "candidates", "draw"]', '"draw", "votes"]', "tie_breaks", "tirage"
    ),
    Mistake("rules.toml", '["votes", "candidates", "draw"]', "[]", "tie_breaks", "liste vide"),
    Mistake("contests/ctm.toml", 'code = "CTM"', 'code = "CT"', "code", "nom du fichier"),
    Mistake("contests/ctm.toml", "Liste Bouvreuil", "Liste Alouette", "list[2].name", "déjà pris"),
    Mistake("contests/ctm.toml", "weight = 142", "weight = 0", "list[1].weight", "trop petit"),
    Mistake("contests/ctm.toml", '"contract"]', '"other"]', "corps", "mot inconnu"),
    Mistake("contests/ctm.toml", '"contract"]', '"primary"]', "corps", "deux fois"),
    Mistake("contests/ctm.toml", "seats = 15", "seats = true", "seats", "entier"),
    Mistake(
        "personas.toml", 'academy = "toulouse"', 'academy = "lyon"', "persona[5].academy", "lyon"
    ),
    Mistake("personas.toml", FIRST_PERSONA, 'id = "Fabienne"\n', "persona[1].id", "mal écrit"),
    Mistake(
        "personas.toml", "anne-sophie-le-fevre", "fabienne-martin", "persona[2].id", "déjà pris"
    ),
    Mistake("personas.toml", "[[persona]]", "[[person]]", "person", "inconnue"),
    Mistake("personas.toml", '= "contract"', '= "other"', "persona[4].corps", "mot inconnu"),
    Mistake(
        "personas.toml",
        'numen_kind = "primary"',
        'numen_kind = "Z"',
        "persona[1].numen_kind",
        "choisir",
    ),
    Mistake(QUOTA_MAIL, 'id = "quota-warning"', 'id = "canteen"', "id", "déjà pris"),
    Mistake(QUOTA_MAIL, 'folder = "inbox"', 'folder = "spam"', "folder", "inbox, junk"),
    Mistake(
        QUOTA_MAIL, "sent = ", 'trigger = "account-requested"\nsent = ', "sent", "l’un des deux"
    ),
    Mistake(QUOTA_MAIL, "kilobytes = 24", 'academies = ["lyon"]', "academies", "lyon"),
    Mistake(QUOTA_MAIL, "kilobytes = 24", "academies = []", "academies", "liste vide"),
    Mistake(QUOTA_MAIL, "kilobytes = 24", "urgent = true", "urgent", "inconnue"),
    Mistake(QUOTA_MAIL, "+++\n", "", "", "en-tête"),
    Mistake(TRAP_MAIL, 'trap = "site-copie"', 'trap = "piege"', "trap", "mot inconnu"),
    Mistake("traps.toml", "[collegue]", "[ami]", "collegue.title", "manquante"),
    Mistake("traps.toml", 'name = "Que dire"', "", "collegue.sign[4].name", "manquante"),
    Mistake(
        "rules.toml", "capitals_share = 0.8", "capitals_share = 80", "junk.capitals_share", "1"
    ),
    Mistake("rules.toml", '"urgent NUMEN"', '""', "junk.words", "textes"),
    Mistake("campaign.toml", 'paragraph = "Vous', 'paragraph = "Nous', "file.paragraph", "parmi"),
    Mistake("guide.toml", '"NOTICES_ARRIVE"', '"NOTICES"', "step[8].waits_for", "mot inconnu"),
    Mistake(
        "guide.toml", "waiting_hint = ", "hint_waiting = ", "step[8].waiting_hint", "manquante"
    ),
    Mistake("guide.toml", '"ACCOUNTS_CLOSE"', '"CLOSED"', "step[3].until", "mot inconnu"),
    Mistake("guide.toml", 'after = "confirm"', 'after = "vote"', "step[7].after", "aucune étape"),
    Mistake("guide.toml", FIRST_STEP, 'id = "sign-in"', "step[2].id", "déjà pris"),
    Mistake("guide.toml", '"WebmailOpened"', '"webmail opened"', "step[1].events", "mal écrit"),
    Mistake("guide.toml", 'needs = "any"', 'needs = "some"', "step[1].needs", "all-contests"),
    Mistake("refusals.toml", "TOO_EARLY =", "TOO_SOON =", "refusals.TOO_SOON", "refus inconnu"),
    Mistake("refusals.toml", "{missing}", "{missing", "refusals.PASSWORD_TOO_WEAK", "accolade"),
    Mistake("refusals.toml", "{missing}", "{0}", "refusals.PASSWORD_TOO_WEAK", "nom simple"),
    Mistake("refusals.toml", "[fields]", "[field]", "fields", "manquante"),
    Mistake("help/desk.md", "# Le bureau", "Le bureau", "", "première ligne"),
    Mistake(SITUATION, '"notice-read"', '"asleep"', "stage", "mot inconnu"),
    Mistake(SITUATION, '"polling-door"', '"urne"', "opens", "mot inconnu"),
    Mistake(SITUATION, "lesson = ", "moral = ", "lesson", "manquante"),
    Mistake(SITUATION, "lesson = ", "lesson : ", "", "TOML"),
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m.name}-{m.key}-{m.reason}")
def test_mistake_is_refused_with_file_key_and_reason(folder: Path, mistake: Mistake) -> None:
    file = folder / mistake.name
    before = file.read_text(encoding="utf-8")
    assert mistake.old in before
    file.write_text(before.replace(mistake.old, mistake.new, 1), encoding="utf-8")

    with pytest.raises(ContentError) as caught:
        load_content(folder)

    assert mistake.reason in caught.value.reason
    # a duplicated mail id is told of whichever file comes second
    if mistake.name != QUOTA_MAIL or mistake.key != "id":
        assert caught.value.path == f"content/{mistake.name}"
    assert caught.value.key == mistake.key


def test_error_is_one_french_sentence() -> None:
    error = ContentError("content/academies/toulouse.toml", "domain", "valeur manquante")

    assert str(error) == (
        "content/academies/toulouse.toml, clé «\u00a0domain\u00a0»\u202f: valeur manquante"
    )


@pytest.mark.parametrize("name", ["calendar.toml", "personas.toml", "guide.toml", "refusals.toml"])
def test_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(ContentError, match="fichier manquant") as caught:
        load_content(folder)

    assert caught.value.path == f"content/{name}"


@pytest.mark.parametrize("part", ["academies", "contests", "mails", "help", "situations"])
def test_empty_part_is_named(folder: Path, part: str) -> None:
    shutil.rmtree(folder / part)

    with pytest.raises(ContentError, match="aucun fichier") as caught:
        load_content(folder)

    assert caught.value.path == f"content/{part}/"


def test_file_of_another_encoding_is_named(folder: Path) -> None:
    (folder / "guide.toml").write_bytes("é".encode("latin-1"))

    with pytest.raises(ContentError, match="fichier illisible"):
        load_content(folder)


def test_body_without_words_is_refused(folder: Path) -> None:
    (folder / QUOTA_MAIL).write_text('+++\nid = "x"\n+++\n \n', encoding="utf-8")

    with pytest.raises(ContentError, match="le texte manque"):
        load_content(folder)
