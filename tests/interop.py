# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Holds the API against tools of others: interop.py conformance | client.

conformance: Schemathesis with every check and phase against a server of its own with the sample, an
administrator and two users. One test an operation, and one for the journeys along the document's links.
client: a Python client is generated from the document and used (tests/interop/client.py).

The tools are under build/interop; make test-interop puts them there.
"""
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

from server import BINARY, EMAIL, PASSWORD, ROOT, Server, environment, temp

HERE = ROOT / "tests/interop"
OUT = ROOT / "build/interop"
BIN = OUT / "venv/bin"
SEED = 20260105
EXAMPLES = 100
SECONDS = 840  # for all; it takes about half of that on two idle cores
ADMIN_TOKEN = "interop-administrator-token-0123456789abcdef"
USERS = {"bob": "Correct-horse-8", "carol": "Correct-horse-9"}
SAID = 4000  # characters of why a test failed
OTHERS = 300  # whom administration may hit: small numbers are tried most


def address(name: str) -> str:
    return f"{name}@example.com"


def login(name: str, password: str) -> dict[str, Any]:
    """How to sign in, in the words of Web Fuzzing Commons; again when the token was given back."""
    return {
        "name": name,
        "loginEndpointAuth": {
            "endpoint": "/api/v1/auth/login",
            "verb": "POST",
            "contentType": "application/json",
            "payloadRaw": json.dumps({"email": address(name), "password": password}),
            "token": {
                "extractFrom": "body",
                "extractSelector": "/access_token",
                "sendIn": "header",
                "sendName": "Authorization",
                "sendTemplate": "Bearer {token}",
            },
        },
    }


def credentials() -> list[dict[str, Any]]:
    """In the order in which they are tried: the administrator only where a user may not."""
    bearer = {"name": "Authorization", "value": f"Bearer {ADMIN_TOKEN}"}
    users = [login(name, password) for name, password in USERS.items()]
    return [*users, {"name": "administrator", "fixedHeaders": [bearer]}]


def server() -> Server:
    s = Server(temp() / "data", env={"ADMIN_TOKEN": ADMIN_TOKEN})
    s.register()
    for i in range(OTHERS):
        s.register(address(f"other-{i}"))
    for name, password in USERS.items():
        s.register(address(name), password)
    return s


def count(junit: Path) -> tuple[int, int]:
    """Tests passed and failed; a test is an operation, or all journeys together. What failed comes last."""
    cases = list(ElementTree.parse(junit).getroot().iter("testcase"))
    why = {c: f for c in cases for f in (*c.findall("failure"), *c.findall("error"))}
    for case in sorted(cases, key=lambda c: c in why):
        print("FAIL" if case in why else "ok  ", case.get("name"), flush=True)
        if case in why:
            print(f"{why[case].get('message') or ''}\n{why[case].text or ''}"[:SAID], flush=True)
    return len(cases) - len(why), len(why)


# Each of these has a server of its own. Wrong passwords, which the first are full of, hold up the next
# sign-in of their account; a backup that is put back ends all sessions; a schedule may begin what keeps every
# worker at work for an hour.
ALONE = (
    "^/api/v1/auth/(password|totp/|oidc/(link|password))",
    "^/api/v1/admin/backups",
    "^/api/v1/background/schedules",
)


def conform(which: str, paths: str, phases: str) -> tuple[int, int]:
    """Operations passed and failed, of those with these paths (include) or all others (exclude)."""
    junit = OUT / "schemathesis.xml"
    junit.unlink(missing_ok=True)
    # What an earlier run found out, as whose identity an operation wants: each run begins alike.
    shutil.rmtree(OUT / ".schemathesis", ignore_errors=True)
    auth = OUT / "auth.json"
    auth.write_text(json.dumps({"auth": credentials()}))
    places = {"AUTH": auth, "HOOKS": HERE / "hooks.py"}
    env = environment({f"INTEROP_{name}": str(path) for name, path in places.items()})
    with server() as s:
        command = [BIN / "st", "--config-file", HERE / "schemathesis.toml", "run", "--no-color"]
        command += [f"http://127.0.0.1:{s.port}/openapi.json", "--checks", "all"]
        command += [f"--{which}-path-regex", paths]
        # One at a time: the order of calls, and so the data behind them, is that of the seed.
        command += ["--phases", phases, "--workers", "1"]
        command += ["--max-examples", str(EXAMPLES), "--seed", str(SEED)]
        command += ["--report", "junit", "--report-junit-path", junit]
        status = subprocess.run(
            [str(a) for a in command], cwd=OUT, env=env, timeout=SECONDS
        ).returncode
        s.alive()
    passed, failed = count(junit) if junit.is_file() else (0, 0)
    return passed, failed or int(status != 0)  # it could not run


def conformance() -> int:
    print(f"seed {SEED}, {EXAMPLES} examples an operation besides the systematic ones", flush=True)
    single = "examples,coverage,fuzzing"
    runs = [conform("include", paths, single) for paths in ALONE]  # no link leads there
    runs += [conform("exclude", "|".join(ALONE), single + ",stateful")]
    passed, failed = (sum(n) for n in zip(*runs))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def client() -> int:
    where = OUT / "client"
    shutil.rmtree(where, ignore_errors=True)
    document = subprocess.run([BINARY, "openapi"], capture_output=True, check=True).stdout
    (OUT / "openapi.json").write_bytes(document)
    generate = [BIN / "openapi-python-client", "generate", "--path", OUT / "openapi.json"]
    generate += ["--output-path", where / "autoindex_client", "--meta", "none"]
    generate += ["--config", HERE / "client.yaml", "--fail-on-warning"]
    where.mkdir()
    subprocess.run([str(a) for a in generate], cwd=OUT, env=environment(), check=True)
    env = environment({"PYTHONPATH": f"{where}:{HERE}", "PYTHONDONTWRITEBYTECODE": "1"})
    with server() as s:
        env |= {"API": f"http://127.0.0.1:{s.port}", "EMAIL": EMAIL, "PASSWORD": PASSWORD}
        command = [BIN / "python", "-m", "unittest", "-v", HERE / "client.py"]
        return subprocess.run([str(a) for a in command], cwd=HERE, env=env, timeout=300).returncode


def main() -> int:
    os.chdir(ROOT)
    return {"conformance": conformance, "client": client}[sys.argv[1]]()


if __name__ == "__main__":
    sys.exit(main())
