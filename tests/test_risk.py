# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Risk metrics: rows, definitions, windows, falls, periods, distribution, and what was published."""
from __future__ import annotations

import bisect
import csv
import math
import statistics
import unittest
from collections import defaultdict
from datetime import date
from typing import Any

from server import ROOT, Reply, ServerTest, ask
from task_case import computed

BASE = "/api/v1/strategy/risk-metrics"
PARTS = ("/rolling", "/drawdowns", "/periods", "/distribution")
YEAR = 252
# Early, in two crashes, a session without a rate, and the day after the last rate.
DAYS = ("1991-05-16", "2001-09-17", "2008-10-10", "2010-10-11", "2017-03-30")

Series = list[tuple[str, float]]


def quantile(values: list[float], q: float) -> float:
    """Type 7."""
    ordered = sorted(values)
    at = (len(ordered) - 1) * q
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def days_between(a: str, b: str) -> int:
    return (date.fromisoformat(b) - date.fromisoformat(a)).days


def returns(levels: list[float]) -> list[float]:
    return [b / a - 1 for a, b in zip(levels, levels[1:])]


def deviation(x: list[float]) -> float:
    return statistics.stdev(x) * math.sqrt(YEAR)


def falls(levels: list[float]) -> list[float]:
    out, peak = [], levels[0]
    for level in levels:
        peak = max(peak, level)
        out.append(level / peak - 1)
    return out


def moment(x: list[float], k: int) -> float:
    mean = math.fsum(x) / len(x)
    return math.fsum((v - mean) ** k for v in x) / len(x)


class Market:
    """What was known at a date, and the figures of it: written from the published rules alone."""

    def __init__(self, index: Series, benchmark: Series, rates: Series) -> None:
        self.index, self.benchmark, self.rates = index, dict(benchmark), rates

    def rated(self, dates: list[str], day: str) -> list[float]:
        """The rate of each return up to the last one known by that day."""
        known = [r for r in self.rates if r[0] <= day]
        days = [r[0] for r in known]
        out: list[float] = []
        for a, b in zip(dates, dates[1:]):
            i = bisect.bisect_right(days, a) - 1
            if not known or b > days[-1] or i < 0 or days_between(days[i], a) > 7:
                break
            out.append((1 + known[i][1] / 100) ** (days_between(a, b) / 365) - 1)
        return out

    def row(self, day: str) -> dict[str, Any]:
        levels = [p for p in self.index if p[0] <= day]
        dates, value = [p[0] for p in levels], [p[1] for p in levels]
        r = returns(value)
        rate = self.rated(dates, day)
        x = [a - b for a, b in zip(r, rate)]
        under = falls(value)
        age = days_between(dates[0], day)
        grown = (value[-1] / value[0]) ** (365.25 / age) - 1
        both = [p for p in levels if p[0] in self.benchmark]
        own = returns([p[1] for p in both])
        other = returns([self.benchmark[p[0]] for p in both])
        common_rate = self.rated([p[0] for p in both], day)
        cx = [a - b for a, b in zip(own, common_rate)]
        cy = [a - b for a, b in zip(other, common_rate)]
        active = [a - b for a, b in zip(own, other)]
        var_95, var_99 = -quantile(r, 0.05), -quantile(r, 0.01)
        down = math.sqrt(math.fsum(min(v, 0) ** 2 for v in x) / len(x) * YEAR)
        beta = statistics.covariance(own, other) / statistics.variance(other)
        beta_x = statistics.covariance(cx, cy) / statistics.variance(cy)
        alpha = (statistics.fmean(cx) - beta_x * statistics.fmean(cy)) * YEAR
        return {
            "date": day,
            "observations": len(r),
            "total_return": value[-1] / value[0] - 1,
            "annualized_return": grown,
            "volatility": deviation(r),
            "downside_deviation": math.sqrt(math.fsum(min(v, 0) ** 2 for v in r) / len(r) * YEAR),
            "sharpe_ratio": statistics.fmean(x) / statistics.stdev(x) * math.sqrt(YEAR),
            "sortino_ratio": statistics.fmean(x) * YEAR / down,
            "calmar_ratio": grown / -min(under),
            "omega_ratio": math.fsum(v for v in r if v > 0) / -math.fsum(v for v in r if v < 0),
            "max_drawdown": min(under),
            "current_drawdown": under[-1],
            "ulcer_index": math.sqrt(math.fsum(d * d for d in under) / len(r)),
            "var_95": var_95,
            "var_99": var_99,
            "cvar_95": -statistics.fmean([v for v in r if v < -var_95]),
            "cvar_99": -statistics.fmean([v for v in r if v < -var_99]),
            "skewness": moment(r, 3) / moment(r, 2) ** 1.5,
            "excess_kurtosis": moment(r, 4) / moment(r, 2) ** 2 - 3,
            "best_day": max(r),
            "worst_day": min(r),
            "win_rate": sum(v > 0 for v in r) / len(r),
            "beta_sp500": beta,
            "correlation_sp500": statistics.correlation(own, other),
            "alpha": alpha,
            "information_ratio": statistics.fmean(active) * YEAR / deviation(active),
            "tracking_error": deviation(active),
            "benchmark_basis": "price",
            "rf_until": dates[len(rate)],
        }


