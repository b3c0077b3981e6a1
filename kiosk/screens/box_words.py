"""What the checks of a counted box say in French: a line a check, a sentence a finding."""

from collections.abc import Mapping

from kiosk.services.box_faults import Check, Checked, Fault, FaultKind, Told
from kiosk.services.box_findings import Finding, FindingKind
from kiosk.services.bureau_journal import Act
from kiosk.services.french import counted, number

NAMES: Mapping[Check, str] = {
    Check.FILE: "Fichier",
    Check.JOURNAL: "Journal",
    Check.SIGNATURES: "Signatures",
    Check.KEYS: "Clés",
    Check.ROLL: "Émargements",
    Check.BOXES: "Urnes",
    Check.REGISTER: "Registre",
    Check.BALLOTS: "Bulletins",
    Check.RESULT: "Résultat",
    Check.SEATS: "Sièges",
    Check.OPENING: "Ouverture",
}
_RIGHT: Mapping[Check, str] = {
    Check.FILE: "intact, à en croire son empreinte",
    Check.JOURNAL: "chaque écriture suit la précédente",
    Check.SIGNATURES: "le bureau a signé ses clés et le dépouillement",
    Check.KEYS: "celles de la cérémonie ouvrent ces bulletins",
    Check.ROLL: "autant d’enveloppes que d’émargements",
    Check.BOXES: "vides au scellement, inchangées depuis la clôture",
    Check.REGISTER: "chaque reçu a son enveloppe",
    Check.BALLOTS: "un par enveloppe, les mêmes qu’au dépouillement",
    Check.RESULT: "recompté, c’est le même",
    Check.SEATS: "recalculés, ce sont les mêmes",
    Check.OPENING: "rouvertes, les enveloppes tiennent ces bulletins",
}
_ACTS: Mapping[str, str] = {
    Act.KEYS_MADE: "création des clés",
    Act.KEYS_TESTED: "essai des clés",
    Act.BOX_SEALED: "scellement",
    Act.BOX_CLOSED: "clôture",
    Act.BOX_COUNTED: "dépouillement",
    Act.COUNTED_AGAIN: "nouveau dépouillement",
}
_FAULTS: Mapping[FaultKind, str] = {
    FaultKind.FILE_DIGEST: "le fichier a changé depuis son écriture",
    FaultKind.CHAIN_BROKEN: "l’écriture n° {number} ne suit pas la précédente",
    FaultKind.ACT_MISSING: "il manque une écriture ({act})",
    FaultKind.ACT_OUT_OF_PLACE: "l’écriture n° {number} ({act}) n’est pas à sa place",
    FaultKind.NOT_SIGNED: "l’écriture n° {number} ({act}) n’est pas signée du bureau",
    FaultKind.OTHER_BUREAU_KEY: "la clé du bureau n’est pas celle de l’écriture n° {number}",
    FaultKind.BUREAU_DIFFERS: "le bureau n’a pas les membres que dit le journal",
    FaultKind.CONTESTS_DIFFER: "ce scrutin n’est pas à la fois dans le journal et le fichier",
    FaultKind.PUBLIC_KEYS: "ses clés ne sont pas celles de la cérémonie",
    FaultKind.OPENING_KEY: "la clé des bulletins n’est pas la bonne",
    FaultKind.PAPER_DIFFERS: "son bulletin n’est pas celui de la cérémonie",
    FaultKind.ENVELOPES_FOR_SIGNATURES: "{found} enveloppes pour {expected} émargements",
    FaultKind.ROLL_DIFFERS: "{registered} inscrits et {signatures} émargements,"
    " mais {registered_at_close} et {signatures_at_close} à la clôture",
    FaultKind.NOT_NOTED: "rien n’en est noté au journal ({act})",
    FaultKind.MORE_SIGNATURES: "{signatures} émargements pour {registered} inscrits",
    FaultKind.NOT_EMPTY_AT_SEALING: "elle n’était pas vide au scellement",
    FaultKind.BOX_SINCE_CLOSING: "changée depuis la clôture",
    FaultKind.BOX_SINCE_COUNT: "changée depuis le dépouillement",
    FaultKind.COUNTED_OTHERWISE: "l’écriture n° {number} a compté autrement",
    FaultKind.RECEIPT_WITHOUT_ENVELOPE: "{receipt} n’a plus d’enveloppe{more}",
    FaultKind.ENVELOPE_WITHOUT_RECEIPT: "{receipt} n’est pas au registre{more}",
    FaultKind.ENVELOPE_COPIED: "{receipt} est deux fois dans l’urne{more}",
    FaultKind.BALLOTS_FOR_ENVELOPES: "{found} bulletins pour {expected} enveloppes",
    FaultKind.BALLOTS_SINCE_COUNT: "ils ont changé depuis le dépouillement",
    FaultKind.INVALID_ENVELOPES: "les enveloppes nulles ne sont pas celles de l’urne",
    FaultKind.LIST_VOTES: "{name}, {told} voix annoncées, {counted} comptées",
    FaultKind.BLANK_VOTES: "blancs, {told} annoncés, {counted} comptés",
    FaultKind.INVALID_VOTES: "nuls, {told} annoncés, {counted} comptés",
    FaultKind.JOURNAL_RESULT: "l’écriture n° {number} dit un autre résultat",
    FaultKind.LIST_SEATS: "{name}, {told} annoncés, {counted} calculés",
    FaultKind.SEATS_UNDECIDED: "une égalité que rien ne départage",
    FaultKind.SHARES_OF_ANOTHER_KEY: "ces parts ne sont pas celles de la clé de ce fichier",
    FaultKind.ENVELOPES_HOLD_OTHERS: "{found} de ces bulletins ne viennent d’aucune enveloppe",
}
_FINDINGS: Mapping[FindingKind, str] = {
    FindingKind.REMOVED: "{some} été retirée{s} de l’urne «\u202f{contest}\u202f»\u202f:"
    " {found} pour {expected} émargements.",
    FindingKind.ADDED: "{some} été ajoutée{s} à l’urne «\u202f{contest}\u202f»\u202f:"
    " {found} pour {expected} émargements.",
    FindingKind.COPIED: "{some} été ajoutée{s} à l’urne «\u202f{contest}\u202f», où le reçu"
    " {receipt} est deux fois\u202f: {found} enveloppes pour {expected} émargements.",
    FindingKind.COPY_FOR_ANOTHER: "Le reçu {receipt} est deux fois dans l’urne"
    " «\u202f{contest}\u202f»\u202f: une copie y a été ajoutée, à la place d’une autre enveloppe.",
    FindingKind.MOVED: "{some} passée{s} de l’urne «\u202f{origin}\u202f» à l’urne"
    " «\u202f{contest}\u202f».",
    FindingKind.ALTERED: "{some} été altéré{s} dans l’urne «\u202f{contest}\u202f»\u202f:"
    " rien de valable ne s’y lit plus.",
    FindingKind.SWAPPED: "Un bulletin de l’urne «\u202f{contest}\u202f» a été remplacé par un"
    " autre\u202f: le compte y est, mais ce ne sont plus les bulletins du dépouillement.",
    FindingKind.ENVELOPE_CHANGED: "Une enveloppe de l’urne «\u202f{contest}\u202f» n’est plus"
    " celle qui a été dépouillée\u202f: remplacée, ou abîmée.",
    FindingKind.BALLOT_REMOVED: "Un bulletin ouvert manque à l’urne «\u202f{contest}\u202f»"
    "\u202f: {found} pour {expected} enveloppes.",
    FindingKind.BALLOT_ADDED: "Un bulletin ouvert est en trop dans l’urne"
    " «\u202f{contest}\u202f»\u202f: {found} pour {expected} enveloppes.",
    FindingKind.REGISTER_CHANGED: "Le registre des reçus de l’urne «\u202f{contest}\u202f» a été"
    " retouché\u202f: l’urne, elle, est intacte.",
    FindingKind.ROLL_CHANGED: "La liste d’émargement de «\u202f{contest}\u202f» a été"
    " retouchée\u202f: {registered} inscrits et {signatures} émargements, mais"
    " {registered_at_close} et {signatures_at_close} à la clôture.",
    FindingKind.RESULT_CHANGED: "Le résultat de «\u202f{contest}\u202f» a été modifié\u202f: ses"
    " bulletins en donnent un autre.",
    FindingKind.SEATS_CHANGED: "Les sièges de «\u202f{contest}\u202f» ont été modifiés\u202f: ses"
    " voix en donnent d’autres.",
    FindingKind.SWAPPED_UNSEEN: "Tout tombe juste, sauf que le bureau n’a pas signé ce"
    " dépouillement (écriture n° {number})\u202f: un bulletin a été remplacé par un autre, ou le"
    " nombre des émargements est faux lui aussi.",
    FindingKind.JOURNAL_CHANGED: "Le journal du bureau a été retouché à l’écriture n° {number}.",
    FindingKind.JOURNAL_CUT: "La fin du journal du bureau a été coupée\u202f: il y manque une"
    " écriture ({act}), et ce qui la suivait.",
    FindingKind.JOURNAL_REWRITTEN: "Le journal a été récrit après coup\u202f: le dépouillement"
    " (écriture n° {number}) n’a plus la signature du bureau.",
    FindingKind.KEY_REPLACED: "La clé du bureau n’est pas celle de ces membres\u202f: ou ces parts"
    " sont d’un autre bureau, ou toute l’élection a été refaite.",
    FindingKind.OTHER: "Le fichier a été retouché\u202f: ce qui est marqué faux n’est pas à"
    " croire.",
}
_SHOWN = 3


