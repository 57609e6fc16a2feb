# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""The verb metrics: every figure against a plain computation from the same file, and its refusals."""
from __future__ import annotations

import csv
import functools
import gzip
import io
import json
import math
import unittest
from datetime import date
from pathlib import Path
from typing import Any, Sequence

from server import ROOT, Server, populated, run, temp

SAMPLE = ROOT / "data" / "sample" / "prices.csv.gz"
YEAR = 252

Series = dict[str, float]  # by ISO date


@functools.cache
def _sample() -> dict[str, Series]:
    out: dict[str, Series] = {}
    with gzip.open(SAMPLE, "rt") as file:
        for row in csv.DictReader(file):
            out.setdefault(row["symbol"], {})[row["date"]] = float(row["adj_close"])
    return out


def sample(symbol: str) -> Series:
    return dict(_sample()[symbol])


def returns(levels: Sequence[float]) -> list[float]:
    return [b / a - 1 for a, b in zip(levels, levels[1:])]


def mean(x: Sequence[float]) -> float:
    return math.fsum(x) / len(x)


def deviation(x: Sequence[float]) -> float:
    m = mean(x)
    return math.sqrt(math.fsum((v - m) ** 2 for v in x) / (len(x) - 1))


def quantile(x: Sequence[float], q: float) -> float:
    """Type 7 of Hyndman and Fan."""
    s, h = sorted(x), (len(x) - 1) * q
    low = math.floor(h)
    return s[low] + (h - low) * (s[min(low + 1, len(s) - 1)] - s[low])


def beta(x: Sequence[float], y: Sequence[float]) -> float:
    mx, my = mean(x), mean(y)
    cov = math.fsum((a - mx) * (b - my) for a, b in zip(x, y))
    return cov / math.fsum((b - my) ** 2 for b in y)


def months(levels: Series) -> dict[str, float]:
    """Returns of whole calendar months."""
    last: dict[str, float] = {}
    for day, level in sorted(levels.items()):
        last[day[:7]] = level
    keys = sorted(last)
    return {b: last[b] / last[a] - 1 for a, b in zip(keys, keys[1:-1])}


def capture(own: dict[str, float], other: dict[str, float], sign: int) -> float:
    """Geometric mean of the months in which the other rose (fell), over its own."""
    which = [m for m in own if sign * other[m] > 0]
    mine = math.prod(1 + own[m] for m in which) ** (1 / len(which)) - 1
    its = math.prod(1 + other[m] for m in which) ** (1 / len(which)) - 1
    return mine / its


