#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Recompute the risk figures of a server from its published levels, and compare them.

Levels and benchmark come from GET /index/history and /benchmark/sp500, the closes and the risk-free
rate from the bundled sample; the rules stand in figures.py.

Usage: recompute_metrics.py --base-url http://127.0.0.1:8000 --token TOKEN [--only compare|risk]
Every figure must agree to 1e-9, relative; the exit status is 1 if one does not.
"""

import argparse
import bisect
import datetime
import math
import pathlib
import sys
from statistics import NormalDist
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

import recompute
import recompute_simulation
from figures import Dated, Figures, Path, Rates, deviation, drawdowns, mean, moment, own_figures
from figures import path_of, quantile, read_rates, read_total, relative_figures, shortfall

# Ranges of the comparison: whole, within the risk-free rate, across its end, under a year.
RANGES = ["", "start_date=1999-01-01&end_date=2009-06-30", "start_date=2015-03-07"]
RANGES += ["start_date=2008-09-01&end_date=2009-02-28", "start_date=2020-01-01"]
# What the methodology says a figure needs; whatever it says of the others, the server says too.
LEAST = {"volatility": 2, "downside_deviation": 2, "sharpe_ratio": 2, "tracking_error": 2}
LEAST.update(var_95=20, cvar_95=20, var_99=100, cvar_99=100)
EXCESS = {"sharpe_ratio", "sortino_ratio", "alpha"}
WINDOWS = (60, 252)


class Data(NamedTuple):
    """Of a server and the sample: the index, the benchmark as published and as closes, the rates."""

    own: Path
    published: Path  # on a base of 100
    closes: Dict[str, Dated]  # by basis
    rates: Rates


class Checker(recompute.Comparison):
    def figure(self, got: Optional[float], want: Optional[float], where: str) -> None:
        if got is None or want is None:
            self.count += 1
            self.same(got is want, f"{where}: {got!r}, recomputed {want!r}")
        else:
            self.close(float(got), want, where)


def read_series(answer: Dict[str, Any]) -> Path:
    return Path(
        [datetime.date.fromisoformat(p["date"]) for p in answer["series"]],
        [float(p["value"]) for p in answer["series"]],
    )


def load(server: recompute.Server, data: pathlib.Path) -> Data:
    return Data(
        read_series(server.get("/index/history?variant=total")),
        read_series(server.get("/benchmark/sp500")),
        {"price": recompute_simulation.read_benchmark(data), "total": read_total(data)},
        Rates(read_rates(data)),
    )


def common(index: Path, closes: Dated) -> Tuple[Path, Path]:
    dates = [d for d in index.dates if d in closes]
    return path_of(dict(zip(index.dates, index.levels)), dates), path_of(closes, dates)


def percent(x: Optional[float]) -> Optional[float]:
    return None if x is None else x * 100


def less(a: Optional[float], b: Optional[float]) -> Optional[float]:
    return None if a is None or b is None else a - b


def side(p: Path, rates: Rates) -> Figures:
    own = own_figures(p, rates)
    return {
        "start_value": p.levels[0],
        "end_value": p.levels[-1],
        "total_return": percent(own["total_return"]),
        "annualized_return": percent(own["annualized_return"]),
        "volatility": percent(own["volatility"]),
        "sharpe_ratio": own["sharpe_ratio"],
    }


def check_range(query: str, answer: Dict[str, Any], data: Data, c: Checker) -> None:
    asked = dict(part.split("=") for part in query.split("&") if part)
    first = datetime.date.fromisoformat(asked.get("start_date", "0001-01-01"))
    last = datetime.date.fromisoformat(asked.get("end_date", "9999-12-31"))
    index = path_of(
        dict(zip(data.own.dates, data.own.levels)),
        [d for d in data.own.dates if first <= d <= last],
    )
    own, other = common(index, data.closes[answer["benchmark_basis"]])
    a, b = side(own, data.rates), side(other, data.rates)
    for name, want in a.items():
        c.figure(answer["autoindex"][name], want, f"{query} autoindex.{name}")
        c.figure(answer["sp500"][name], b[name], f"{query} sp500.{name}")
    over = answer["outperformance"]
    c.figure(over["total"], less(a["total_return"], b["total_return"]), f"{query} total")
    c.figure(
        over["annualized"],
        less(a["annualized_return"], b["annualized_return"]),
        f"{query} annualized",
    )
    want = relative_figures(own, other, data.rates)["information_ratio"]
    c.figure(over["information_ratio"], want, f"{query} information_ratio")
    rated = len(data.rates.of(own.dates))
    until = own.dates[rated].isoformat() if rated else None
    c.same(answer["observations"] == len(own.dates) - 1, f"{query} observations")
    c.same(answer["start_date"] == own.dates[0].isoformat(), f"{query} start_date")
    c.same(answer["end_date"] == own.dates[-1].isoformat(), f"{query} end_date")
    c.same(answer["rf_until"] == until, f"{query} rf_until {answer['rf_until']}, {until}")


def check_compare(server: recompute.Server, data: Data) -> bool:
    c = Checker("benchmark/compare")
    for query in RANGES + ["basis=total", "basis=total&start_date=2014-02-03&end_date=2018-11-30"]:
        check_range(query, server.get(f"/benchmark/compare?{query}"), data, c)
    return c.report()


def check_published(data: Data) -> bool:
    """The benchmark as published has the returns of its closes."""
    c = Checker("benchmark/sp500")
    closes = data.closes["price"]
    base = closes[data.published.dates[0]]
    for date, value in zip(data.published.dates, data.published.levels):
        c.close(value, closes[date] / base * 100, date.isoformat())
    return c.report()


def sessions(n: int) -> Iterator[int]:
    """Returns from inception: where a figure begins to be given, and here and there after."""
    yield from (1, 2, 3, 19, 20, 21, 35, 36, 99, 100, 101, 250, 251, 252, 253, 254, 261, 365)
    yield from range(400, n, 397)
    yield n


def check_row(row: Dict[str, Any], n: int, data: Data, least: Dict[str, int], c: Checker) -> None:
    index = data.own.between(0, n)
    own, other = common(index, data.closes["price"])
    rated, common_rated = len(data.rates.of(index.dates)), len(data.rates.of(own.dates))
    there = {"sharpe_ratio": rated, "sortino_ratio": rated, "alpha": common_rated}
    relative = relative_figures(own, other, data.rates)
    for name, want in {**own_figures(index, data.rates), **relative}.items():
        rests_on = there.get(name, len(own.dates) - 1 if name in relative else n)
        enough = rests_on >= least[name]
        c.figure(row[name], want if enough else None, f"{row['date']} {name}")
    until = index.dates[rated].isoformat() if rated else None
    c.same(row["date"] == index.dates[-1].isoformat(), f"{row['date']}: not session {n}")
    c.same(row["observations"] == n, f"{row['date']} observations {row['observations']}, {n}")
    c.same(row["rf_until"] == until, f"{row['date']} rf_until {row['rf_until']}, {until}")


def check_rows(server: recompute.Server, data: Data, least: Dict[str, int]) -> bool:
    c = Checker("strategy/risk-metrics")
    answer = server.get("/strategy/risk-metrics?limit=20000")
    rows = answer["metrics"][::-1]
    c.same(len(rows) == answer["total"] == len(data.own.dates), f"{len(rows)} rows")
    end = bisect.bisect_right(data.own.dates, data.rates.dates[-1]) - 1
    for n in sorted(set(sessions(len(rows) - 1)) | {end - 1, end, end + 1}):
        check_row(rows[n], n, data, least, c)
    newest = server.get("/strategy/risk-metrics?limit=1")["metrics"]
    c.same(newest == [rows[-1]], "the newest row alone differs from the newest of all")
    return c.report()


def check_rolling(server: recompute.Server, data: Data, least: Dict[str, int]) -> bool:
    """least: of the metrics that have a rolling series."""
    c = Checker("strategy/risk-metrics/rolling")
    own, other = common(data.own, data.closes["price"])
    for window, metric in ((w, m) for w in WINDOWS for m in least):
        answer = server.get(f"/strategy/risk-metrics/rolling?window={window}&metric={metric}")
        c.same(len(answer["series"]) > 0, f"{metric}: no series")
        for point in answer["series"][:: max(1, len(answer["series"]) // 9)]:
            date = datetime.date.fromisoformat(point["date"])
            at, joint = data.own.dates.index(date), own.dates.index(date)
            whole = data.own.between(at - window, at)
            a, b = own.between(joint - window, joint), other.between(joint - window, joint)
            figures = {
                **own_figures(whole, data.rates),
                **relative_figures(a, b, data.rates),
            }
            want = figures[metric] if window >= least[metric] else None
            c.figure(point["value"], want, f"{metric} of {window} {date}")
        if metric in EXCESS:
            end = str(answer["rf_until"])
            c.same(answer["series"][-1]["date"] == end, f"{metric} does not end on {end}")
    return c.report()


def episodes(p: Path) -> List[Tuple[float, int, int, Optional[int]]]:
    """Depth, and where peak, trough and recovery stand."""
    out: List[Tuple[float, int, int, Optional[int]]] = []
    peak, worst = 0, 0
    for i, level in enumerate(p.levels):
        if level >= p.levels[peak]:
            if worst > peak:
                out.append((p.levels[worst] / p.levels[peak] - 1, peak, worst, i))
            peak = worst = i
        elif level < p.levels[worst]:
            worst = i
    if worst > peak:
        out.append((p.levels[worst] / p.levels[peak] - 1, peak, worst, None))
    return sorted(out)


def check_drawdowns(server: recompute.Server, data: Data) -> bool:
    c = Checker("strategy/risk-metrics/drawdowns")
    answer = server.get("/strategy/risk-metrics/drawdowns?limit=1000")
    want, p = episodes(data.own), data.own
    c.same(answer["total"] == len(want) == len(answer["items"]), f"{answer['total']} episodes")
    for item, (depth, peak, trough, end) in zip(answer["items"], want):
        where = f"{p.dates[peak]} to {p.dates[trough]}"
        c.close(item["depth"], depth, where)
        c.same(item["peak_date"] == p.dates[peak].isoformat(), f"{where}: peak")
        c.same(item["trough_date"] == p.dates[trough].isoformat(), f"{where}: trough")
        back = None if end is None else p.dates[end].isoformat()
        c.same(item["recovery_date"] == back, f"{where}: recovery")
        c.same(item["sessions_down"] == trough - peak, f"{where}: sessions down")
        c.same(item["sessions_up"] == (None if end is None else end - trough), f"{where}: up")
    under = drawdowns(p.levels)
    c.same([q["date"] for q in answer["series"]] == [d.isoformat() for d in p.dates], "dates")
    for point, value in zip(answer["series"], under):
        c.close(point["value"], value, point["date"])
    c.close(answer["current_drawdown"], under[-1], "current")
    return c.report()


def check_distribution(server: recompute.Server, data: Data) -> bool:
    c = Checker("strategy/risk-metrics/distribution")
    answer = server.get("/strategy/risk-metrics/distribution")
    r = data.own.returns()
    c.close(answer["mean"], mean(r), "mean")
    c.close(answer["deviation"], deviation(r), "deviation")
    c.same(sum(b["count"] for b in answer["bins"]) == len(r) == answer["observations"], "counts")
    for name, values in (("best", sorted(r, reverse=True)), ("worst", sorted(r))):
        for item, value in zip(answer[name], values):
            c.close(item["value"], value, f"{name} {item['date']}")
    for tail in answer["tails"]:
        z = NormalDist().inv_cdf(tail["alpha"])
        part = f"{tail['method']} {tail['alpha']}"
        if tail["method"] == "historical":
            c.close(tail["var"], -quantile(r, tail["alpha"]), part + " var")
            c.close(tail["cvar"], shortfall(r, tail["alpha"]), part + " cvar")
        elif tail["method"] == "gauss":
            s = deviation(r) if tail["convention"].endswith("ddof1") else math.sqrt(moment(r, 2))
            c.close(tail["var"], -(mean(r) + z * s), part + " var")
            c.close(tail["cvar"], s * NormalDist().pdf(z) / tail["alpha"] - mean(r), part + " cvar")
    c.same(c.count >= 20, "no tails")
    return c.report()


def check_periods(server: recompute.Server, data: Data) -> bool:
    c = Checker("strategy/risk-metrics/periods")
    for frequency, length in (("monthly", 7), ("yearly", 4)):
        items = server.get(f"/strategy/risk-metrics/periods?frequency={frequency}")["items"]
        ends: Dict[str, float] = {}
        for date, level in zip(data.own.dates, data.own.levels):
            ends[date.isoformat()[:length]] = level
        start = data.own.levels[0]
        c.same([i["period"] for i in items] == list(ends), f"{frequency}: other periods")
        for item, end in zip(items, ends.values()):
            c.close(item["value"], end / start - 1, f"{frequency} {item['period']}")
            start = end
    return c.report()


def check_risk(server: recompute.Server, data: Data) -> bool:
    items = server.get("/strategy/risk-metrics/definitions")["items"]
    least = {str(i["metric"]): int(i["minimum_observations"]) for i in items}
    c = Checker("minimum observations")
    for name, want in LEAST.items():
        c.close(least[name], want, name)
    rolling = {str(i["metric"]): least[str(i["metric"])] for i in items if i["rolling"]}
    return all(
        [
            c.report(),
            check_rows(server, data, least),
            check_rolling(server, data, rolling),
            check_drawdowns(server, data),
            check_periods(server, data),
            check_distribution(server, data),
        ]
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=pathlib.Path, default=recompute.DATA)
    parser.add_argument("--base-url", required=True, help="server to compare with")
    parser.add_argument("--token", required=True, help="a signed-in user's access token")
    parser.add_argument("--only", choices=("compare", "risk"), help="one part alone")
    args = parser.parse_args()

    server = recompute.Server(args.base_url, args.token)
    data = load(server, args.data)
    ok = check_published(data)
    if args.only != "risk":
        ok = check_compare(server, data) and ok
    if args.only != "compare":
        ok = check_risk(server, data) and ok
    print("all agree to 1e-9" if ok else "NOT the same figures")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
