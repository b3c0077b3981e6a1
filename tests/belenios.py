"""An archive of Belenios, read and written by somebody who recomputes every hash of its chain."""

import json
import subprocess
import tarfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

WRITTEN_AT = 1_412_143_200
"""Seconds: every file of an archive bears the same instant, which its first file says."""


@dataclass(frozen=True)
class Event:
    """What happened in an election, and the objects that say so, the one it names last."""

    kind: str
    objects: tuple[bytes, ...] = ()

    @property
    def said(self) -> Any:
        """The object it names."""
        return json.loads(self.objects[-1])

    def saying(self, value: object) -> "Event":
        """The same event, naming another object."""
        return replace(self, objects=(*self.objects[:-1], packed(value)))


def packed(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def read_events(folder: Path) -> list[Event]:
    """What an archive holds, in its order."""
    [file] = folder.glob("*.bel")
    events: list[Event] = []
    objects: list[bytes] = []
    with tarfile.open(file) as held:
        for member in held:
            data = held.extractfile(member)
            assert data is not None
            if member.name.endswith(".data.json"):
                objects.append(data.read())
            elif member.name.endswith(".event.json"):
                events.append(Event(json.load(data)["type"], tuple(objects)))
                objects = []
    return events


def write_events(folder: Path, events: Sequence[Event]) -> Path:
    """Write an archive whose every hash is right, whatever its objects say."""
    folder.mkdir()
    written = _member("BELENIOS", packed({"version": 1, "timestamp": str(WRITTEN_AT)}))
    parent = ""
    for height, event in enumerate(events):
        said: dict[str, object] = {"parent": parent} if parent else {}
        said |= {"height": height, "type": event.kind}
        for one in event.objects:
            said["payload"] = sha256(one).hexdigest()
            written += _member(f"{said['payload']}.data.json", one)
        parent = sha256(packed(said)).hexdigest()
        written += _member(f"{parent}.event.json", packed(said))
    (folder / f"{uuid_of(events)}.bel").write_bytes(written)
    return folder


def _member(name: str, data: bytes) -> bytes:
    """A file of the archive as the tool writes it: a header of before POSIX, no end of archive."""
    info = tarfile.TarInfo(name)
    info.size, info.mtime = len(data), WRITTEN_AT
    header = bytearray(info.tobuf(tarfile.USTAR_FORMAT))
    header[257:] = bytes(len(header) - 257)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + data + bytes(-len(data) % tarfile.BLOCKSIZE)


def uuid_of(events: Sequence[Event]) -> str:
    uuid: str = json.loads(events[0].objects[0])["uuid"]
    return uuid


def of_kind(events: Sequence[Event], kind: str) -> list[Event]:
    return [event for event in events if event.kind == kind]


def with_ballots(events: Sequence[Event], ballots: Sequence[Event]) -> list[Event]:
    """The same election, with other ballots in the box."""
    setup, *later = [event for event in events if event.kind != "Ballot"]
    return [setup, *ballots, *later]


@dataclass(frozen=True)
class Forger:
    """Somebody who has the archive and the tool, but neither the key nor a credential."""

    tool: Path
    folder: Path

    def ask(self, *words: str, at: Path | None = None) -> bytes:
        done = subprocess.run(  # noqa: S603 - the tool of the tests
            [self.tool, *words], cwd=at or self.folder, capture_output=True, check=True, timeout=60
        )
        return done.stdout

    def add_up_anew(self, events: Sequence[Event]) -> list[Event]:
        """The events with a true sum of the ballots that are there now."""
        place = next(i for i, event in enumerate(events) if event.kind == "EncryptedTally")
        closed = write_events(self.folder / "closed", events[:place])
        lines = self.ask("election", "compute-encrypted-tally", at=closed).splitlines()
        return [*events[:place], Event("EncryptedTally", tuple(lines)), *events[place + 1 :]]

    def vote_for_an_abstainer(self, events: Sequence[Event]) -> list[Event]:
        """The events with a valid ballot more, of somebody put on the roll in another's place."""
        setup = events[0]
        election, trustees, roll, named = setup.objects
        words = ("--uuid", uuid_of(events), "--group", "BELENIOS-2048", "--count", "1")
        self.ask("setup", "generate-credentials", *words)
        [public], [private] = self.folder.glob("*.pubcreds"), self.folder.glob("*.privcreds")
        voted = {ballot.said["credential"] for ballot in of_kind(events, "Ballot")}
        abstainer = next(one for one in json.loads(roll) if one not in voted)
        others = [one for one in json.loads(roll) if one != abstainer]
        [own] = (line.partition(",")[0] for line in json.loads(public.read_text("ascii")))
        forged = packed(sorted([*others, own], key=int))
        names = json.loads(named) | {"credentials": sha256(forged).hexdigest()}
        setup = replace(setup, objects=(election, trustees, forged, packed(names)))
        booth = write_events(self.folder / "booth", [setup])
        (booth / "credential").write_text(private.read_text("ascii").split()[1], "ascii")
        (booth / "vote").write_bytes(packed([[0, 1, 0]]))
        given = ("--privcred", "credential", "--ballot", "vote")
        ballot = Event(
            "Ballot", (self.ask("election", "generate-ballot", *given, at=booth).strip(),)
        )
        return with_ballots([setup, *events[1:]], [*of_kind(events, "Ballot"), ballot])


Sabotage = Callable[[Forger, list[Event]], list[Event]]


def remove_a_ballot(forger: Forger, events: list[Event]) -> list[Event]:
    """Take one out, add up those that are left, and say one vote less."""
    fewer = with_ballots(events, of_kind(events, "Ballot")[1:])
    return counted_otherwise(forger.add_up_anew(fewer), (0, -1, 0))


def add_a_ballot(forger: Forger, events: list[Event]) -> list[Event]:
    """Put a valid one in, add them all up, and say one vote more: the true sum."""
    more = forger.vote_for_an_abstainer(events)
    return counted_otherwise(forger.add_up_anew(more), (0, 1, 0))


def alter_a_ballot(_: Forger, events: list[Event]) -> list[Event]:
    """Give the blank vote's sealed mark to a list, and the list's to the blank vote."""
    first, *others = of_kind(events, "Ballot")
    ballot = first.said
    marks = ballot["answers"][0]["choices"]
    marks[0], marks[1] = marks[1], marks[0]
    return with_ballots(events, [first.saying(ballot), *others])


def swap_two_ballots(_: Forger, events: list[Event]) -> list[Event]:
    """Give each of two voters the other's ballot, under the credential and signature they had."""
    one, other, *others = of_kind(events, "Ballot")
    ballots = [
        mine.saying(mine.said | {"answers": theirs.said["answers"]})
        for mine, theirs in ((one, other), (other, one))
    ]
    return with_ballots(events, [*ballots, *others])


def alter_the_result(_: Forger, events: list[Event]) -> list[Event]:
    """Move a vote from a list to the other."""
    return counted_otherwise(events, (0, -1, 1))


def counted_otherwise(events: list[Event], more: tuple[int, ...]) -> list[Event]:
    """The events with a result of some votes more, or less: blank ones first."""
    [said] = events[-1].said["result"]
    result = [votes + change for votes, change in zip(said, more, strict=True)]
    return [*events[:-1], events[-1].saying({"result": [result]})]


INVALID, MISCOUNTED = "invalid ballot", "check_result failed"
SABOTAGES: dict[Sabotage, str] = {
    remove_a_ballot: MISCOUNTED,
    add_a_ballot: MISCOUNTED,
    alter_a_ballot: INVALID,
    swap_two_ballots: INVALID,
    alter_the_result: MISCOUNTED,
}
"""Each with what the tool finds wrong: never the form of the file, nor a hash."""
