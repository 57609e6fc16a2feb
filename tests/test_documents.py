# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Every command of the operator's pages is run, in the order of the page.

A fenced block of "sh" is a script; what serves in the foreground there serves in the background
here until the end of the test. Ports, the folder /mnt/usb and the name of a backup are put in
their place. Files of nginx and systemd are given to these programs where they are installed.
"""
from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import unittest
from pathlib import Path
from typing import Any, ClassVar, Mapping

from server import BINARY, EMAIL, PATIENCE, ROOT, Server, environment, populated, run, temp

# Pages, and how many scripts each has. The last one of background.md measures: it is not run.
SCRIPTS = {"accounts": 3, "background": 6, "backup": 6, "security": 1, "tls-and-proxies": 7}
PAGES = tuple(SCRIPTS)
NAME = "autoindex-20260131T093000123Z-manual-5.db"
PASSWORDS = b"Correct-horse-7\nCorrect-horse-7\n"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)

# Serves, works and beats in the background, which begins when they say that they are ready.
STAND_IN = """#!/bin/sh
case $1 in
serve | worker | beat)
    log=$JOBS/$$
    "$BINARY" "$@" >"$log.out" 2>"$log.err" </dev/null &
    echo $! >"$log.pid"
    until grep -q "is ready" "$log.out"; do
        kill -0 $! 2>/dev/null || { cat "$log.err" >&2; exit 1; }
        sleep 0.02
    done ;;