def line_of(checked: Checked) -> str:
    """Say what a check found, in one line; of many faults the first few."""
    if not checked.faults:
        return _RIGHT[checked.check]
    told: list[str] = []
    before = ""
    for fault in checked.faults[:_SHOWN]:
        named = f"{fault.contest}\u202f: " if fault.contest != before else ""
        told.append(f"{named}{_fault(fault)}")
        before = fault.contest
    if (more := len(checked.faults) - _SHOWN) > 0:
        told.append(f"et {counted(more, 'autre')}")
    return "\u202f; ".join(told)


def sentence_of(finding: Finding) -> str:
    """Say what was done to a box."""
    data = {**_named(finding.data), **_some(finding), "contest": finding.contest}
    return _FINDINGS[finding.kind].format(**_written(data))


def _fault(fault: Fault) -> str:
    data = _named(fault.data)
    if "more" in data:
        more = int(data["more"])
        data["more"] = f" (et {counted(more, 'autre')})" if more else ""
    return _FAULTS[fault.kind].format(**_written(data))


def _named(told: Told) -> dict[str, str | int]:
    """Say in French what the bureau did, where that is told."""
    data = dict(told)
    if "act" in data:
        data["act"] = _ACTS.get(str(data["act"]), str(data["act"]))
    return data


