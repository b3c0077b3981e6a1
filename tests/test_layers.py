"""Imports run one way, at rest and when they happen."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
KIOSK = ROOT / "kiosk"
CLOCK = KIOSK / "services" / "clock.py"
SCREEN_PACKAGES = {"textual", "rich", "click"}
HEAVY_PACKAGES = {
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "PIL",
    "captcha",
    "jinja2",
    "argon2",
    "pwdlib",
    "nacl",
    "shamir_mnemonic",
    "reportlab",
}
LIGHT = (
    "kiosk.settings",
    "kiosk.crash_log",
    *(
        f"kiosk.services.{name}"
        for name in (
            "addresses",
            "ballots",
            "browser",
            "calendar",
            "captchas",
            "content",
            "form_fields",
            "french",
            "identifiers",
            "letters",
            "numen",
            "password_hashes",
            "password_rules",
            "receipts",
            "refusals",
            "sessions",
            "tie_breaks",
            "user_names",
        )
    ),
)
"""What is imported before the first paint: quick, and without the store."""

REAL_TIMES = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}
PROGRAM = """
import importlib, json, sys
fresh = set(sys.modules)
found = {}
for name in json.loads(sys.argv[1]):
    for module in set(sys.modules) - fresh:
        del sys.modules[module]
    importlib.import_module(name)
    packages = {module.partition(".")[0] for module in sys.modules}
    found[name] = sorted(packages & set(json.loads(sys.argv[2])))
print(json.dumps(found))
"""


def modules(folder: Path) -> list[str]:
    """The dotted names of everything below a folder of the package."""
    return [
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for file in sorted(folder.rglob("*.py"))
    ]


def run(program: str, *arguments: object) -> str:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, *map(json.dumps, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def brought(names: list[str], packages: set[str]) -> dict[str, list[str]]:
    """Which of some packages each module brings along, each imported afresh in one process."""
    found: dict[str, list[str]] = json.loads(run(PROGRAM, names, sorted(packages)))
    return {name: packages for name, packages in found.items() if packages}


def imported_with(*names: str) -> set[str]:
    """Every module that these bring along, in a process of their own."""
    program = f"import sys, json, {', '.join(names)}\nprint(json.dumps(list(sys.modules)))"
    return set(json.loads(run(program)))


def test_contracts_of_the_layers_are_kept() -> None:
    program = (
        "import sys; from importlinter.cli import lint_imports;"
        " sys.exit(lint_imports('pyproject.toml', no_cache=True))"
    )
    assert "0 broken" in run(program)


def test_no_rule_brings_a_screen_along() -> None:
    names = ["kiosk.bootstrap", *modules(KIOSK / "models"), *modules(KIOSK / "services")]
    assert SCREEN_PACKAGES.isdisjoint(imported_with(*names))


def test_light_modules_bring_neither_store_nor_pictures_nor_digests() -> None:
    assert brought(list(LIGHT), SCREEN_PACKAGES | HEAVY_PACKAGES) == {}


@pytest.mark.parametrize("entry", ["kiosk.app", "kiosk.screens.welcome", "kiosk.screens.sitting"])
def test_first_paint_brings_no_store(entry: str) -> None:
    assert HEAVY_PACKAGES.isdisjoint(imported_with(entry))


def test_commands_bring_what_only_one_of_them_needs_when_it_is_asked() -> None:
    only_for_one = HEAVY_PACKAGES | {"textual", "csv", "fractions", "subprocess", "fpdf"}
    assert brought(["kiosk.cli"], only_for_one) == {}


def test_package_itself_imports_nothing() -> None:
    assert brought(["kiosk"], SCREEN_PACKAGES | HEAVY_PACKAGES) == {}


def real_times(file: Path) -> Iterator[str]:
    """Where a file asks the machine for the time of day."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner = node.func.value
        name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        if name in {"datetime", "date", "time"} and node.func.attr in REAL_TIMES:
            yield f"{file.relative_to(ROOT)}:{node.lineno}"


def test_only_the_clock_asks_the_machine_for_the_time() -> None:
    files = [file for file in KIOSK.rglob("*.py") if file != CLOCK]
    assert [place for file in files for place in real_times(file)] == []
    assert list(real_times(CLOCK)), "the search finds the one that is allowed"