*) exec "$BINARY" "$@" ;;
esac
"""


def page(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text()


def blocks(name: str, language: str = "sh") -> list[str]:
    return [text for tongue, text in FENCE.findall(page(name)) if tongue == language]


def block(name: str, words: str, language: str = "sh") -> str:
    found = [b for b in blocks(name, language) if words in b]
    if len(found) != 1:
        raise AssertionError(f"{len(found)} blocks of {name} hold {words!r}")
    return found[0]


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class Tried(unittest.TestCase):
    """A machine of an operator: a folder with the data folder var, and somewhere to put copies."""

    env: Mapping[str, str] = {}

    def setUp(self) -> None:
        self.top = temp(self)
        self.usb, self.jobs, self.bin = (self.top / n for n in ("usb", "jobs", "bin"))
        for folder in (self.usb, self.jobs, self.bin):
            folder.mkdir()
        self.command("autoindex", STAND_IN)
        self.port, self.tls_port = free_port(), free_port()
        self.named = NAME
        self.addCleanup(self.end)

    def command(self, name: str, script: str) -> None:
        path = self.bin / name
        path.write_text(script)
        path.chmod(0o755)

    def machine(self) -> None:
        shutil.move(populated(self), self.top / "var")

    def placed(self, script: str) -> str:
        for there, here in (
            ("/mnt/usb", str(self.usb)),
            (NAME, self.named),
            ("0.0.0.0", "127.0.0.1"),
            ("8443", str(self.tls_port)),
            (":8000", f":{self.port}"),
        ):
            script = script.replace(there, here)
        return script

    def pids(self) -> list[int]:
        return [int(p.read_text()) for p in sorted(self.jobs.glob("*.pid"))]

    def end(self) -> None:
        """End what was left to run; it ends in good order."""
        for pid in self.pids():
            try:
                os.kill(pid, signal.SIGTERM)
            except ProcessLookupError:
                continue
            until = time.monotonic() + PATIENCE
            while self.at_work(pid):
                if time.monotonic() > until:
                    os.kill(pid, signal.SIGKILL)
                    raise AssertionError("a process does not end")
                time.sleep(0.02)
        for p in self.jobs.glob("*.pid"):
            p.unlink()

    @staticmethod
    def at_work(pid: int) -> bool:
        try:
            return re.search(r"^State:\s*Z", Path(f"/proc/{pid}/status").read_text(), re.M) is None
        except OSError:
            return False

    def run_block(self, script: str, stdin: bytes = b"", **env: str) -> str:
        """Run it as it stands on the page; its standard output."""
        done = subprocess.run(
            ["sh", "-euc", self.placed(script)],
            cwd=self.top,
            input=stdin,
            capture_output=True,
            timeout=PATIENCE,
            env=environment(
                {
                    "BINARY": str(BINARY),
                    "JOBS": str(self.jobs),
                    "PORT": str(self.port),
                    "PATH": f"{self.bin}:{os.environ['PATH']}",
                    **env,
                }
            ),
        )
        if done.returncode != 0:
            raise AssertionError(f"{script}\n{done.returncode}: {done.stderr.decode()}")
        return done.stdout.decode()


class Named(unittest.TestCase):
    """What the pages name is there."""

    verbs: ClassVar[dict[str, str]]

    @classmethod
    def setUpClass(cls) -> None:
        names = re.findall(r"^  (\w+)  ", run("--help").stdout, re.M)
        cls.verbs = {name: run(name, "--help").stdout for name in names}

    def spans(self) -> list[tuple[str, str]]:
        found = []
        for name in PAGES:
            text = page(name)
            found += [(name, line) for b in blocks(name) for line in b.splitlines()]
            found += [(name, s) for s in re.findall(r"`([^`\n]+)`", FENCE.sub("", text))]
        return found

    def test_languages(self) -> None:
        for name in PAGES:
            for tongue, text in FENCE.findall(page(name)):
                self.assertIn(tongue, ("sh", "nginx", "caddy", "ini"), f"{name}: {text}")

    def test_number_of_scripts(self) -> None:
        """Whoever adds one tries it below."""
        for name, number in SCRIPTS.items():
            self.assertEqual(len(blocks(name)), number, name)

    def test_verbs_and_flags(self) -> None:
        seen = 0
        for name, text in self.spans():
            found = re.search(r"(?:^|[ /])autoindex ([a-z]+)((?: [^#|]*)?)", text)
            if not found or text.startswith("-"):
                continue
            verb, rest = found.groups()
            if text.startswith(("systemctl", "useradd", "journalctl")):
                continue
            self.assertIn(verb, self.verbs, f"{name}: {text}")
            for flag in re.findall(r"--[a-z][a-z-]*", rest):
                self.assertIn(flag.replace("--no-", "--[no-]"), self.verbs[verb], f"{name}: {text}")
            seen += 1
        self.assertGreater(seen, 40)

    def test_settings(self) -> None:
        settings = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", page("configuration")))
        other = {
            "SIGHUP",
            "SIGTERM",
            "NULL",
            "KEY",
            "ID",
            "ID_TOKEN_USED",
            "EMAIL",
            "RENEWED_LINEAGE",
        }
        other |= {"NAME", "HTTPS_PROXY", "FILE"}
        for name in PAGES:
            text = re.sub(r"^```(nginx|ini|caddy).*?^```$", "", page(name), flags=re.M | re.S)
            for word in re.findall(r"`([A-Z][A-Z0-9_]+)(?:=[^`]*)?`", text):
                self.assertIn(word, settings | other, name)


class Backup(Tried):
    def test_page(self) -> None:
        self.machine()
        done = set()
        for script in blocks("backup"):
            if "restore /mnt/usb/a.db\n" in script:
                # It asks, and nobody is there to say yes.
                script = script.replace("a.db", "a.db --yes")
            if "mkdir -m 700 var" in script:
                (self.top / "var").rename(self.top / "before")
            self.run_block(script)
            done.add(script)
            made = sorted((self.top / "var" / "backups").glob("*-manual-*.db"))
            self.named = made[-1].name if made else NAME
        self.assertEqual(len(done), len(blocks("backup")))
        self.assertEqual(run("audit", "verify", data=self.top / "var").returncode, 0)


class Accounts(Tried):
    def test_administrators(self) -> None:
        self.machine()
        script = block("accounts", "user promote")
        for line in script.splitlines():
            self.run_block(line, PASSWORDS)
        listed = run("user", "list", data=self.top / "var").stdout
        self.assertRegex(listed, r"ada@example.org.*")

    def test_rotation(self) -> None:
        self.machine()
        before = (self.top / "var" / "secret.key").read_bytes()
        self.run_block(block("accounts", "cp var/secret.key"))
        self.assertEqual((self.usb / "secret.key.before").read_bytes(), before)
        self.assertNotEqual((self.usb / "secret.key").read_bytes(), before)

    def test_rotation_of_a_setting(self) -> None:
        old, new = "the one before of 32 characters..", "the new one, of 32 characters too"
        with Server(self.top / "var", "--no-sample-data", env={"SECRET_KEY": old}) as s:
            s.register()
        self.run_block(block("accounts", "SECRET_KEY_OLD="), OLD=old, NEW=new)


class Background(Tried):
    def test_processes(self) -> None:
        self.machine()
        script = block("background", "autoindex worker")
        self.run_block(script)
        self.assertEqual(len(self.pids()), len(script.splitlines()))

    def ask(self, method: str, path: str, body: object = None) -> Any:
        reply = self.server.call(method, f"/api/v1{path}", body)
        self.assertLess(reply.status, 300, reply.body)
        return reply.json()

    def drill(self, **args: object) -> str:
        """The id of a task of practice, put by a schedule of its own."""
        name = f"drill-{time.monotonic_ns()}"
        body = {"name": name, "kind": "drill", "spec": "cron 0 6 1 1 *", "args": args}
        made = self.ask("POST", "/background/schedules", body)
        return str(self.ask("POST", f"/background/schedules/{made['id']}/run")["task_id"])

    def state(self, task: str, *states: str) -> None:
        self.server.await_read(f"/api/v1/background/task/{task}", lambda t: t["state"] in states)

    def test_when_something_is_wrong(self) -> None:
        self.machine()
        with Server(self.top / "var") as self.server:
            self.port = self.server.port
            self.server.login()
            body = {"name": "operator", "scope": "write"}
            key = self.ask("POST", "/auth/api-keys", body)["key"]
            slow, wrong = self.drill(work_ms=600_000), self.drill(fails="wrong")
            self.state(slow, "PROGRESS", "STARTED")
            self.state(wrong, "FAILURE")

            shown = self.run_block(block("background", "autoindex doctor"), KEY=key)
            self.assertIn(slow, shown)
            self.assertIn(wrong, shown)

            self.run_block(block("background", "/cancel"), KEY=key, ID=slow)
            self.state(slow, "REVOKED")

            retry, forget = block("background", "/retry").splitlines()
            self.run_block(retry, KEY=key, ID=wrong)
            self.state(wrong, "FAILURE")
            self.run_block(forget, KEY=key, ID=wrong)
            gone = self.server.get(f"/api/v1/background/task/{wrong}")
            self.assertEqual(gone.status, 404)

            made = self.ask("POST", "/admin/backups")["id"]
            self.named = made
            self.run_block(block("background", "rm var/backups"))
            self.assertEqual(list((self.top / "var" / "backups").glob(f"{made}*")), [])


class Security(Tried):
    def test_page(self) -> None:
        self.machine()
        (script,) = blocks("security")
        self.assertIn(EMAIL, self.run_block(script))


class Wire(Tried):
    def setUp(self) -> None:
        super().setUp()
        self.machine()

    def curl(self, *args: str) -> str:
        command = ["curl", "-sS", "--max-time", str(PATIENCE), *args]
        done = subprocess.run(command, capture_output=True, text=True, env=environment())
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def certificate(self) -> None:
        """The first command of what is there to try it out."""
        self.run_block(block("tls-and-proxies", "openssl req").split("chmod")[0])


class Tls(Wire):
    def test_its_own(self) -> None:
        shown = self.run_block(block("tls-and-proxies", "openssl req"))
        self.assertIn('"status":"ok"', shown)
        self.end()
        self.run_block(block("tls-and-proxies", "--host 0.0.0.0"))

    def test_hook_of_certbot(self) -> None:
        self.run_block(block("tls-and-proxies", "openssl req"))
        (pid,) = self.pids()
        live, etc = self.top / "live", self.top
        live.mkdir()
        new = "openssl req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=localhost -addext"
        new += f" subjectAltName=DNS:localhost -keyout {live}/privkey.pem -out {live}/fullchain.pem"
        self.run_block(new)
        self.command("systemctl", f'#!/bin/sh\n[ "$*" = "reload autoindex" ] && kill -HUP {pid}\n')
        hook = block("tls-and-proxies", "RENEWED_LINEAGE")
        self.assertIn("-o autoindex", hook)
        hook = hook.replace("-o autoindex ", "").replace("/etc/autoindex", str(etc))
        self.run_block(hook, RENEWED_LINEAGE=str(live))
        until = time.monotonic() + PATIENCE
        url = f"https://localhost:{self.tls_port}/ready"
        trust = ["--cacert", str(live / "fullchain.pem")]
        while subprocess.run(["curl", "-sf", *trust, url], capture_output=True).returncode:
            self.assertLess(time.monotonic(), until, "the new certificate is not shown")
            time.sleep(0.05)
        self.assertEqual((etc / "tls.key").stat().st_mode & 0o777, 0o600)

    def test_administrator_behind_a_proxy(self) -> None:
        line = block("tls-and-proxies", "autoindex user add")
        self.run_block(line, PASSWORDS)

    def test_proxy_is_trusted(self) -> None:
        self.run_block(block("tls-and-proxies", "TRUSTED_PROXIES=127.0.0.1"))
        seen = self.curl(
            "-D-", "-H", "X-Forwarded-Proto: https", f"http://127.0.0.1:{self.port}/ready"
        )
        self.assertIn("strict-transport-security", seen.lower())

    def test_unit_needs_its_user(self) -> None:
        script = block("tls-and-proxies", "useradd")
        for name in ("useradd", "systemctl", "journalctl"):
            self.command(name, f'#!/bin/sh\necho {name} "$@" >>"$JOBS/asked"\n')
        self.run_block(script)
        asked = (self.jobs / "asked").read_text()
        for unit in ("autoindex.socket", "autoindex.service"):
            self.assertIn(unit, asked)
            self.assertIn(f"`/etc/systemd/system/{unit}`", page("tls-and-proxies"))


if shutil.which("nginx"):

    class Nginx(Wire):
        def test_behind_it(self) -> None:
            self.certificate()
            self.run_block(block("tls-and-proxies", "TRUSTED_PROXIES=127.0.0.1"))
            site = block("tls-and-proxies", "proxy_pass", "nginx")
            for there, here in (
                ("listen 443 ", f"listen 127.0.0.1:{self.tls_port} "),
                ("/etc/letsencrypt/live/index.example.org/fullchain.pem", f"{self.top}/tls.crt"),
                ("/etc/letsencrypt/live/index.example.org/privkey.pem", f"{self.top}/tls.key"),
                (":8000", f":{self.port}"),
            ):
                self.assertIn(there, site)
                site = site.replace(there, here)
            paths = "".join(
                f"{kind}_temp_path {self.top}/{kind};"
                for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            )
            (self.top / "nginx.conf").write_text(
                f"daemon off; pid {self.top}/pid; error_log {self.top}/error.log;\n"
                f"events {{}}\nhttp {{ access_log off; {paths}\n{site} }}\n"
            )
            proxy = subprocess.Popen(["nginx", "-c", str(self.top / "nginx.conf")])
            try:
                url = f"https://localhost:{self.tls_port}"
                trust = ("--cacert", f"{self.top}/tls.crt", "--retry", "20", "--retry-connrefused")
                seen = self.curl(*trust, "--retry-delay", "1", "-D-", f"{url}/ready")
                self.assertIn('"status":"ok"', seen)
                self.assertIn("strict-transport-security", seen.lower())
                self.assertIn("403", self.curl(*trust, "-D-", f"{url}/metrics").splitlines()[0])
            finally:
                proxy.terminate()
                proxy.wait(PATIENCE)


if shutil.which("systemd-analyze") and shutil.which("systemd-socket-activate"):

    class Systemd(Wire):
        def test_units(self) -> None:
            units = self.top / "units"
            units.mkdir()
            for text in blocks("tls-and-proxies", "ini"):
                name = "autoindex.socket" if "[Socket]" in text else "autoindex.service"
                text = text.replace("/usr/local/bin/autoindex", str(BINARY))
                (units / name).write_text(text)
            done = subprocess.run(
                ["systemd-analyze", "verify", *map(str, sorted(units.iterdir()))],
                capture_output=True,
                text=True,
                env=environment({"SYSTEMD_UNIT_PATH": f"{units}:"}),
            )
            told = [line for line in done.stderr.splitlines() if "autoindex" in line]
            self.assertEqual((done.returncode, told), (0, []), done.stderr)

        def test_socket(self) -> None:
            (script,) = block("tls-and-proxies", "systemd-socket-activate").splitlines()
            words = self.placed(script).split()
            words[words.index("autoindex")] = str(BINARY)
            with (self.top / "log").open("w") as log:  # it hands no environment on
                process = subprocess.Popen(words, cwd=self.top, stdout=log, stderr=log)
            try:
                url = f"http://127.0.0.1:{self.port}/ready"
                retry = ("--retry", "20", "--retry-connrefused", "--retry-delay", "1")
                self.assertIn('"status":"ok"', self.curl(*retry, url))
            finally:
                process.terminate()
                process.wait(PATIENCE)


if __name__ == "__main__":
    unittest.main()
