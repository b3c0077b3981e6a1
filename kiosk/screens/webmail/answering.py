"""How an answer begins: to whom, under which subject, what it quotes."""

from enum import StrEnum

from kiosk.screens.webmail.lines import written_at
from kiosk.services.letter_writing import LONGEST_SUBJECT, Typed
from kiosk.services.letters import Letter

_MOST_QUOTED = 3000
"""Characters of a mail that an answer quotes: there is room left to write."""
_KNOWN = ("re:", "re\u202f:", "re :", "tr:", "tr\u202f:", "tr :", "fw:", "fwd:")


class AnswerKind(StrEnum):
    """An answer to the sender, to everybody, or the mail passed on to somebody else."""

    ANSWER = "reponse"
    ANSWER_ALL = "reponse-a-tous"
    PASS_ON = "transfert"  # noqa: S105 - a word of an address


def begun(kind: AnswerKind, message_id: str, letter: Letter, own: str = "") -> Typed:
    """Return the form as it is found when an answer begins; ``own`` is the writer's address."""
    if kind is AnswerKind.PASS_ON:
        subject = _subject("TR:", letter.subject)
        return Typed("", subject, _passed_on(letter), message_id, message_id)
    to = letter.reply_to
    if kind is AnswerKind.ANSWER_ALL:
        to = ", ".join((to, *others(letter, own)))
    return Typed(to, _subject("Re:", letter.subject), _quoted(letter), message_id)


def others(letter: Letter, own: str) -> tuple[str, ...]:
    """Return those who had a mail besides its reader, and whom only an answer to all reaches."""
    known = {own.lower(), letter.reply_to.lower()}
    return tuple(address for address in letter.addressees if address not in known)


def _subject(mark: str, subject: str) -> str:
    rest = subject.strip()
    while known := next((word for word in _KNOWN if rest.casefold().startswith(word)), ""):
        rest = rest[len(known) :].strip()
    return f"{mark} {rest}".strip()[:LONGEST_SUBJECT]


def _quoted(letter: Letter) -> str:
    who = letter.sender or letter.sender_address
    lines = letter.body[:_MOST_QUOTED].strip().splitlines()
    quoted = "\n".join(f"> {line}".rstrip() for line in lines)
    return f"\n\n{who} a écrit, {written_at(letter)}\n{quoted}\n"


def _passed_on(letter: Letter) -> str:
    heads = (
        f"De\u202f: {letter.sender} <{letter.sender_address}>",
        f"Date\u202f: {written_at(letter)}",
        f"Objet\u202f: {letter.subject}",
        f"À\u202f: {letter.recipient}",
    )
    body = letter.body[:_MOST_QUOTED].strip()
    return "\n\n----- Message transféré -----\n" + "\n".join(heads) + f"\n\n{body}\n"