class RiskTest(ServerTest):
    sample = True

    def series(self, target: str) -> Series:
        return [(p["date"], p["value"]) for p in self.server.read(target)["series"]]

    def market(self) -> Market:
        with open(ROOT / "data/sample/riskfree.csv", encoding="utf-8", newline="") as f:
            rates = sorted((r["date"], float(r["rate_percent"])) for r in csv.DictReader(f))
        return Market(
            self.series("/api/v1/index/history"), self.series("/api/v1/benchmark/sp500"), rates
        )

    def part(self, target: str = "") -> Any:
        return self.server.read(BASE + target)

    def close(self, got: Any, want: Any, what: str, tolerance: float = 1e-9) -> None:
        if isinstance(want, float):
            right = math.isclose(got, want, rel_tol=tolerance, abs_tol=1e-13)
            self.assertTrue(right, f"{what}: {got!r}, want {want!r}")
        else:
            self.assertEqual(got, want, what)


class Rows(RiskTest):
    def test_rows_of_the_past_follow_from_what_was_published_by_then(self) -> None:
        market = self.market()
        rows = self.part("?limit=20000")["metrics"]
        self.assertEqual([r["date"] for r in rows], [p[0] for p in reversed(market.index)])
        # And the last.
        for day in DAYS + (rows[0]["date"],):
            got = next(r for r in rows if r["date"] == day)
            want = market.row(day)
            self.assertEqual(list(got), list(want))
            for member, value in want.items():
                self.close(got[member], value, f"{member} of {day}")

    def test_the_first_sessions_rest_on_too_little(self) -> None:
        total = self.part("?limit=1")["total"]
        rows = self.part(f"?limit=300&offset={total - 300}")["metrics"][::-1]
        self.assertEqual(rows[0]["observations"], 0)
        figures = set(rows[0]) - {"date", "observations", "benchmark_basis"}
        self.assertEqual({rows[0][m] for m in figures}, {None})
        for metric, least in (("volatility", 2), ("total_return", 1), ("var_95", 20)):
            self.assertIsNone(rows[least - 1][metric], metric)
            self.assertIsNotNone(rows[least][metric], metric)
        self.assertIsNone(rows[99]["cvar_99"])
        self.assertIsNotNone(rows[100]["cvar_99"])
        year = next(i for i, r in enumerate(rows) if r["annualized_return"] is not None)
        self.assertGreaterEqual(days_between(rows[0]["date"], rows[year]["date"]), 365)
        self.assertLess(days_between(rows[0]["date"], rows[year - 1]["date"]), 365)
        self.assertIsNone(rows[year - 1]["calmar_ratio"])

    def test_pages(self) -> None:
        page = self.part()
        self.assertEqual(len(page["metrics"]), 30)
        dates = [r["date"] for r in page["metrics"]]
        self.assertEqual(dates, sorted(dates, reverse=True))
        self.assertEqual(self.part("?days=30"), page)
        self.assertEqual(self.part("?limit=30&unknown=1"), page)
        second = self.part("?limit=3&offset=2")
        self.assertEqual(second["metrics"], page["metrics"][2:5])
        self.assertEqual(second["reasons"], page["reasons"])
        self.assertEqual(self.part("?limit=9&days=2")["metrics"], page["metrics"][:2])
        beyond = self.part("?offset=100000")
        self.assertEqual(beyond["metrics"], [])
        self.assertIn(str(page["total"]), beyond["message"])
        self.assertIsNone(page["message"])
        trimmed = self.part("?limit=2&fields=date,volatility")["metrics"]
        self.assertEqual([set(r) for r in trimmed], [{"date", "volatility"}] * 2)

    def test_what_ends_with_the_rate_says_so(self) -> None:
        page = self.part("?limit=1")
        until = page["rf_until"]
        self.assertEqual(until, "2017-03-29")
        self.assertEqual(page["benchmark_name"], "S&P 500")
        self.assertIn("dividends", page["note"])
        reasons = {r["metric"]: r["reason"] for r in page["reasons"]}
        self.assertEqual(set(reasons), {"sharpe_ratio", "sortino_ratio", "alpha"})
        for text in reasons.values():
            self.assertIn(until, text)

    def test_the_newest_row_agrees_with_the_comparison(self) -> None:
        row = self.part("?limit=1")["metrics"][0]
        compare = self.server.read("/api/v1/benchmark/compare")
        for member in ("total_return", "annualized_return", "volatility"):
            self.close(row[member] * 100, compare["autoindex"][member], member)
        self.close(row["sharpe_ratio"], compare["autoindex"]["sharpe_ratio"], "sharpe_ratio")
        ratio = compare["outperformance"]["information_ratio"]
        self.close(row["information_ratio"], ratio, "information_ratio")

    def test_definitions_are_of_the_members(self) -> None:
        items = self.part("/definitions")["items"]
        row = self.part("?limit=1")["metrics"][0]
        members = [m for m in row if m not in ("date", "benchmark_basis", "rf_until")]
        self.assertEqual([d["metric"] for d in items], members)
        for d in items:
            self.assertTrue(d["meaning"].endswith("."), d)
            self.assertTrue(d["formula"], d)
        by = {d["metric"]: d for d in items}
        self.assertEqual(by["var_99"]["minimum_observations"], 100)
        self.assertEqual(by["volatility"]["better"], "lower")
        self.assertTrue(by["alpha"]["needs_rate"] and by["alpha"]["needs_benchmark"])
        reply = self.server.get(f"{BASE}/rolling?metric=nothing")
        told = reply.problem(422, "invalid", "metric")["detail"]
        rolling = [d["metric"] for d in items if d["rolling"]]
        self.assertEqual(told, "metric: must be one of: " + ", ".join(rolling))
        for metric in rolling:
            answer = self.part(f"/rolling?metric={metric}&window=300")
            self.assertEqual((answer["metric"], answer["window"]), (metric, 300))
            self.assertEqual(answer["convention"], by[metric]["convention"])
            self.assertEqual(answer["rf_until"] is not None, by[metric]["needs_rate"])
            self.assertGreater(len(answer["series"]), 6000)


