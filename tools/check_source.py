#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The house rules that no compiler knows: check_source.py arrows|libraries|banned|length|heads|paths|map"""
import re
import subprocess
import sys
from pathlib import Path
from typing import Callable, Iterator

# What a module of server/ may include besides itself. main.c may include all.
ARROWS: dict[str, set[str]] = {
    "base": set(),
    "calc": {"base"},
    "market": {"base"},
    "store": {"base"},
    "queue": {"base", "store"},
    "report": {"base"},
    "app": {"base", "calc", "market", "store", "queue", "report"},
    "jobs": {"base", "calc", "market", "store", "queue", "report", "app"},
    "http": {"base"},
    "api": {"base", "calc", "market", "store", "queue", "report", "app", "jobs", "http"},
    "cli": {"base", "calc", "market", "store", "queue", "report", "app", "jobs", "http", "api"},
}

# Who may know which library, by the start of its header's name.
LIBRARIES = {
    "microhttpd.h": ("http/",),
    "gnutls/": ("http/tls.c",),
    "sqlite3.h": ("store/",),
    "jansson.h": ("base/",),
    "openssl/": ("base/",),
    "cairo": ("report/",),
    "pango/": ("report/",),
    "xlsxwriter": ("report/",),
    "curl/": ("base/",),
    "crypt.h": ("base/",),
    "brotli/": ("http/",),
}

BANNED = (
    "strcpy strcat sprintf vsprintf gets strtok atoi atol atof setlocale localtime gmtime ctime asctime "
    "rand srand alloca"
).split()

LENGTH_MAX = 500
HEAD = "SPDX-License-Identifier: Apache-2.0"
# Copied as they came, with the data that they make and check.
GIVEN = ("data/sample/", "tests/tricky/")
CODE = {".c", ".h", ".S", ".sh", ".py", ".ts", ".tsx", ".mjs"}


def files(*roots: str) -> list[str]:
    """The files of the repository, also those not yet added; generated ones and binaries left out."""
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *roots],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    return sorted({n for n in names if Path(n).is_file() and "/generated/" not in n})


def lines(name: str) -> list[str]:
    return Path(name).read_text(encoding="utf-8", errors="replace").splitlines()


def code(*roots: str) -> list[str]:
    return [n for n in files(*roots) if Path(n).suffix in CODE and not n.startswith(GIVEN)]


def arrows() -> Iterator[str]:
    for name in files("server"):
        parts = name.split("/")
        if len(parts) != 3:  # server/main.c
            continue
        module = parts[1]
        if module not in ARROWS:
            yield f"{name}: module {module} has no row in tools/check_source.py"
            continue
        for i, line in enumerate(lines(name), 1):
            m = re.match(r'#include "(\w+)/', line)
            if m and m[1] != module and m[1] not in ARROWS[module]:
                yield f"{name}:{i}: {module} must not include {m[1]}"


def libraries() -> Iterator[str]:
    for name in files("server"):
        if name.endswith(("_test.c", "_fixture.h")):  # a test may look with other eyes
            continue
        for i, line in enumerate(lines(name), 1):
            for header, places in LIBRARIES.items():
                allowed = name.removeprefix("server/").startswith(places)
                if line.startswith(f"#include <{header}") and not allowed:
                    yield f"{name}:{i}: {header} is for {', '.join(places)} only"


def without_comments(text: str) -> str:
    """C with comments and literals blanked, lines kept."""
    pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"'
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.S)


def banned() -> Iterator[str]:
    call = re.compile(r"\b(" + "|".join(BANNED) + r")\s*\(")
    for name in files("server", "tests/fuzz"):
        if not name.endswith((".c", ".h")):
            continue
        text = without_comments(Path(name).read_text(encoding="utf-8"))
        for i, line in enumerate(text.splitlines(), 1):
            if m := call.search(line):
                yield f"{name}:{i}: {m[1]}() is banned"
            if "__attribute__" in line and name != "server/base/compiler.h":
                yield f"{name}:{i}: extensions belong to base/compiler.h"


def length() -> Iterator[str]:
    for name in code("server", "web", "tests", "tools"):
        if (n := len(lines(name))) > LENGTH_MAX:
            yield f"{name}: {n} lines, more than {LENGTH_MAX}"


def heads() -> Iterator[str]:
    for name in code(".") + ["run", "test", ".ci/run", "Makefile"]:
        if HEAD not in "".join(lines(name)[:3]):
            yield f"{name}: no '{HEAD}' in its first lines"


def paths() -> Iterator[str]:
    """Nothing names the machine it was made on, or the folders beside the repository."""
    machine, beside = "/w" + "ork/", "../" + "shared"
    for name in files("."):
        for i, line in enumerate(lines(name), 1):
            if machine in line:
                yield f"{name}:{i}: names a path of one machine"
            # Tests use the optional oracles beside the repository where they are.
            if beside in line and not name.startswith(("tests/", "tools/")):
                yield f"{name}:{i}: names a folder outside the repository"


def map_() -> Iterator[str]:
    """Every file that docs/design-map.md names is there. Names may hold * and end in :line."""
    tops = "server|web|tests|tools|schema|data|docs|ops|.github|.ci"
    named = re.compile(r"(?<![\w./-])((?:" + tops.replace(".", r"\.") + r")/[\w.*\[\]()/-]*\w/?)")
    rooted = re.compile(r"`([A-Za-z.-]+(?:\.(?:md|json)|file))`")
    for i, line in enumerate(lines("docs/design-map.md"), 1):
        for name in named.findall(line) + rooted.findall(line):
            there = Path(name).exists() or ("*" in name and any(Path(".").glob(name)))
            if not there:
                yield f"docs/design-map.md:{i}: there is no {name}"


RULES: dict[str, Callable[[], Iterator[str]]] = {
    "arrows": arrows,
    "libraries": libraries,
    "banned": banned,
    "length": length,
    "heads": heads,
    "paths": paths,
    "map": map_,
}


def main() -> int:
    found = [line for name in sys.argv[1:] or RULES for line in RULES[name]()]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
