"""A count, handed to a judge from outside: the same votes as an election of Belenios.

Each contest is an election of its own, in a folder of its own. In one election of the tool every
credential of the roll answers every question (``belenios-tool``, tool.md: a voter's choices are
an array with one array a question), and a ``.bel`` file holds one list of credentials; but the
contests' rolls differ, and a ballot of ours answers one contest, tied to no other.

The tool seals one 0 or 1 for the blank vote and for each list, adds the ballots up without opening
one, and opens the sums. Only a contest's key and the voters' credentials could tell more: they are
made in a folder that only its owner reads, and go with it.
"""

import json
import os
import shutil
import tarfile
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory
from threading import Event

from kiosk.services.belenios_tool import NAME, THOROUGH, BeleniosError, Bench, ask

_GROUP = ("--group", "BELENIOS-2048")
_MADE_BY = "Kiosque électeur (exercice)"
_QUESTION = "Pour quelle liste votez-vous ?"
_NO_RESULT = "no result to check"
_PASSES = 3
"""How often the tool goes through the whole box: to add up, to open the sums, to say the result."""


class CountsDifferError(BeleniosError):
    """The tool counts otherwise than we do."""


@dataclass(frozen=True)
class JudgedContest:
    """A contest's count: the votes of its lists, in the same order, and its blank votes.

    ``registered`` is how many are on its roll. Ballots that do not open as a vote have no
    counterpart in Belenios, which lets none in: they are not among these. Raises ValueError
    where there are not as many lists as votes, or more votes than registered.
    """

    code: str
    title: str
    lists: tuple[str, ...]
    votes: tuple[int, ...]
    blank: int
    registered: int

    def __post_init__(self) -> None:
        if len(self.lists) != len(self.votes):
            raise ValueError("each list has its votes")
        if self.ballots > self.registered:
            raise ValueError("nobody votes twice")

    @property
    def counts(self) -> tuple[int, ...]:
        """The votes as Belenios orders them: blank ones first."""
        return (self.blank, *self.votes)

    @property
    def ballots(self) -> int:
        """How many ballots were counted."""
        return sum(self.counts)

    @property
    def steps(self) -> int:
        """How much work its archive is: a ballot to make, or to look at once more, is one."""
        return self.ballots + _PASSES * (self.ballots + 1)


@dataclass(frozen=True)
class Verdict:
    """What the tool says of an archive; its reason, in its own words, where it refuses."""

    accepted: bool
    reason: str = ""


def make_archive(
    contest: JudgedContest,
    directory: Path,
    *,
    tool: Path,
    progress: Callable[[int, int], None],
    stop: Event | None = None,
) -> Path:
    """Make the public archive of an election with this count, and return its folder.

    The folder bears the contest's code and holds one ``.bel`` file: what the tool publishes of an
    election, without a private key or a credential. ``progress`` is told the steps done, of how
    many. Nothing is left behind where it raises: BeleniosError (soon after ``stop`` is set),
    OSError.
    """
    with TemporaryDirectory(prefix="kiosque-") as work:
        bench = Bench(tool, Path(work), stop or Event())
        credentials = _set_up(bench, contest)
        with closing(_ballots(bench, contest, credentials)) as ballots:
            for done, ballot in enumerate(ballots, start=1):
                bench.add("Ballot", ballot)
                progress(done, contest.steps)
        for passes in _count(bench):
            progress(contest.ballots + passes * (contest.ballots + 1), contest.steps)
        archive = _one(bench.folder, "*.bel")
        if _counts(archive) != contest.counts:
            raise CountsDifferError(
                f"{contest.code} : le compte de belenios-tool n’est pas celui du kiosque ;"
                " aucune archive n’est écrite."
            )
        return _published(archive, directory / contest.code)


def verify_archive(directory: Path, tool: Path) -> Verdict:
    """Let the tool verify the archive in a folder; raises ToolFailedError where it cannot run.

    The tool warns of an election still under way, and finds nothing wrong with it: here an archive
    cut off before its result is refused too.
    """
    done = ask(tool, "election", "verify", f"--dir={directory}", seconds=THOROUGH)
    said = done.stderr.decode(errors="replace").strip()
    if done.returncode == 0:
        reason = _NO_RESULT if _NO_RESULT in said else ""
        return Verdict(accepted=not reason, reason=reason)
    return Verdict(accepted=False, reason=said.rpartition("\n")[2].removeprefix(f"{NAME}: "))


