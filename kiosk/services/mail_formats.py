"""Messages as standard files carry them: one in an ``.eml`` file, many in an ``mbox``.

What a mailbox knows of a message beside its text, its folder and the size it is said to have,
travels in two lines before it, which are taken off when it comes back.
"""

import mailbox
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.services.letter_source import decoded

MBOX = ".mbox"

_ENVELOPE = re.compile(r"X-Kiosk-Folder: (?P<folder>.{1,100})\nX-Kiosk-Size: (?P<size>\d{1,12})\n")
_CHARSET = re.compile(rb"charset=\"?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
# In an mbox a line that begins so starts another message: it is quoted, as are those that were.
_BEGINNING = re.compile(rb"^(>*From )", re.MULTILINE)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(frozen=True)
class Carried:
    """A message on its way: its text, the name of its folder, its size in bytes.

    ``folder`` is empty and ``size`` the text's own where the file does not say.
    """

    raw: str = field(repr=False)
    folder: str
    size: int


def packed(carried: Carried) -> bytes:
    """Return a message as an ``.eml`` file holds it."""
    envelope = f"X-Kiosk-Folder: {carried.folder}\nX-Kiosk-Size: {carried.size}\n"
    return (envelope + carried.raw).encode()


def unpacked(data: bytes) -> Carried:
    """Read an ``.eml`` file; a size that is less than the text's is not believed."""
    text = _text(data)
    envelope = _ENVELOPE.match(text)
    raw = text[envelope.end() :] if envelope else text
    own_size = len(raw.encode())
    if envelope is None:
        return Carried(raw, "", own_size)
    return Carried(raw, envelope["folder"], max(own_size, int(envelope["size"])))


def write_messages(to: Path, messages: Iterable[Carried]) -> None:
    """Write messages to a new ``.mbox`` file, else as ``.eml`` files in a folder.

    Raises OSError.
    """
    if to.suffix == MBOX:
        box = mailbox.mbox(to, create=True)
        try:
            for message in messages:
                box.add(_BEGINNING.sub(rb">\1", packed(message)))
        finally:
            box.close()
        return
    to.mkdir(parents=True, exist_ok=True)
    for number, message in enumerate(messages, start=1):
        name = re.sub(r"[^\w -]", "", message.folder)
        (to / f"{number:04}-{name}.eml").write_bytes(packed(message))


def read_messages(source: Path) -> Iterator[bytes]:
    """Yield the messages of a ``.mbox`` file, of a folder's ``.eml`` files, or of one file.

    Raises OSError and mailbox.Error.
    """
    if source.is_dir():
        for file in sorted(source.glob("*.eml")):
            yield file.read_bytes()
    elif source.suffix == MBOX:
        box = mailbox.mbox(source, create=False)
        try:
            for key in box.iterkeys():
                yield _QUOTED.sub(rb"\1", box.get_bytes(key))
        finally:
            box.close()
    else:
        yield source.read_bytes()


def _text(data: bytes) -> str:
    """Read a mail as text: in UTF-8, else in the first character set that it names."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        named = _CHARSET.search(data)
        text = decoded(data, named[1].decode("ascii") if named else "latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
