# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""The command line: its verbs, its errors (one line each, with what to do), its settings."""
from __future__ import annotations

import json
import subprocess
import unittest
from pathlib import Path
from typing import Any, Mapping

from server import BINARY, EMAIL, PASSWORD, Server, ask, count, environment, populated, run, temp

VERBS = (
    "serve",
    "migrate",
    "import",
    "compute",
    "simulate",
    "metrics",
    "backtest",
    "explain",
    "config",
    "doctor",
    "user",
    "openapi",
    "bench",
    "version",
    "audit",
    "backup",
    "restore",
    "worker",
    "beat",
)
COST = ("--bcrypt-cost", "4")


class CommandTest(unittest.TestCase):
    def setUp(self) -> None:
        self.data = temp(self) / "data"

    def refuse(
        self,
        *args: str | Path,
        status: int,
        says: tuple[str, ...],
        data: Path | None = None,
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
    ) -> str:
        """The command fails with one line on the terminal that says all this."""
        done = run(*args, data=data, stdin=stdin, env=env)
        self.assertEqual((done.returncode, done.stdout), (status, ""), done.stderr)
        lines = done.stderr.splitlines()
        self.assertEqual(len(lines), 1, done.stderr)
        self.assertTrue(lines[0].startswith("autoindex"), lines[0])
        for word in says:
            self.assertIn(word, lines[0])
        return lines[0]

    def json(self, *args: str | Path, data: Path | None = None, stdin: bytes = b"") -> Any:
        done = run(*args, "--json", data=data, stdin=stdin)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)


class Help(CommandTest):
    def test_of_the_program(self) -> None:
        for flag in ("--help", "-h", "help"):
            done = run(flag)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            for verb in VERBS:
                self.assertRegex(done.stdout, rf"(?m)^  {verb} +\S")

    def test_of_every_verb(self) -> None:
        for verb in VERBS:
            for args in ((verb, "--help"), (verb, "-h"), (verb, "nonsense", "--help")):
                done = run(*args)
                self.assertEqual((done.returncode, done.stderr), (0, ""), args)
                self.assertIn(f"usage: autoindex {verb}", done.stdout)
                for flag in ("--json", "--config FILE", "--data", "--port N"):
                    self.assertIn(flag, done.stdout)

    def test_own_flags_are_in_the_help(self) -> None:
        text = run("import", "--help").stdout
        for flag in ("--dry-run", "--on-error", "--symbol", "--date-order"):
            self.assertIn(flag, text)
        self.assertIn("--admin", run("user", "--help").stdout)

    def test_version(self) -> None:
        for args in (("version",), ("--version",)):
            done = run(*args)
            self.assertEqual(done.returncode, 0)
            self.assertRegex(done.stdout, r"^autoindex 0\.1\.0 \(0\.1\.0\+\w+\)\n$")
        version = self.json("version")
        self.assertEqual(version["version"], "0.1.0")
        self.assertRegex(version["build"], r"^0\.1\.0\+\w+$")


class WrongUsage(CommandTest):
    def test_nothing_at_all(self) -> None:
        done = run()
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("usage: autoindex VERB", done.stderr)

    def test_unknown_verb(self) -> None:
        for verb, near in (("srve", "serve"), ("imprt", "import"), ("Version", "version")):
            self.refuse(verb, status=2, says=(f"unknown verb '{verb}'", f"did you mean '{near}'"))
        line = self.refuse("frobnicate", status=2, says=("unknown verb", "--help"))
        self.assertNotIn("did you mean", line)

    def test_unknown_flag(self) -> None:
        for args, near in (
            (("serve", "--prot", "1"), "--port"),
            (("serve", "--sampledata"), "--sample-data"),
            (("import", "--dry-rum", "x.csv"), "--dry-run"),
            (("import", "--on-eror=stop", "x.csv"), "--on-error"),
            (("user", "list", "--jason"), "--json"),
            (("compute", "--jsn"), "--json"),
        ):
            flag = next(a for a in args if a.startswith("--")).partition("=")[0]
            self.refuse(*args, status=2, says=(flag, "unknown flag", f"did you mean '{near}'"))
        line = self.refuse("serve", "--frobnicate", status=2, says=("--frobnicate: unknown flag",))
        self.assertNotIn("did you mean", line)
        self.assertFalse(self.data.exists())

    def test_wrong_operands(self) -> None:
        for args in (
            ("import",),
            ("user",),
            ("user", "add"),
            ("user", "passwd"),
            ("user", "list", "x"),
            ("user", "add", "a@b.cd", "x"),
            ("user", "disable"),
            ("user", "rotate-key", "x"),
            ("audit",),
            ("serve", "x"),
            ("compute", "x"),
            ("migrate", "x"),
            ("version", "x"),
        ):
            self.refuse(*args, status=2, says=("usage: autoindex " + args[0],), data=self.data)
        self.refuse("user", "ad", "a@b.cd", status=2, says=("'ad'", "add"), data=self.data)
        self.refuse("bench", "nonsense", status=2, says=("'nonsense'", "engine"))

    def test_wrong_values_of_flags(self) -> None:
        for args, says in (
            (("serve", "--port", "70000"), "--port: must be a whole number from 0 to 65535"),
            (("serve", "--port=x"), "--port: must be a whole number"),
            (("serve", "--port"), "--port: needs a value"),
            (("serve", "--rate-limit", "2"), "--rate-limit"),
            (("serve", "--log-level", "loud"), "must be one of: error, warn, info, debug"),
            (("serve", "--sample-data=maybe"), "must be on or off"),
            (("serve", "--database-url", "postgres://x"), "only SQLite is built in"),
            (("serve", "--bcrypt-cost", "3"), "from 4 to 16"),
            (("serve", "--json=1"), "--json takes no value"),
            (("serve", "--config"), "--config needs a value"),
            (("import", "--on-error=never", "x"), "skip or stop, not 'never'"),
            (("import", "--date-order", "ymd", "x"), "dmy or mdy, not 'ymd'"),
            (("import", "--symbol", "a b", "x"), "--symbol 'a b'"),
        ):
            self.refuse(*args, status=2, says=(says,))

    def test_all_mistakes_at_once(self) -> None:
        says = ("--port", "--log-level", "--prot", "BCRYPT_COST")
        args = ("serve", "--port=x", "--log-level=y", "--prot=1")
        self.refuse(*args, status=2, says=says, env={"BCRYPT_COST": "99"})

    def test_output_that_cannot_be_written(self) -> None:
        for verb in ("version", "openapi"):
            with open("/dev/full", "wb") as full:
                done = subprocess.run(
                    [str(BINARY), verb], stdout=full, stderr=subprocess.PIPE, env=environment()
                )
            self.assertEqual(done.returncode, 1, verb)
            self.assertIn(b"cannot be written", done.stderr)