def expected(levels: Series) -> dict[str, Any]:
    days = sorted(levels)
    level = [levels[d] for d in days]
    r = returns(level)
    years = (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days / 365.25
    top, fall = 0, (0.0, 0, 0)
    drawdowns = []
    for i, v in enumerate(level):
        if v > level[top]:
            top = i
        drawdowns.append(v / level[top] - 1)
        fall = min(fall, (v / level[top] - 1, top, i))
    growth = level[-1] / level[0]
    after = (d for i, d in enumerate(days) if i > fall[2] and level[i] >= level[fall[1]])
    losses = [min(v, 0) for v in r]
    at_5 = quantile(r, 0.05)
    below = [v for v in r if v < at_5]
    m = mean(r)
    m2 = mean([(v - m) ** 2 for v in r])
    whole = months(levels)
    return {
        "observations": len(r),
        "total_return": growth - 1,
        "annualized_return": growth ** (1 / years) - 1,
        "volatility": deviation(r) * math.sqrt(YEAR),
        "downside_deviation": math.sqrt(mean([v * v for v in losses]) * YEAR),
        "sharpe_ratio": m / deviation(r) * math.sqrt(YEAR),
        "sortino_ratio": m * YEAR / math.sqrt(mean([v * v for v in losses]) * YEAR),
        "calmar_ratio": (growth ** (1 / years) - 1) / -fall[0],
        "omega_ratio": math.fsum(max(v, 0) for v in r) / -math.fsum(losses),
        "max_drawdown": fall[0],
        "current_drawdown": drawdowns[-1],
        "ulcer_index": math.sqrt(mean([v * v for v in drawdowns[1:]])),
        "var_95": -at_5,
        "cvar_95": -mean(below),
        "var_99": -quantile(r, 0.01),
        "skewness": mean([(v - m) ** 3 for v in r]) / m2**1.5,
        "excess_kurtosis": mean([(v - m) ** 4 for v in r]) / m2**2 - 3,
        "tail_ratio": abs(quantile(r, 0.95)) / abs(quantile(r, 0.05)),
        "best_day": max(r),
        "worst_day": min(r),
        "win_rate": sum(v > 0 for v in r) / len(r),
        "months": len(whole),
        "best_month": max(whole.values()),
        "worst_month": min(whole.values()),
        "months_won": sum(v > 0 for v in whole.values()) / len(whole),
        "start_date": days[0],
        "end_date": days[-1],
        "max_drawdown_peak": days[fall[1]],
        "max_drawdown_trough": days[fall[2]],
        "max_drawdown_recovery": next(after, None),
        "best_day_date": days[1 + r.index(max(r))],
        "worst_day_date": days[1 + r.index(min(r))],
    }


def against(own: Series, other: Series) -> dict[str, float]:
    days = sorted(own.keys() & other.keys())
    r = returns([own[d] for d in days])
    b = returns([other[d] for d in days])
    active = [x - y for x, y in zip(r, b)]
    slope = beta(r, b)
    mine, its = (months({d: s[d] for d in days}) for s in (own, other))
    return {
        "common": len(r),
        "beta": slope,
        "alpha": (mean(r) - slope * mean(b)) * YEAR,
        "correlation": slope * deviation(b) / deviation(r),
        "r_squared": (slope * deviation(b) / deviation(r)) ** 2,
        "tracking_error": deviation(active) * math.sqrt(YEAR),
        "information_ratio": mean(active) / deviation(active) * math.sqrt(YEAR),
        "capture_up": capture(mine, its, 1),
        "capture_down": capture(mine, its, -1),
    }


class MetricsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.files = temp(self)
        self.data = self.files / "data"  # is never made

    def write(self, name: str, levels: Series, symbol: str = "ONE", append: bool = False) -> Path:
        path = self.files / name
        with path.open("a" if append else "w") as file:
            if not append:
                file.write("date,symbol,close\n")
            file.writelines(f"{d},{symbol},{v!r}\n" for d, v in levels.items())
        return path

    def text(self, *args: str | Path, stdin: bytes = b"") -> str:
        done = run("metrics", *args, data=self.data, stdin=stdin)
        self.assertEqual((done.returncode, done.stderr), (0, ""), args)
        self.assertFalse(self.data.exists())
        return done.stdout

    def get(self, *args: str | Path, stdin: bytes = b"") -> Any:
        return json.loads(self.text(*args, "--json", stdin=stdin))

    def figures(self, report: Any, symbol: str) -> dict[str, Any]:
        """Numbers and dates of one series by their names."""
        out = {
            f["figure"]: v["value"]
            for f in report["figures"]
            for v in f["values"]
            if v["symbol"] == symbol
        }
        return out | next(s for s in report["series"] if s["symbol"] == symbol)

    def reasons(self, report: Any, symbol: str) -> dict[str, str]:
        return {
            f["figure"]: v["reason"]
            for f in report["figures"]
            for v in f["values"]
            if v["symbol"] == symbol and v["value"] is None
        }

    def agree(self, got: dict[str, Any], want: dict[str, Any]) -> None:
        for name, value in want.items():
            if isinstance(value, float):
                close = math.isclose(got[name], value, rel_tol=1e-9, abs_tol=1e-9)
                self.assertTrue(close, f"{name}: {got[name]} instead of {value}")
            else:
                self.assertEqual(got[name], value, name)

    def refuse(self, *args: str | Path, status: int = 2, says: str) -> None:
        done = run("metrics", *args, data=self.data)
        self.assertEqual((done.returncode, done.stdout), (status, ""), done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn(says, done.stderr)
        self.assertFalse(self.data.exists())


class Figures(MetricsTest):
    def test_of_the_sample(self) -> None:
        report = self.get(SAMPLE, "--benchmark", "msft")
        self.assertEqual(report["benchmark"], "MSFT")
        self.assertGreater(len(report["series"]), 15)
        msft = sample("MSFT")
        for symbol in ("AAPL", "GE", "AMD"):
            levels = sample(symbol)
            got = self.figures(report, symbol)
            self.agree(got, expected(levels) | against(levels, msft))
        self.assertEqual(
            set(self.reasons(report, "MSFT").values()),
            {"it is the benchmark"},
        )

    def test_range(self) -> None:
        span = ("2008-01-01", "2010-12-31")
        levels = {d: v for d, v in sample("BAC").items() if span[0] <= d <= span[1]}
        report = self.get(SAMPLE, "--start", span[0], "--end", span[1])
        self.agree(self.figures(report, "BAC"), expected(levels))

    def test_conventions_are_named(self) -> None:
        report = self.get(self.write("one.csv", sample("KO")))
        named = {f["figure"]: f["convention"] for f in report["figures"]}
        for figure, convention in (
            ("sharpe_ratio", "sharpe.arith.ddof1"),
            ("var_95", "var.historical.r7"),
            ("beta", "beta.plain"),
            ("max_drawdown", "drawdown.compounded.base"),
            ("annualized_return", "cagr.act36525"),
            ("win_rate", "win_rate"),
            ("best_month", None),
        ):
            self.assertEqual(named[figure], convention)

    def test_rate(self) -> None:
        levels = sample("KO")
        days = [date.fromisoformat(d) for d in levels]
        r = returns(list(levels.values()))
        free = [1.05 ** ((b - a).days / 365) - 1 for a, b in zip(days, days[1:])]
        x = [a - b for a, b in zip(r, free)]
        path = self.write("one.csv", levels)
        report = self.get(path, "--rate", "5")
        got = self.figures(report, "ONE")
        self.assertEqual(report["rate_percent"], 5)
        self.agree(got, {"sharpe_ratio": mean(x) / deviation(x) * math.sqrt(YEAR)})
        plain = self.get(path)
        self.assertEqual(plain["rate_percent"], 0)
        self.assertEqual(self.figures(plain, "ONE")["volatility"], got["volatility"])
        self.assertIn("risk-free rate of 0 %", plain["notes"][-1])

    def test_every_form_says_the_same(self) -> None:
        path = self.write("one.csv", sample("KO"))
        got = self.figures(self.get(path), "ONE")
        rows = list(csv.DictReader(io.StringIO(self.text(path, "--csv"))))
        self.assertEqual(rows[0].keys(), {"figure", "unit", "convention", "ONE"})
        for row in rows:
            want = got[row["figure"]]
            if row["unit"] == "date" or row["ONE"] == "":
                self.assertEqual(row["ONE"] or None, want)
            else:
                self.assertEqual(float(row["ONE"]), want)
        table = self.text(path)
        for word in ("Sharpe ratio", "deepest fall", "█", "risk-free rate of 0 %", got["end_date"]):
            self.assertIn(word, table)
        self.assertIn(f"{got['max_drawdown'] * 100:.2f} %", table)
        self.assertEqual(self.text("-", "--csv", stdin=path.read_bytes()), self.text(path, "--csv"))

    def test_many_series(self) -> None:
        table = self.text(SAMPLE)
        self.assertRegex(table.splitlines()[0], r"^ +(\S+ +){7}\S+$")
        self.assertRegex(
            table, r"(?m)^  \d+ more series: --only S,S chooses, --json and --csv have all$"
        )

    def test_only_some(self) -> None:
        whole = self.get(SAMPLE, "--benchmark", "MSFT")
        some = self.get(SAMPLE, "--benchmark", "msft", "--only", "JPM,aapl")
        self.assertEqual([c["symbol"] for c in some["series"]], ["JPM", "AAPL"])
        for symbol in ("JPM", "AAPL"):
            self.assertEqual(self.figures(some, symbol), self.figures(whole, symbol))
        for only, says in (
            ("JPM,,AAPL", "--only wants symbols"),
            (",", "--only wants symbols"),
            ("JPX", "did you mean 'JPM'?"),
        ):
            done = run("metrics", SAMPLE, "--only", only, data=self.data)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn(says, done.stderr)


class Stored(MetricsTest):
    def test_the_index_beside_the_benchmark(self) -> None:
        data = populated(self)
        span = ("--start", "2000-01-03", "--end", "2022-12-28")
        report = json.loads(run("metrics", *span, "--json", data=data).stdout)
        with Server(data) as s:
            s.login()
            target = "/api/v1/benchmark/compare?start_date=2000-01-03&end_date=2022-12-28"
            api = s.read(target)
        self.assertEqual([c["symbol"] for c in report["series"]], ["AutoIndex", "S&P 500"])
        for symbol, side in (("AutoIndex", api["autoindex"]), ("S&P 500", api["sp500"])):
            got = self.figures(report, symbol)
            for name in ("total_return", "annualized_return", "volatility"):
                self.assertAlmostEqual(got[name] * 100, side[name], 9)
            self.assertAlmostEqual(got["sharpe_ratio"], side["sharpe_ratio"], 9)
            self.assertEqual(got["rate_until"], api["rf_until"])
            self.assertEqual(got["observations"], api["observations"])
        ratio = self.figures(report, "AutoIndex")["information_ratio"]
        self.assertAlmostEqual(ratio, api["outperformance"]["information_ratio"], 9)
        self.assertIsNone(report["rate_percent"])
        self.assertTrue(any("without them" in n for n in report["notes"]), report["notes"])
        text = run("metrics", data=data).stdout
        self.assertIn("no risk-free rate is known later", text)
        self.assertIn("S&P 500 is the benchmark", text)

    def test_refusals(self) -> None:
        done = run("metrics", data=self.data)
        self.assertEqual(done.returncode, 1)
        self.assertIn("not been computed", done.stderr)
        data = populated(self)
        for args, says in (
            (("--benchmark", "X"), "--benchmark goes with files"),
            (("--only", "X"), "--only goes with files"),
            (("--symbol", "X"), "--symbol goes with files"),
            (("--start", "2030-01-01"), "no session from 2030-01-01 to the last"),
        ):
            done = run("metrics", *args, data=data)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn(says, done.stderr)


class Little(MetricsTest):
    """Few prices, or prices that do not move: what is not defined is told, and nothing invented."""

    def test_one_row_and_two(self) -> None:
        days = ["2020-01-02", "2020-01-03"]
        report = self.get(self.write("one.csv", {days[0]: 5.0}))
        why = self.reasons(report, "ONE")
        self.assertEqual(why["total_return"], "there are no returns")
        self.assertEqual(why["var_99"], "needs 100 returns; there are 0")
        report = self.get(self.write("two.csv", {days[0]: 5.0, days[1]: 6.0}))
        got, why = self.figures(report, "ONE"), self.reasons(report, "ONE")
        self.assertAlmostEqual(got["total_return"], 0.2, 12)
        self.assertEqual((got["max_drawdown"], got["max_drawdown_peak"]), (0, None))
        self.assertEqual(why["volatility"], "needs 2 returns; there are 1")
        self.assertEqual(why["annualized_return"], "not for less than a year")
        table = self.text(self.files / "two.csv")
        self.assertRegex(table, r"(?m)^  volatility +-$")
        self.assertRegex(table, r"(?m)^  - needs 2 returns; there are 1: volatility, ")

    def test_least_numbers(self) -> None:
        levels = dict(list(sample("KO").items())[:101])
        for rows, missing in ((20, {"var_95", "var_99"}), (21, {"var_99"}), (101, set())):
            path = self.write("some.csv", dict(list(levels.items())[:rows]))
            why = self.reasons(self.get(path), "ONE")
            self.assertEqual({"var_95", "var_99"} & why.keys(), missing, rows)

    def test_flat(self) -> None:
        levels = dict.fromkeys(list(sample("KO"))[:300], 7.0)
        report = self.get(self.write("flat.csv", levels))
        got, why = self.figures(report, "ONE"), self.reasons(report, "ONE")
        self.assertEqual((got["total_return"], got["volatility"], got["var_95"]), (0, 0, 0))
        self.assertEqual(why["sharpe_ratio"], "the returns do not vary")
        self.assertEqual(why["calmar_ratio"], "the level never falls")

    def test_a_benchmark_without_a_common_date(self) -> None:
        path = self.write("both.csv", {"2020-01-02": 5.0, "2020-01-03": 6.0})
        self.write("both.csv", {"2021-01-04": 5.0, "2021-01-05": 6.0}, "TWO", append=True)
        report = self.get(path, "--benchmark", "TWO")
        self.assertIn("in common", self.reasons(report, "ONE")["beta"])


class Refusals(MetricsTest):
    def test_files(self) -> None:
        (self.files / "empty.csv").touch()
        good = self.write("good.csv", {"2020-01-02": 5.0, "2020-01-03": 6.0})
        for name, says in (
            ("missing.csv", "cannot be read: No such file"),
            ("empty.csv", "the file is empty"),
        ):
            self.refuse(self.files / name, status=1, says=says)
            self.refuse(good, self.files / name, status=1, says=name)
        tricky = ROOT / "tests" / "tricky"
        for name, says in (
            ("28_header_only.csv", "no rows"),
            ("32_html_error_page.csv", "no column of the first line"),
            ("41_truncated.csv.gz", "cut short"),
            ("08_dates_ambiguous.csv", "--date-order"),
            ("15_aliases_yahoo.csv", "--symbol"),
        ):
            self.refuse(tricky / name, status=1, says=says)
        for args in (
            (tricky / "15_aliases_yahoo.csv", "--symbol", "x"),
            (tricky / "08_dates_ambiguous.csv", "--date-order", "dmy"),
        ):
            self.assertEqual(run("metrics", *args, data=self.data).returncode, 0)

    def test_rows_left_out_are_told(self) -> None:
        path = self.write("bad.csv", {"2020-01-02": 5.0, "2020-01-03": -6.0, "2020-01-06": 7.0})
        done = run("metrics", path, "--json", data=self.data)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(
            done.stderr,
            f"{path}: 1 row rejected, the first in line 3: a price must be above 0\n",
        )
        self.assertEqual(self.figures(json.loads(done.stdout), "ONE")["observations"], 1)
        path = self.write("worse.csv", {"2020-01-02": -5.0})
        self.refuse(path, status=1, says="no row can be used; line 2: a price must be above 0")

    def test_flags(self) -> None:
        good = self.write("good.csv", {"2020-01-02": 5.0, "2020-01-03": 6.0})
        rows: tuple[tuple[tuple[str | Path, ...], str], ...] = (
            ((good, "--benchmark", "OEN"), "no symbol 'OEN'; did you mean 'ONE'?"),
            ((good, "--benchmark", "a b"), "--benchmark 'a b'"),
            ((good, "--rate", "abc"), "--rate: 'abc' is no percentage"),
            ((good, "--rate", "-100"), "--rate: '-100' is no percentage"),
            ((good, "--rate"), "--rate needs a value (PERCENT)"),
            ((good, "--start", "soon"), "--start: 'soon' is no date"),
            ((good, "--start", "2020-02-01", "--end", "2020-01-01"), "--start must not be after"),
            ((good, "--start", "2021-01-01"), "no session from 2021-01-01"),
            ((good, "--symbol", "a b"), "--symbol 'a b'"),
            ((good, "--date-order", "ymd"), "dmy or mdy"),
            ((good, "--json", "--csv"), "--json and --csv exclude each other"),
            ((good, "--benchmrak", "ONE"), "did you mean '--benchmark'?"),
            ((good, "--explain", "beta"), "--explain goes without files"),
            (("--explain", "sharp_ratio"), "did you mean 'sharpe_ratio'?"),
        )
        for args, says in rows:
            self.refuse(*args, says=says)


class Explain(MetricsTest):
    def test_one_and_all(self) -> None:
        text = self.text("--explain", "sharpe_ratio")
        for word in ("mean(r - rf) / sd(r - rf) sqrt(ppy)", "sharpe.arith.ddof1", "Sharpe 1994"):
            self.assertIn(word, text)
        items = self.get("--explain", "all")["items"]
        shown = self.get(self.write("one.csv", {"2020-01-02": 5.0, "2020-01-03": 6.0}))["figures"]
        self.assertLessEqual({f["figure"] for f in shown}, {i["figure"] for i in items})
        for i in items:
            self.assertTrue(i["meaning"].endswith(".") and i["formula"], i)
        rows = list(csv.DictReader(io.StringIO(self.text("--explain", "all", "--csv"))))
        self.assertEqual([r["figure"] for r in rows], [i["figure"] for i in items])


if __name__ == "__main__":
    unittest.main()