def _set_up(bench: Bench, contest: JudgedContest) -> list[str]:
    """Make the election, with an empty box, and return the voters' credentials."""
    uuid = bench.run("setup", "generate-token").decode().strip()
    roll = max(1, contest.registered)  # the tool refuses an election without a voter
    bench.run("setup", "generate-credentials", "--uuid", uuid, *_GROUP, "--count", str(roll))
    _one(bench.folder, "*.pubcreds").rename(bench.folder / "public_creds.json")
    bench.run("setup", "generate-trustee-key", *_GROUP)
    _one(bench.folder, "*.pubkey").rename(bench.folder / "public_keys.jsons")
    bench.run("setup", "make-trustees")
    template = bench.folder / "template.json"
    template.write_text(json.dumps(_template(contest), ensure_ascii=False), "utf-8")
    bench.run("setup", "make-election", "--uuid", uuid, *_GROUP, "--template", template.name)
    bench.run("archive", "init")
    lines = _one(bench.folder, "*.privcreds").read_text("ascii").splitlines()
    return [line.rpartition(" ")[2] for line in lines]


def _template(contest: JudgedContest) -> dict[str, object]:
    question = {
        "question": _QUESTION,
        "answers": contest.lists,
        "blank": True,
        "min": 1,
        "max": 1,
    }
    return {
        "name": contest.title,
        "description": contest.code,
        "questions": [question],
        "administrator": _MADE_BY,
        "credential_authority": _MADE_BY,
    }


def _ballots(
    bench: Bench, contest: JudgedContest, credentials: list[str]
) -> Generator[bytes, None, None]:
    """Yield the sealed ballots, made on every core, in an order drawn by lot.

    They are made where the box stays empty: no ballot depends on another, and the tool never
    reads an archive that is being written.
    """
    booth = replace(bench, folder=bench.folder / "booth")
    booth.folder.mkdir()
    shutil.copy(_one(bench.folder, "*.bel"), booth.folder)
    choices = [choice for choice, votes in enumerate(contest.counts) for _ in range(votes)]
    SystemRandom().shuffle(choices)

    def fill(place: int) -> bytes:
        credential, ballot = (booth.folder / f"{place}.{kind}" for kind in ("credential", "json"))
        credential.write_text(credentials[place], "ascii")
        marks = [int(choice == choices[place]) for choice in range(len(contest.counts))]
        ballot.write_text(json.dumps([marks]), "ascii")
        given = ("--privcred", credential.name, "--ballot", ballot.name)
        return booth.run("election", "generate-ballot", *given)

    pool = ThreadPoolExecutor(os.cpu_count())
    try:
        yield from pool.map(fill, range(len(choices)))
    finally:
        pool.shutdown(cancel_futures=True)


def _count(bench: Bench) -> Iterator[int]:
    """Close the box, add the ballots up and open the sums; yield how many passes are done."""
    bench.add("EndBallots")
    bench.add("EncryptedTally", _look_at_all(bench, "compute-encrypted-tally"))
    yield 1
    key = _one(bench.folder, "*.privkey").name
    opened = _look_at_all(bench, "decrypt", "--privkey", key, "--trustee-id", "1")
    bench.add("PartialDecryption", opened)
    yield 2
    bench.add("Result", _look_at_all(bench, "compute-result"))
    yield _PASSES


def _look_at_all(bench: Bench, *words: str) -> bytes:
    return bench.run("election", *words, seconds=THOROUGH)


def _one(folder: Path, pattern: str) -> Path:
    """Return the one file that the tool named itself."""
    [file] = folder.glob(pattern)
    return file


def _counts(archive: Path) -> tuple[int, ...]:
    """Return what the archive's last event says was counted, blank votes first."""
    with tarfile.open(archive) as held:
        events = [name for name in held.getnames() if name.endswith(".event.json")]
        payload = _member(held, events[-1])["payload"]
        [counts] = _member(held, f"{payload}.data.json")["result"]
    return tuple(int(votes) for votes in counts)


def _member(held: tarfile.TarFile, name: str) -> dict[str, list[list[int]]]:
    file = held.extractfile(name)
    if file is None:
        raise KeyError(name)
    read: dict[str, list[list[int]]] = json.load(file)
    return read


def _published(archive: Path, folder: Path) -> Path:
    folder.mkdir(parents=True)
    try:
        shutil.copyfile(archive, folder / archive.name)
    except BaseException:
        shutil.rmtree(folder)
        raise
    return folder
