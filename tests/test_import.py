# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Prices from files, through the command line into the database."""
from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import unittest
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import disks
from server import (
    BINARY,
    PATIENCE,
    ROOT,
    Server,
    ask,
    count,
    environment,
    populated,
    run,
    sanitized,
    temp,
)

TRICKY = ROOT / "tests" / "tricky"
SAMPLE = ROOT / "data" / "sample" / "prices.csv.gz"
VALUES = ("open", "high", "low", "close", "adj_close", "volume")
PRICES = f"SELECT symbol, date, {', '.join(VALUES)} FROM prices JOIN assets ON assets.id = asset_id"
EPOCH = date(1970, 1, 1)
# Runs a command and says last how much memory it took. A small process, since that counts, too.
PEAK = """if True:
    import resource, subprocess, sys
    status = subprocess.run(sys.argv[1:]).returncode
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
    sys.exit(status)
"""


def day(text: str) -> int:
    return (date.fromisoformat(text) - EPOCH).days


class ImportTest(unittest.TestCase):
    def setUp(self) -> None:
        self.data = temp(self) / "data"
        self.files = temp(self)

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.files / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def run_import(self, *args: str | Path, stdin: bytes = b"", **kw: Any) -> tuple[int, Any]:
        """Exit status and report; a failure says why in one line."""
        done = run("import", "--json", *args, data=self.data, stdin=stdin, **kw)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), done.returncode, done.stderr)
        return done.returncode, json.loads(done.stdout)

    def one(self, *args: str | Path, **kw: Any) -> Any:
        """The report of an import that must succeed."""
        status, report = self.run_import(*args, **kw)
        self.assertEqual(status, 0, report)
        return report

    def rows(self) -> list[tuple[Any, ...]]:
        return ask(self.data, PRICES + " ORDER BY symbol, date")


