"""How an answer begins: to whom, under which subject, what it quotes."""

from enum import StrEnum

from kiosk.services.french import moment
from kiosk.services.letter_writing import Typed
from kiosk.services.letters import Letter

_MOST_QUOTED = 3000
"""Characters of a mail that an answer quotes: there is room left to write."""
_KNOWN = ("re:", "re\u202f:", "re :", "tr:", "tr\u202f:", "tr :", "fw:", "fwd:")


class AnswerKind(StrEnum):
    """An answer to the sender, or the mail passed on to somebody else."""

    ANSWER = "reponse"
    PASS_ON = "transfert"  # noqa: S105 - a word of an address


def begun(kind: AnswerKind, message_id: str, letter: Letter) -> Typed:
    """Return the form as it is found when an answer begins."""
    if kind is AnswerKind.PASS_ON:
        return Typed("", _subject("TR:", letter.subject), _passed_on(letter), message_id)
    return Typed(letter.reply_to, _subject("Re:", letter.subject), _quoted(letter), message_id)


def _subject(mark: str, subject: str) -> str:
    rest = subject.strip()
    while known := next((word for word in _KNOWN if rest.casefold().startswith(word)), ""):
        rest = rest[len(known) :].strip()
    return f"{mark} {rest}".strip()


def _quoted(letter: Letter) -> str:
    who = letter.sender or letter.sender_address
    lines = letter.body[:_MOST_QUOTED].strip().splitlines()
    quoted = "\n".join(f"> {line}".rstrip() for line in lines)
    return f"\n\nMessage de {who}, {moment(letter.sent_at)}\n{quoted}\n"


def _passed_on(letter: Letter) -> str:
    heads = (
        f"De\u202f: {letter.sender} <{letter.sender_address}>",
        f"Date\u202f: {moment(letter.sent_at)}",
        f"Objet\u202f: {letter.subject}",
        f"À\u202f: {letter.recipient}",
    )
    body = letter.body[:_MOST_QUOTED].strip()
    return "\n\n----- Message transféré -----\n" + "\n".join(heads) + f"\n\n{body}\n"