class Parts(RiskTest):
    RANGE = "start_date=2007-01-03&end_date=2009-12-31"

    def test_windows(self) -> None:
        market = self.market()
        dates, levels = [p[0] for p in market.index], [p[1] for p in market.index]
        r = returns(levels)
        volatility = self.part("/rolling?window=60")
        self.assertEqual(volatility["metric"], "volatility")
        self.assertEqual([p["date"] for p in volatility["series"]], dates[60:])
        shortfall = self.part("/rolling?window=250&metric=cvar_95")["series"]
        for i in (250, 1000, 4711, len(r)):
            self.close(volatility["series"][i - 60]["value"], deviation(r[i - 60 : i]), "vol")
            window = r[i - 250 : i]
            tail = [v for v in window if v < quantile(window, 0.05)]
            self.close(shortfall[i - 250]["value"], -statistics.fmean(tail), "cvar")
        ratio = self.part("/rolling?window=60&metric=sharpe_ratio")
        self.assertEqual(ratio["series"][-1]["date"], ratio["rf_until"])
        self.assertIn(ratio["rf_until"], ratio["reason"])

    def test_window_and_history(self) -> None:
        self.assertEqual(len(self.part(f"/rolling?{self.RANGE}&window=755")["series"]), 1)
        reply = self.server.get(f"{BASE}/rolling?{self.RANGE}&window=756")
        detail = reply.problem(422, "invalid", "window")["detail"]
        self.assertIn("needs at least 756 returns; the history has 755", detail)
        short = self.part("/rolling?metric=var_99&window=60")
        self.assertEqual({p["value"] for p in short["series"]}, {None})
        self.assertEqual(short["reason"], "needs 100 returns; the window has 60")
        late = self.part("/rolling?metric=alpha&start_date=2018-01-02")
        self.assertEqual((late["series"], late["rf_until"]), ([], None))
        self.assertIn("risk-free", late["reason"])

    def test_basis(self) -> None:
        price = self.part("/rolling?metric=beta_sp500&start_date=2013-01-02")
        total = self.part("/rolling?metric=beta_sp500&start_date=2013-01-02&basis=total")
        self.assertEqual((price["benchmark_basis"], total["benchmark_basis"]), ("price", "total"))
        self.assertIn("dividends", price["note"])
        self.assertIsNone(total["note"])
        self.assertNotEqual(price["series"], total["series"])
        periods = self.part("/periods?basis=total&start_date=2013-01-02")
        self.assertIn("SPY", periods["benchmark_name"])
        self.assertIsNotNone(periods["items"][3]["benchmark"])
        same = self.part(f"/drawdowns?{self.RANGE}&basis=total")
        self.assertEqual(same, self.part(f"/drawdowns?{self.RANGE}"))

    def test_falls(self) -> None:
        market = self.market()
        levels = [p for p in market.index if "2007-01-03" <= p[0] <= "2009-12-31"]
        answer = self.part(f"/drawdowns?{self.RANGE}&limit=1000")
        want = falls([p[1] for p in levels])
        self.assertEqual([p["date"] for p in answer["series"]], [p[0] for p in levels])
        for got, fall in zip(answer["series"], want):
            self.close(got["value"], fall, got["date"])
        self.close(answer["current_drawdown"], want[-1], "current")
        items = answer["items"]
        self.assertEqual(len(items), answer["total"])
        self.assertEqual([e["depth"] for e in items], sorted(e["depth"] for e in items))
        worst = items[0]
        self.close(worst["depth"], min(want), "deepest")
        self.assertEqual((worst["peak_date"], worst["trough_date"]), ("2007-10-31", "2009-03-09"))
        dates = [p[0] for p in levels]
        for e in items:
            down = dates.index(e["trough_date"]) - dates.index(e["peak_date"])
            self.assertEqual(e["sessions_down"], down)
            end = e["recovery_date"] or dates[-1]
            self.assertEqual(e["days"], days_between(e["peak_date"], end))
            self.assertEqual(e["sessions_up"] is None, e["recovery_date"] is None)
        self.assertEqual(self.part("/drawdowns?limit=2")["items"][1]["trough_date"], "2003-03-11")

    def test_periods_compound_to_the_whole(self) -> None:
        whole = self.part("?limit=1")["metrics"][0]["total_return"]
        market = self.market()
        for frequency, width in (("monthly", 7), ("yearly", 4)):
            answer = self.part(f"/periods?frequency={frequency}")
            items = answer["items"]
            self.assertEqual(answer["frequency"], frequency)
            self.close(math.prod(1 + p["value"] for p in items) - 1, whole, frequency)
            by: dict[str, list[str]] = defaultdict(list)
            for day, _ in market.index:
                by[day[:width]].append(day)
            self.assertEqual([p["period"] for p in items], list(by))
            for p in items:
                self.assertEqual(
                    (p["start_date"], p["end_date"]), (by[p["period"]][0], by[p["period"]][-1])
                )
            self.assertEqual([p["begun"] for p in items], [True] + [False] * (len(items) - 1))
            self.assertEqual([p["open"] for p in items], [False] * (len(items) - 1) + [True])
            growth = math.prod(1 + p["benchmark"] for p in items)
            first, last = market.index[0][0], market.index[-1][0]
            self.close(growth, market.benchmark[last] / market.benchmark[first], "benchmark")
        self.assertEqual(self.part("/periods")["frequency"], "monthly")
        october = next(p for p in self.part("/periods")["items"] if p["period"] == "2008-10")
        dates, levels = [p[0] for p in market.index], [p[1] for p in market.index]
        before = dates.index(october["start_date"]) - 1
        want = levels[dates.index(october["end_date"])] / levels[before] - 1
        self.close(october["value"], want, "October 2008")

    def test_distribution(self) -> None:
        market = self.market()
        dates, r = [p[0] for p in market.index][1:], returns([p[1] for p in market.index])
        answer = self.part("/distribution")
        self.assertEqual(answer["observations"], len(r))
        self.close(answer["mean"], statistics.fmean(r), "mean")
        self.close(answer["deviation"], statistics.stdev(r), "deviation")
        for bins in (5, 60, 400):
            got = self.part(f"/distribution?bins={bins}")["bins"]
            self.assertEqual(len(got), bins)
            self.assertEqual(sum(b["count"] for b in got), len(r))
            self.close(math.fsum(b["normal"] for b in got), float(len(r)), "normal")
            edges = [b["from"] for b in got][1:]
            for i in (0, bins // 2, bins - 1):
                low = edges[i - 1] if i else -math.inf
                high = edges[i] if i < bins - 1 else math.inf
                self.assertEqual(got[i]["count"], sum(low <= v < high for v in r))
        ordered = sorted(zip(r, dates))
        self.assertEqual([p["date"] for p in answer["worst"]], [d for _, d in ordered[:5]])
        self.assertEqual([p["date"] for p in answer["best"]], [d for _, d in ordered[:-6:-1]])
        tails = {(t["alpha"], t["method"]): t for t in answer["tails"]}
        self.assertEqual(len(tails), 14)
        row = self.part("?limit=1")["metrics"][0]
        for alpha, name in ((0.05, "95"), (0.01, "99")):
            self.close(tails[alpha, "historical"]["var"], row[f"var_{name}"], name)
            self.close(tails[alpha, "historical"]["cvar"], row[f"cvar_{name}"], name)
            z = statistics.NormalDist().inv_cdf(alpha)
            gauss = -(statistics.fmean(r) + z * statistics.stdev(r))
            self.close(tails[alpha, "gauss"]["var"], gauss, "gauss")
            for t in answer["tails"]:
                self.assertEqual(t["cvar"] is None, t["reason"] is not None, t)
        expansion = tails[0.01, "cornish_fisher"]  # here its shortfall would be the value at risk
        self.assertGreater(expansion["var"], tails[0.01, "historical"]["var"])
        self.assertIsNone(expansion["cvar"])
        self.assertIn("no shortfall", expansion["reason"])
        self.assertGreater(tails[0.05, "cornish_fisher"]["cvar"], 0.02)
        few = self.part("/distribution?start_date=2008-01-02&end_date=2008-01-15")
        self.assertEqual({t["var"] for t in few["tails"]}, {None})
        self.assertTrue(all("needs" in t["reason"] for t in few["tails"]))


class Refusals(RiskTest):
    def refused(self, target: str, *fields: str) -> str:
        reply: Reply = self.server.get(BASE + target)
        return str(reply.problem(422, "invalid", *fields)["detail"])

    def test_bad_input(self) -> None:
        for target, field in (
            ("?limit=0", "limit"),
            ("?limit=20001", "limit"),
            ("?days=0", "days"),
            ("?offset=-1", "offset"),
            ("/rolling?window=1", "window"),
            ("/rolling?window=5001", "window"),
            ("/rolling?metric=ulcer_index", "metric"),
            ("/distribution?bins=4", "bins"),
            ("/distribution?bins=401", "bins"),
            ("/drawdowns?limit=1001", "limit"),
            ("/periods?frequency=weekly", "frequency"),
            ("/published?limit=0", "limit"),
        ):
            with self.subTest(target):
                self.refused(target, field)
        self.assertIn("monthly, yearly", self.refused("/periods?frequency=weekly", "frequency"))
        for part in PARTS:
            with self.subTest(part):
                self.refused(f"{part}?start_date=2010-01-02&end_date=2010-01-01", "start_date")
                self.refused(f"{part}?basis=net", "basis")
                self.refused(f"{part}?nonsense=1", "nonsense")
                reply = self.server.get(f"{BASE}{part}?start_date=2030-01-01")
                self.assertIn("1990-04-02", reply.problem(409, "no_sessions")["detail"])

    def test_a_token_is_needed(self) -> None:
        for part in ("", "/definitions", *PARTS, "/published"):
            reply = self.server.get(BASE + part, token=None)
            reply.problem(401, "unauthorized")


class NotComputed(ServerTest):
    def test_nothing_computed(self) -> None:
        for part in ("", *PARTS):
            self.server.get(BASE + part).problem(409, "not_computed")
        self.assertEqual(self.server.read(f"{BASE}/published"), {"items": [], "total": 0})
        self.assertGreater(len(self.server.read(f"{BASE}/definitions")["items"]), 20)


class Published(RiskTest):
    def test_each_computation_leaves_a_record(self) -> None:
        target = f"{BASE}/published"
        newest = self.part("?limit=1")["metrics"][0]
        first = self.server.read(target)
        self.assertEqual((first["total"], len(first["items"])), (1, 1))
        self.assertEqual(first["items"][0]["metrics"], newest)
        self.assertEqual(first["items"][0]["date"], newest["date"])
        change = {"rebalance_frequency": "monthly"}
        computed(self.server, self.server.call("PUT", "/api/v1/strategy/config", change))
        after = self.server.read(target)
        self.assertEqual(after["total"], 2)
        self.assertEqual(after["items"][1], first["items"][0])
        self.assertEqual(after["items"][0]["metrics"], self.part("?limit=1")["metrics"][0])
        self.assertNotEqual(after["items"][0]["metrics"], newest)
        self.assertEqual([i["version"] for i in after["items"]], [2, 1])
        self.assertEqual(self.server.read(f"{target}?limit=1&offset=1")["items"], first["items"])
        stored = ask(self.server.data, "SELECT count(*), count(DISTINCT run_id) FROM risk_metrics")
        self.assertEqual(stored, [(2, 2)])


if __name__ == "__main__":
    unittest.main()