class TrickyFiles(ImportTest):
    expected: dict[str, Any]

    @classmethod
    def setUpClass(cls) -> None:
        cls.expected = json.loads((TRICKY / "expected.json").read_text())["files"]

    def issues(self, got: list[Any], want: list[Any]) -> None:
        shown = [(i["line"], i["reason"], i["column"]) for i in got]
        self.assertEqual(shown, [(w.get("line"), w["reason"], w.get("column")) for w in want])
        self.assertTrue(all(i["text"] for i in got))

    def check(self, name: str, want: dict[str, Any]) -> None:
        self.data = temp(self) / "data"
        options = [f"--{k.replace('_', '-')}={v}" for k, v in want.get("options", {}).items()]
        status, report = self.run_import(*options, TRICKY / name)
        refused = want.get("file_rejected")
        (file,) = report["files"]
        self.assertEqual(status, 1 if refused else 0)
        self.assertEqual((file["refused"], report["refused_files"]), (refused, int(bool(refused))))
        self.assertEqual(file["accepted"], want["accepted"])
        self.assertEqual(file["inserted"], want["accepted"])
        self.assertEqual(count(self.data, "prices"), want["accepted"])
        self.assertEqual(report["stored"], want["accepted"] > 0)
        if refused:
            self.assertEqual(count(self.data, "assets"), 0)
            self.assertTrue(file["refused_text"])
            return
        self.issues(file["rejected_rows"], want["rejected"])
        self.issues(file["warning_rows"], want["warnings"])
        reasons = {r["reason"]: r["count"] for r in file["reasons"]}
        self.assertEqual(sum(reasons.values()), len(want["rejected"]) + len(want["warnings"]))
        stored = {(r[0], r[1]): dict(zip(VALUES, r[2:])) for r in self.rows()}
        for row in (want["first"], want["last"]):
            got = stored[row["symbol"], day(row["date"])]
            self.assertEqual(got, {v: row.get(v) for v in VALUES}, name)

    def test_every_file(self) -> None:
        self.assertEqual(len(self.expected), 40)
        for name, want in self.expected.items():
            with self.subTest(name):
                self.check(name, want)

    def test_all_in_one_transaction(self) -> None:
        names = [n for n, w in self.expected.items() if "options" not in w]
        status, report = self.run_import(*(TRICKY / n for n in names))
        refused = [n for n in names if "file_rejected" in self.expected[n]]
        self.assertEqual((status, report["refused_files"]), (1, len(refused)))
        self.assertEqual(report["accepted"], sum(self.expected[n]["accepted"] for n in names))
        self.assertEqual([Path(f["file"]).name for f in report["files"]], names)
        for name in ("accepted", "inserted", "unchanged", "corrected", "rejected", "warnings"):
            self.assertEqual(report[name], sum(f[name] for f in report["files"]), name)
        self.assertEqual(count(self.data, "prices"), report["inserted"])
        self.assertEqual(count(self.data, "price_revisions"), report["corrected"])
        self.assertEqual(
            report["accepted"], report["inserted"] + report["unchanged"] + report["corrected"]
        )

    def test_ambiguous_dates_with_an_order(self) -> None:
        path = TRICKY / "08_dates_ambiguous.csv"
        stored = []
        for order in ("dmy", "mdy"):
            self.data = temp(self) / "data"
            self.assertEqual(self.one("--date-order", order, path)["rejected"], 0)
            stored.append([r[1] for r in self.rows()])
        self.assertEqual(len(stored[0]), len(stored[1]))
        self.assertNotEqual(stored[0], stored[1])

    def test_text_report(self) -> None:
        done = run("import", TRICKY / "12_duplicates.csv", data=self.data)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for word in (
            "3 rows accepted (3 new, 0 unchanged, 0 corrected), 3 rejected",
            "rejected line 5: duplicate_conflict",
            "autoindex compute",
        ):
            self.assertIn(word, done.stdout)
        done = run("import", TRICKY / "08_dates_ambiguous.csv", data=self.data)
        self.assertEqual(done.returncode, 1)
        self.assertIn("refused: ambiguous_dates", done.stdout)
        self.assertIn("--date-order", done.stdout)

    def test_files_too_big_for_memory(self) -> None:
        """100 MB of what is one record, refused without holding it."""
        for kind in ("line", "quote", "columns", "gzip"):
            path = self.files / kind
            make = [sys.executable, str(TRICKY / "make_bomb.py"), kind, str(path), "100"]
            subprocess.run(make, check=True)
            command = [str(BINARY), "import", "--json", str(path), "--data", str(self.data)]
            done = subprocess.run(
                [sys.executable, "-c", PEAK, *command], capture_output=True, env=environment()
            )
            path.unlink()
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertEqual(json.loads(done.stdout)["files"][0]["refused"], "line_too_long", kind)
            if not sanitized():  # which takes memory of its own
                self.assertLess(int(done.stderr.split()[-1]), 40_000, f"{kind}: kilobytes at most")