def _some(finding: Finding) -> Told:
    """Say how many, where a sentence begins with it."""
    data = finding.data
    match finding.kind:
        case FindingKind.REMOVED | FindingKind.ADDED:
            many = abs(int(data["found"]) - int(data["expected"]))
            verb = "a" if many < 2 else "ont"
            return {"some": f"{_number_of(many, 'enveloppe', 'Une')} {verb}", "s": _s(many)}
        case FindingKind.COPIED:
            many = int(data["number"])
            verb = "a" if many < 2 else "ont"
            noun = "Une copie d’enveloppe" if many < 2 else f"{number(many)} copies d’enveloppes"
            return {"some": f"{noun} {verb}", "s": _s(many)}
        case FindingKind.MOVED:
            many = int(data["number"])
            verb = "est" if many < 2 else "sont"
            return {"some": f"{_number_of(many, 'enveloppe', 'Une')} {verb}", "s": _s(many)}
        case FindingKind.ALTERED:
            many = int(data["number"])
            verb = "a" if many < 2 else "ont"
            return {"some": f"{_number_of(many, 'bulletin', 'Un')} {verb}", "s": _s(many)}
        case _:
            return {}


def _number_of(many: int, noun: str, one: str) -> str:
    return f"{one} {noun}" if many < 2 else counted(many, noun)


def _s(many: int) -> str:
    return "s" if many > 1 else ""


def _written(data: Told) -> dict[str, str]:
    return {name: number(one) if isinstance(one, int) else one for name, one in data.items()}
