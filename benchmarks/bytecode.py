"""Refuses to measure without compiled bytecode: the same start would take ten times as long.

An installer compiles; a working copy is compiled by its first run, unless the environment or the
rights of its folders forbid it.
"""

import subprocess
import sys
from functools import cache

from benchmarks.terminal import environment

_IMPORTED = "textual.app, textual.widgets, kiosk.screens.welcome, kiosk.bootstrap, benchmarks.bare"
_PROBE = f"""
import sys, {_IMPORTED}
from importlib.util import cache_from_source
from pathlib import Path
for name, module in sorted(sys.modules.items()):
    source = getattr(module, "__file__", None)
    if not source or not source.endswith(".py") or "frozen" in repr(module.__spec__):
        continue
    compiled = Path(cache_from_source(source))
    written = compiled.read_bytes()[8:12] if compiled.is_file() else b""
    if int.from_bytes(written, "little") != int(Path(source).stat().st_mtime):
        print(name)
"""


class NoBytecodeError(Exception):
    """Modules on the way have no bytecode of their present source."""


@cache
def require_bytecode() -> None:
    """Compile what can be; raises NoBytecodeError for what still is not."""
    missing: list[str] = []
    for _ in range(2):  # the first run compiles, the second must find nothing to compile
        done = subprocess.run(
            [sys.executable, "-c", _PROBE],
            env=environment({}),
            capture_output=True,
            text=True,
            check=True,
        )
        missing = done.stdout.split()
    if missing:
        raise NoBytecodeError(f"{len(missing)} modules, among them {', '.join(missing[:5])}")


if __name__ == "__main__":
    require_bytecode()
    print("every module is compiled")
