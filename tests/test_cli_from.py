# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""simulate, backtest and explain on price files (--from), and the forms of output that all verbs share."""
from __future__ import annotations

import csv
import gzip
import io
import json
import math
import os
import signal
import subprocess
import unittest
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from server import BINARY, PATIENCE, ROOT, environment, populated, run, temp

TRICKY = ROOT / "tests" / "tricky"
SAMPLE = ROOT / "data" / "sample" / "prices.csv.gz"
HEADER = "date,symbol,close\n"


def walk(symbol: str, rows: int, seed: int) -> str:
    """Prices on weekdays from Monday, 2018-01-01."""
    level, state, out = 50.0, seed, []
    for i in range(rows):
        state = (state * 1664525 + 1013904223) % 2**32
        level *= 1 + (state / 2**32 - 0.48) * 0.03
        day = date(2018, 1, 1) + timedelta(days=i // 5 * 7 + i % 5)
        out.append(f"{day},{symbol},{level!r}\n")
    return "".join(out)


def prices(text: str) -> dict[str, float]:
    return {d: float(p) for d, _, p in (line.split(",") for line in text.splitlines())}


class FromTest(unittest.TestCase):
    def setUp(self) -> None:
        self.files = temp(self)
        self.temp = temp(self)  # where the program puts what is temporary
        self.data = self.files / "data"
        self.data.write_text("a file: whoever opens it as a folder fails")

    def write(self, name: str, rows: str) -> Path:
        path = self.files / name
        path.write_text(HEADER + rows)
        return path

    def command(self, *args: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        done = run(*args, data=self.data, stdin=stdin, env={"TMPDIR": str(self.temp)})
        self.assertEqual(list(self.temp.iterdir()), [])
        return done

    def text(self, *args: str | Path, stdin: bytes = b"") -> str:
        done = self.command(*args, stdin=stdin)
        self.assertEqual((done.returncode, done.stderr), (0, ""), args)
        return str(done.stdout)

    def get(self, *args: str | Path, stdin: bytes = b"") -> Any:
        return json.loads(self.text(*args, "--json", stdin=stdin))

    def refuse(self, *args: str | Path, status: int = 1, says: str) -> None:
        done = self.command(*args)
        self.assertEqual((done.returncode, done.stdout), (status, ""), done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn(says, done.stderr)

    def near(self, got: float, want: float) -> None:
        self.assertTrue(math.isclose(got, want, rel_tol=1e-9), f"{got} instead of {want}")


class OneAsset(FromTest):
    """An index of one asset is that asset."""

    def setUp(self) -> None:
        super().setUp()
        rows = walk("ONE", 300, 1)
        self.file, self.price = self.write("one.csv", rows), prices(rows)

    def test_backtest(self) -> None:
        rows = list(
            csv.DictReader(io.StringIO(self.text("backtest", "--from", self.file, "--csv")))
        )
        first = self.price[rows[0]["date"]]
        self.assertGreater(len(rows), 200)
        for row in rows:
            level = self.price[row["date"]] / first * 100
            self.near(float(row["value"]), level)
            self.near(float(row["net_value"]), level * 0.999)  # 10 bp of one purchase
        self.assertEqual(rows[-1]["date"], max(self.price))
        free = self.get("backtest", "--from", self.file, "cost_bps=0")
        self.assertEqual((free["cost"], free["config"]["cost_bps"]), (0, 0))
        self.assertIn("█", self.text("backtest", "--from", self.file))

    def test_simulate(self) -> None:
        args = ("simulate", "--from", self.file, "--amount", "1000", "--start", "2018-06-04")
        got = self.get(*args)
        last = max(self.price)
        self.near(got["amount_final"], 1000 * self.price[last] / self.price["2018-06-04"])
        self.assertEqual((got["end_date"], got["currency"]), (last, "USD"))
        self.refuse(*args, "--currency", "EUR", status=2, says="EUR has no fixing against USD")
        self.refuse(*args, "--currency", "EUT", status=2, says="did you mean 'EUR'")

    def test_explain(self) -> None:
        got = self.get("explain", "--from", self.file, "2018-06-04")
        self.assertEqual([h["symbol"] for h in got["holdings"]], ["ONE"])
        self.assertTrue(got["exact"])
        self.near(got["holdings"][0]["price"], self.price["2018-06-04"])
        csv_rows = self.text("explain", "--from", self.file, "--csv").splitlines()
        self.assertEqual(len(csv_rows), 2)

    def test_standard_input(self) -> None:
        stdin = self.file.read_bytes()
        of_file = self.text("backtest", "--from", self.file, "--csv")
        self.assertEqual(self.text("backtest", "--from", "-", "--csv", stdin=stdin), of_file)
        packed = gzip.compress(stdin)
        self.assertEqual(self.text("backtest", "--from=-", "--csv", stdin=packed), of_file)


class Files(FromTest):
    def test_several_are_one(self) -> None:
        one, two = walk("ONE", 200, 1), walk("TWO", 200, 2)
        both = self.write("both.csv", one + two)
        parts = (self.write("one.csv", one), self.write("two.csv", two))
        of_parts = self.get("backtest", "--from", parts[0], "--from", parts[1])
        self.assertEqual({w["symbol"] for w in of_parts["weights"]}, {"ONE", "TWO"})
        self.assertEqual(self.get("backtest", "--from", both)["series"], of_parts["series"])

    def test_the_sample_is_the_sample(self) -> None:
        """The bundled prices of the default members give the bundled index."""
        with (ROOT / "data" / "sample" / "assets.csv").open() as assets:
            members = {r["symbol"] for r in csv.DictReader(assets) if r["default_index"] == "1"}
        with gzip.open(SAMPLE, "rt") as rows, gzip.open(self.files / "members.gz", "wt") as out:
            for i, row in enumerate(rows):
                if i == 0 or row.split(",", 2)[1] in members:
                    out.write(row)
        file = self.files / "members.gz"
        stored = run("backtest", "--csv", data=populated(self)).stdout
        self.assertEqual(self.text("backtest", "--from", file, "--csv"), stored)

    def test_reading(self) -> None:
        bare = self.files / "bare.csv"
        bare.write_text("date,close\n" + walk("X", 200, 3).replace(",X,", ","))
        self.refuse("backtest", "--from", bare, says="give --symbol")
        weights = self.get("backtest", "--from", bare, "--symbol", "abc")["weights"]
        self.assertEqual([w["symbol"] for w in weights], ["ABC"])
        for flag, value in (("--symbol", "A"), ("--date-order", "dmy")):
            self.refuse("explain", flag, value, status=2, says=f"{flag} goes with --from FILE")
        self.refuse("explain", "--from", status=2, says="--from needs a value (FILE)")

    def test_names_do_not_steer_the_terminal(self) -> None:
        path = self.files / "named.csv"
        rows = walk("ONE", 200, 1).replace(",ONE,", ",ONE,a\x1b[2Jb,")
        path.write_text("date,symbol,name,close\n" + rows)
        text = self.text("backtest", "--from", path)
        self.assertNotIn("\x1b", text)
        self.assertRegex(text, r"(?m)^  ONE +100.00 %  ONE$")

    def test_bad_files(self) -> None:
        good = self.write("good.csv", walk("ONE", 200, 1))
        (self.files / "empty.csv").touch()
        for path, says in (
            (self.files / "missing.csv", "No such file"),
            (self.files / "empty.csv", "the file is empty"),
            (TRICKY / "28_header_only.csv", "no rows"),
            (TRICKY / "42_bad_checksum.csv.gz", "damaged"),
            (self.write("bad.csv", "2020-01-02,ONE,-1\n"), "line 2: a price must be above 0"),
        ):
            for verb in ("backtest", "explain"):
                self.refuse(verb, "--from", path, says=says)
                self.refuse(verb, "--from", good, "--from", path, says=path.name)
        broken = self.write("broken.csv", walk("ONE", 200, 1) + "2019-01-02,ONE,x\n")
        done = self.command("backtest", "--from", broken, "--csv")
        self.assertEqual(done.returncode, 0)
        self.assertIn("1 row rejected, the first in line 202: this is not a number", done.stderr)

    def test_too_little_history(self) -> None:
        simulate = ("simulate", "--amount", "1", "--start", "2018-01-10", "--from")
        for rows in (1, 2, 30):
            path = self.write("short.csv", walk("ONE", rows, 1))
            for args in (simulate, ("explain", "--from")):
                self.refuse(*args, path, says="too little history for the index")
            self.refuse(
                "backtest", "--from", path, status=2, says="volatility_lookback: must be less"
            )
        fields = ("momentum_lookback=3", "volatility_lookback=3")
        self.assertEqual(len(self.get("backtest", "--from", path, *fields)["weights"]), 1)

    def test_interrupted(self) -> None:
        command = [str(BINARY), "explain", "--from", "-", "--data", str(self.data)]
        env = environment({"TMPDIR": str(self.temp)})
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
        ) as process:
            assert process.stdin
            process.stdin.write((HEADER + walk("ONE", 9000, 1)).encode())
            process.stdin.flush()  # more than a pipe holds: it is reading
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(PATIENCE), -signal.SIGINT)
            process.stdin.close()
        self.assertEqual(list(self.temp.iterdir()), [])
        self.assertTrue(self.data.is_file())


class Forms(FromTest):
    """--json and --csv mean the same everywhere."""

    def test_both_are_one_too_many(self) -> None:
        for verb in ("simulate", "metrics", "backtest", "explain", "doctor", "config"):
            says = f"autoindex {verb}: --json and --csv exclude each other"
            self.refuse(verb, "--csv", "--json", status=2, says=says)
            self.assertRegex(self.text(verb, "--help"), r"(?m)^  --csv +write ")

    def test_verbs_without(self) -> None:
        for verb in ("serve", "import", "compute", "user", "migrate", "openapi", "version"):
            self.refuse(verb, "--csv", status=2, says=f"--csv: '{verb}' has none")
            self.assertNotIn("--csv", self.text(verb, "--help"))

    def test_config_and_doctor(self) -> None:
        rows = list(csv.DictReader(io.StringIO(self.text("config", "--csv", "--host", 'a,"b'))))
        items = self.get("config", "--host", 'a,"b')["items"]
        for row, item in zip(rows, items, strict=True):
            for name in ("name", "value", "source", "variable"):
                self.assertEqual(row[name], item[name])
        self.assertIn('a,"b', [r["value"] for r in rows])
        data = populated(self)
        checks = list(csv.DictReader(io.StringIO(run("doctor", "--csv", data=data).stdout)))
        names = [c["name"] for c in json.loads(run("doctor", "--json", data=data).stdout)["items"]]
        self.assertEqual([c["name"] for c in checks], names)
        self.assertEqual({c["status"] for c in checks} - {"ok", "warn"}, set())

    def test_to_a_closed_pipe(self) -> None:
        file = self.write("one.csv", walk("ONE", 300, 1))
        read, write = os.pipe()
        os.close(read)
        with subprocess.Popen(
            [str(BINARY), "backtest", "--from", str(file), "--csv", "--data", str(self.data)],
            stdout=write,
            stderr=subprocess.PIPE,
            env=environment(),
        ) as process:
            os.close(write)
            _, err = process.communicate(timeout=PATIENCE)
            self.assertIn(process.returncode, (1, -signal.SIGPIPE), err)


if __name__ == "__main__":
    unittest.main()