class Storing(ImportTest):
    LONG = "date,symbol,open,close,source\n2020-01-02,AAA,10,10.5,x\n2020-01-03,AAA,11,11.5,x\n"

    def test_again_is_unchanged(self) -> None:
        path = self.write("a.csv", self.LONG)
        first = self.one(path)
        self.assertEqual(
            (first["inserted"], first["assets_created"], first["stored"]), (2, 1, True)
        )
        before = self.rows(), ask(self.data, "SELECT value FROM counters")
        again = self.one(path)
        self.assertEqual((again["accepted"], again["unchanged"]), (2, 2))
        self.assertEqual((again["inserted"], again["corrected"], again["stored"]), (0, 0, False))
        self.assertEqual((self.rows(), ask(self.data, "SELECT value FROM counters")), before)
        self.assertEqual(count(self.data, "price_revisions"), 0)

    def test_correction_keeps_the_old_row(self) -> None:
        self.one(self.write("a.csv", self.LONG))
        old = ask(self.data, "SELECT * FROM prices ORDER BY date")
        path = self.write("b.csv", "date,symbol,close,volume\n2020-01-03,AAA,12.25,700\n")
        report = self.one(path, "--source", "second")
        self.assertEqual((report["corrected"], report["inserted"], report["stored"]), (1, 0, True))
        self.assertEqual(
            self.rows(),
            [
                ("AAA", day("2020-01-02"), 10, None, None, 10.5, None, None),
                ("AAA", day("2020-01-03"), 11, None, None, 12.25, None, 700),
            ],
        )
        columns = f"asset_id, date, {', '.join(VALUES)}, source, known_at"
        kept = ask(self.data, f"SELECT {columns}, superseded_at FROM price_revisions")
        want = ask(self.data, f"SELECT {columns} FROM prices WHERE date = {day('2020-01-03')}")[0]
        self.assertEqual(len(kept), 1)
        self.assertEqual(kept[0][2:8], (11, None, None, 11.5, None, None))
        self.assertEqual((kept[0][8], want[8]), ("x", "second"))
        self.assertEqual(kept[0][10], want[9], "superseded when the new one was known")
        self.assertLessEqual(kept[0][9], want[9])
        self.assertEqual(ask(self.data, "SELECT * FROM prices ORDER BY date")[0], old[0])

    def test_each_correction_is_kept(self) -> None:
        for i in range(4):
            self.one(self.write("a.csv", f"date,symbol,close\n2020-01-02,AAA,{10 + i}\n"))
        kept = ask(self.data, "SELECT close FROM price_revisions ORDER BY id")
        self.assertEqual(kept, [(10,), (11,), (12,)])

    def test_dry_run_stores_nothing(self) -> None:
        self.one(self.write("a.csv", self.LONG))
        before = self.dump()
        text = "date,symbol,close\n2020-01-02,AAA,99\n2020-01-06,AAA,12\n2020-01-06,BBB,1\nx,y,z\n"
        path = self.write("b.csv", text)
        dry = self.one("--dry-run", path)
        self.assertEqual(self.dump(), before)
        self.assertEqual((dry["dry_run"], dry["stored"]), (True, False))
        real = self.one(path)
        for name in ("accepted", "inserted", "corrected", "rejected", "warnings", "assets_created"):
            self.assertEqual(dry[name], real[name], name)
        self.assertEqual((real["inserted"], real["corrected"], real["rejected"]), (2, 1, 1))
        self.assertNotEqual(self.dump(), before)

    def dump(self) -> list[object]:
        tables = [t for t, in ask(self.data, "SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return [ask(self.data, f"SELECT * FROM {t}") for t in sorted(tables)]

    def test_stop_at_the_first_error(self) -> None:
        good = self.write("good.csv", self.LONG)
        bad = self.write("bad.csv", "date,symbol,close\n2020-01-06,AAA,1\nx,AAA,1\ny,AAA,1\n")
        for files in ((good, bad), (bad, good), (good, TRICKY / "27_empty.csv")):
            status, report = self.run_import("--on-error=stop", *files)
            self.assertEqual((status, report["stopped"], report["stored"]), (1, True, False))
            self.assertEqual(count(self.data, "prices"), 0)
            self.assertEqual(count(self.data, "assets"), 0)
        self.assertEqual(self.one("--on-error", "stop", good)["inserted"], 2)
        report = self.one("--on-error=skip", bad)
        self.assertEqual((report["inserted"], report["rejected"]), (1, 2))

    def test_files_that_cannot_be_read(self) -> None:
        good = self.write("good.csv", self.LONG)
        folder = self.files / "folder"
        folder.mkdir()
        for path, why in ((self.files / "missing.csv", "No such file"), (folder, "directory")):
            status, report = self.run_import(path, good)
            self.assertEqual((status, report["refused_files"]), (1, 1))
            self.assertEqual(report["files"][0]["refused"], "unreadable")
            self.assertIn(why, report["files"][0]["refused_text"])
            self.assertEqual(report["files"][1]["accepted"], 2, "the others go on")
            done = run("import", path, data=self.data)
            self.assertEqual(done.returncode, 1)
            self.assertIn(path.name, done.stdout)
            self.assertIn(why, done.stdout)

    def test_names_of_files_in_the_report(self) -> None:
        odd = self.write('a "b"\n\\c\x01.csv', self.LONG)
        self.assertEqual(self.one(odd)["files"][0]["file"], str(odd))

    def test_from_a_pipe(self) -> None:
        text = self.LONG.encode()
        self.assertEqual(self.one("-", stdin=text)["files"][0]["accepted"], 2)
        self.assertEqual(self.one("-", stdin=gzip.compress(text))["unchanged"], 2)
        ambiguous = (TRICKY / "06_dates_us.csv").read_bytes()  # must be read twice
        self.assertEqual(self.one("-", stdin=ambiguous)["accepted"], 3)
        status, report = self.run_import("-", stdin=b"")
        self.assertEqual((status, report["files"][0]["refused"]), (1, "empty"))

    def test_sample_again_changes_nothing(self) -> None:
        self.data = populated(self)
        report = self.one(SAMPLE)
        self.assertEqual((report["unchanged"], report["accepted"]), (191230, 191230))
        self.assertEqual((report["rejected"], report["stored"]), (0, False))

    def test_gzip_cut_short_takes_back_what_was_read(self) -> None:
        whole = SAMPLE.read_bytes()
        cut = self.write("cut.csv.gz", whole[: len(whole) // 2])
        good = self.write("good.csv", self.LONG)
        status, report = self.run_import(cut, good)
        self.assertEqual((status, report["files"][0]["refused"]), (1, "truncated"))
        self.assertEqual((count(self.data, "prices"), count(self.data, "assets")), (2, 1))

    def test_series_without_symbol(self) -> None:
        path = self.write("a.csv", "date,close\n2020-01-02,1\n")
        status, report = self.run_import(path)
        self.assertEqual((status, report["files"][0]["refused"]), (1, "no_symbol_column"))
        self.one("--symbol", "^vix", path)
        self.assertEqual(
            ask(self.data, "SELECT symbol, asset_type FROM assets"), [("^VIX", "index")]
        )


def many_rows(symbol: str, n: int, close: str = "10.5") -> str:
    days = (EPOCH - timedelta(days=25_000 - i) for i in range(n))
    return "date,symbol,close\n" + "".join(f"{d},{symbol},{close}\n" for d in days)


class Trouble(ImportTest):
    def test_disk_full(self) -> None:
        with disks.small(self, 3 << 20) as (self.data, limits):
            small = self.write("small.csv", many_rows("AAA", 50))
            self.one(small, **limits)
            big = self.write("big.csv", many_rows("BBB", 17_000) + many_rows("CCC", 17_000)[18:])
            twice = [str(big), str(self.write("more.csv", many_rows("DDD", 17_000)))]
            twice += [str(self.write(f"{i}.csv", many_rows(f"E{i}", 17_000))) for i in range(5)]
            done = run("import", "--json", *twice, data=self.data, **limits)
            self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
            self.assertRegex(done.stderr, r"is full; nothing|cannot be read or written")
            self.assertEqual(len(done.stderr.splitlines()), 1)
            self.assertEqual((count(self.data, "prices"), count(self.data, "assets")), (50, 1))
            self.assertEqual(self.one(small, **limits)["unchanged"], 50)
        self.assertEqual(self.one(*twice)["inserted"], 8 * 17_000)
        ((sound,),) = ask(self.data, "PRAGMA integrity_check")
        self.assertEqual(sound, "ok")

    def test_disk_full_under_a_running_server(self) -> None:
        with disks.small(self, 3 << 20) as (self.data, limits):
            if limits:
                return  # needs a disk of its own
            with Server(self.data, "--no-sample-data") as s:
                s.register()
                files = [self.write(f"{i}.csv", many_rows(f"E{i}", 17_000)) for i in range(8)]
                done = run("import", *files, data=self.data)
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertIn("full", done.stderr)
                s.alive()
                s.register("second@example.com")
                self.assertEqual(s.read("/api/v1/index/assets")["total"], 0)

    def test_two_at_once(self) -> None:
        """They share some rows; the second waits, and finds these unchanged."""
        self.assertEqual(run("migrate", data=self.data).returncode, 0)
        files = [
            self.write(f"{s}.csv", many_rows(s, 3000) + many_rows("ZZZ", 3000)[18:]) for s in "AB"
        ]
        with ThreadPoolExecutor(2) as pool:
            reports = list(pool.map(self.one, files))
        self.assertEqual(sorted(r["unchanged"] for r in reports), [0, 3000])
        self.assertEqual(count(self.data, "prices"), 9000)
        self.assertEqual(count(self.data, "assets"), 3)

    def test_two_at_once_into_nothing(self) -> None:
        files = [self.write(f"{s}.csv", many_rows(s, 1000)) for s in "ABCD"]
        with ThreadPoolExecutor(4) as pool:
            reports = list(pool.map(self.one, files))
        self.assertEqual([r["inserted"] for r in reports], [1000] * 4)
        self.assertEqual(count(self.data, "prices"), 4000)

    def feed(self) -> subprocess.Popen[bytes]:
        command = [str(BINARY), "import", "--json", "-", "--data", str(self.data)]
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
        )

    def test_beside_a_running_server(self) -> None:
        """Readers see all of it or nothing, and never wait; writers wait for its end."""
        self.data = populated(self)
        with Server(self.data) as s, ThreadPoolExecutor(1) as pool:
            s.login()
            text = many_rows("NEW", 20_000).encode()
            p = self.feed()
            assert p.stdin
            p.stdin.write(text[: len(text) // 2])
            p.stdin.flush()
            other = {"email": "second@example.com", "password": "Correct-horse-9"}
            waiting = pool.submit(s.call, "POST", "/api/v1/auth/register", other)
            self.assertEqual(s.read("/api/v1/index/assets?q=new")["total"], 0)
            self.assertEqual(s.read("/api/v1/index/current")["total_assets"], 20)
            out, _ = p.communicate(text[len(text) // 2 :], timeout=PATIENCE)
            self.assertEqual((p.returncode, json.loads(out)["inserted"]), (0, 20_000))
            self.assertEqual(waiting.result(PATIENCE).status, 201)
            self.assertEqual(s.read("/api/v1/index/assets?q=new")["total"], 1)
            self.assertEqual(len(s.read("/api/v1/index/assets/NEW/history")["series"]), 20_000)

    def test_killed_in_the_midst(self) -> None:
        self.one(self.write("a.csv", many_rows("AAA", 10)))
        p = self.feed()
        assert p.stdin and p.stdout
        p.stdin.write(many_rows("BBB", 20_000).encode())
        p.stdin.flush()
        p.kill()
        p.communicate(timeout=PATIENCE)
        self.assertEqual((count(self.data, "prices"), count(self.data, "assets")), (10, 1))
        self.assertEqual(self.one("-", stdin=many_rows("BBB", 10).encode())["inserted"], 10)

    def test_output_that_nobody_reads(self) -> None:
        read, write = os.pipe()
        os.close(read)
        path = self.write("a.csv", many_rows("AAA", 10))
        done = subprocess.run(
            [str(BINARY), "import", str(path), "--data", str(self.data)],
            stdout=write,
            stderr=subprocess.PIPE,
            env=environment(),
        )
        os.close(write)
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(count(self.data, "prices"), 10, "the report is lost, the data are not")


if __name__ == "__main__":
    unittest.main()