class Settings(CommandTest):
    def place(self, *flags: str, env: Mapping[str, str] | None = None) -> str:
        done = run("migrate", "--json", *flags, env=env)
        self.assertEqual(done.returncode, 0, done.stderr)
        return str(Path(json.loads(done.stdout)["database"]).parent)

    def test_later_sources_win(self) -> None:
        a, b, c = (str(temp(self) / n) for n in "abc")
        file = temp(self) / "settings.conf"
        file.write_text(f'# where it is\n\n data = "{a}"  \nlog_level=error\n')
        config = ("--config", str(file))
        self.assertEqual(self.place(*config), a)
        self.assertEqual(self.place(env={"AUTOINDEX_CONFIG": str(file)}), a)
        self.assertEqual(self.place(*config, env={"DATA": b}), b)
        self.assertEqual(self.place(*config, env={"DATA": ""}), a)
        self.assertEqual(self.place(*config, "--data", c, env={"DATA": b}), c)

    def test_file_with_unknown_key(self) -> None:
        file = temp(self) / "settings.conf"
        file.write_text("port = 8000\nprot = 8001\nnonsense = 1\n")
        says = (
            "settings.conf:2",
            "unknown setting 'prot'",
            "did you mean 'port'",
            "settings.conf:3",
        )
        self.refuse("serve", "--config", file, status=2, says=says, data=self.data)
        self.assertFalse(self.data.exists())

    def test_files_that_are_none(self) -> None:
        file = temp(self) / "settings.conf"
        for text, says in (
            (b"port\n", "name = value"),
            (b"port = x\n", "whole number"),
            (b"port = 1\nport = 2\n", "set twice"),
            (b"\xff\xfe", "UTF-8"),
            (b"# x\n" * 20000, "at most"),
        ):
            file.write_bytes(text)
            self.refuse("migrate", "--config", file, status=2, says=(says,), data=self.data)
        missing = file.with_name("missing.conf")
        says2 = (str(missing), "No such file")
        self.refuse("migrate", "--config", missing, status=2, says=says2, data=self.data)

    def test_database_elsewhere(self) -> None:
        path = temp(self) / "elsewhere.db"
        done = self.json("migrate", "--database-url", f"sqlite:{path}", data=self.data)
        self.assertEqual(
            (done["database"], done["from"], done["applied"]), (str(path), 0, done["to"])
        )
        self.assertTrue(path.exists())
        self.assertFalse((self.data / "autoindex.db").exists())


class Users(CommandTest):
    def add(self, email: str, password: str, *flags: str) -> Any:
        stdin = password.encode() + b"\n"
        return self.json("user", "add", email, *COST, *flags, data=self.data, stdin=stdin)

    def test_add_list_passwd(self) -> None:
        first = self.add("Ada@Example.com", PASSWORD)
        self.assertEqual((first["email"], first["role"]), (EMAIL, "admin"))
        self.assertEqual(self.add("second@example.com", PASSWORD)["role"], "user")
        self.assertEqual(self.add("third@example.com", PASSWORD, "--admin")["role"], "admin")
        listed = self.json("user", "list", data=self.data)["items"]
        self.assertEqual(
            [(u["id"], u["email"], u["role"]) for u in listed],
            [
                (1, EMAIL, "admin"),
                (2, "second@example.com", "user"),
                (3, "third@example.com", "admin"),
            ],
        )
        self.assertNotIn("hash", json.dumps(listed))
        text = run("user", "list", data=self.data).stdout
        self.assertEqual(len(text.splitlines()), 3)
        self.assertIn("second@example.com", text)
        args = ("user", "passwd", EMAIL.upper(), *COST)
        done = run(*args, data=self.data, stdin=b"Another-horse-8\r\n")
        self.assertEqual(
            (done.returncode, done.stdout),
            (0, f"new password set for {EMAIL}; all its sessions were ended\n"),
        )
        with Server(self.data, "--no-sample-data") as s:
            s.login(EMAIL, "Another-horse-8")
            wrong = {"email": EMAIL, "password": PASSWORD}
            s.call("POST", "/api/v1/auth/login", wrong).problem(401, "invalid_credentials")

    def test_added_beside_a_running_server(self) -> None:
        with Server(self.data, "--no-sample-data") as s:
            self.add(EMAIL, PASSWORD)
            s.login()
            self.assertEqual(s.read("/api/v1/auth/me")["role"], "admin")

    def test_no_account_yet(self) -> None:
        self.assertEqual(self.json("user", "list", data=self.data), {"items": []})
        self.assertEqual(run("user", "list", data=self.data).stdout, "")

    def test_wrong_input(self) -> None:
        self.add(EMAIL, PASSWORD)
        add, good = ("user", "add"), PASSWORD.encode() + b"\n"
        for args, stdin, status, says in (
            ((*add, "second@example.com"), b"aaa\n", 2, "at least 8 characters"),
            ((*add, "second@example.com"), b"aaa\n", 2, "three equal characters"),
            ((*add, "second@example.com"), b"", 2, "no password"),
            ((*add, "second@example.com"), b"x" * 5000 + b"\n", 2, "at most 128"),
            ((*add, "nonsense"), good, 2, "e-mail address"),
            ((*add, EMAIL.upper()), good, 1, "exists"),
            (("user", "passwd", "second@example.com"), good, 1, "no such account"),
            (("user", "passwd", EMAIL), b"short\n", 2, "at least 8 characters"),
        ):
            line = self.refuse(
                *args, *COST, status=status, says=(says,), data=self.data, stdin=stdin
            )
            self.assertNotIn(PASSWORD, line)
        self.assertEqual(ask(self.data, "SELECT email FROM users"), [(EMAIL,)])
        with Server(self.data, "--no-sample-data") as s:
            s.login()


class Results(CommandTest):
    def test_migrate(self) -> None:
        first = self.json("migrate", data=self.data)
        self.assertEqual((first["from"], first["applied"]), (0, first["to"]))
        again = self.json("migrate", data=self.data)
        self.assertEqual(
            (again["from"], again["to"], again["applied"]), (first["to"], first["to"], 0)
        )
        self.assertIn("is the newest", run("migrate", data=self.data).stdout)
        self.assertEqual((self.data.stat().st_mode & 0o777), 0o700)
        self.assertEqual((self.data / "autoindex.db").stat().st_mode & 0o777, 0o600)

    def test_compute(self) -> None:
        data = populated(self)
        levels = "SELECT date, value, net_value, divisor, run_id, updated_at FROM index_values"
        before = ask(data, levels)
        report = self.json("compute", data=data)
        self.assertEqual((report["levels"], report["rebalances"]), (8250, 1709))
        self.assertEqual((report["first_date"], report["last_date"]), ("1990-04-02", "2022-12-28"))
        self.assertAlmostEqual(report["total"] / 25408.215977132, 1, 11)
        self.assertAlmostEqual(report["net"] / 15475.670394227, 1, 11)
        # What did not change keeps its run and its times.
        self.assertEqual(ask(data, levels), before)
        hashes = ask(data, "SELECT id, config_hash, data_hash, levels, rebalances FROM runs")
        self.assertEqual(hashes[0][1:], hashes[1][1:])
        self.assertEqual(
            hashes[1][:3], tuple(report[k] for k in ("run_id", "config_hash", "data_hash"))
        )
        text = run("compute", data=data).stdout
        self.assertIn("8250 levels from 1990-04-02 to 2022-12-28, 1709 rebalances", text)

    def test_compute_without_prices(self) -> None:
        line = self.refuse("compute", status=1, says=("import",), data=self.data)
        self.assertNotIn("not found", line.lower())
        self.assertEqual(count(self.data, "runs"), 0)

    def test_openapi(self) -> None:
        done = run("openapi")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(json.loads(done.stdout)["openapi"][:3], "3.1")
        self.assertFalse(self.data.exists())


if __name__ == "__main__":
    unittest.main()
