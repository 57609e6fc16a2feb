#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Recompute simulations from the bundled prices and rates, and compare them with a server's.

Written from the published rules alone, with the standard library only; it shares nothing with the
server, and with recompute.py only the index itself. The rules:

- The level of the variant on each session from the first on or after the start to the last on or
  before the end. A currency's rate is units of it for one US dollar: its fixing for one euro over
  the dollar's, each of the session or the last at most seven days old.
- The amount buys level at the start, the monthly amount on the first session of each later calendar
  month, each converted at the rate of its own day; every session's value is at its own rate.
- Time-weighted return: growth of level times rate. Money-weighted: the rate that discounts all
  payments and the final value to nothing, ACT/365. Drawdown: of level times rate.
- Benchmark: the same payments into the S&P 500 price index.

Usage: recompute_simulation.py --base-url http://127.0.0.1:8000 --token TOKEN
Every figure must agree to 1e-9, relative; the exit status is 1 if one does not.
"""

import argparse
import csv
import datetime
import gzip
import json
import math
import pathlib
import sys
import urllib.request
from typing import Any, Dict, List, Optional, Set, Tuple

import recompute

CARRY = datetime.timedelta(days=7)
Dated = Dict[datetime.date, float]

CASES: List[Dict[str, Any]] = [
    {"amount": 10000, "start_date": "2010-01-04", "currency": "EUR"},
    {"amount": 250000, "start_date": "2003-05-31", "currency": "JPY", "monthly": 1500},
    {
        "amount": 77.7,
        "start_date": "1999-01-04",
        "currency": "EUR",
        "variant": "net",
        "monthly": 10,
    },
    {"amount": 1000, "start_date": "2015-02-07", "end_date": "2020-03-22", "currency": "USD"},
]


def read_fixings(data: pathlib.Path) -> Dict[str, Dated]:
    fixings: Dict[str, Dated] = {}
    with gzip.open(data / "fx.csv.gz", "rt", newline="", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            date = datetime.date.fromisoformat(row["date"])
            fixings.setdefault(row["currency"], {})[date] = float(row["rate"])
    return fixings


def read_benchmark(data: pathlib.Path) -> Dated:
    with gzip.open(data / "benchmark_sp500.csv.gz", "rt", newline="", encoding="utf-8") as f:
        return {
            datetime.date.fromisoformat(r["date"]): float(r["close"]) for r in csv.DictReader(f)
        }


def carried(series: Dated, date: datetime.date) -> float:
    for age in range(CARRY.days + 1):
        value = series.get(date - datetime.timedelta(days=age))
        if value is not None:
            return value
    raise KeyError(f"nothing on {date} or the {CARRY.days} days before")


def rate(fixings: Dict[str, Dated], currency: str, date: datetime.date) -> float:
    if currency == "USD":
        return 1.0
    other = 1.0 if currency == "EUR" else carried(fixings[currency], date)
    return other / carried(fixings["USD"], date)


def values(
    prices: List[float], dates: List[datetime.date], amount: float, monthly: float
) -> Tuple[List[float], List[Tuple[datetime.date, float]]]:
    """The worth on each date of what was bought at prices in the currency, and the payments."""
    units = 0.0
    out: List[float] = []
    payments: List[Tuple[datetime.date, float]] = []
    months: Set[Tuple[int, int]] = set()
    for date, price in zip(dates, prices):
        pay = monthly if months else amount
        if (date.year, date.month) not in months and pay > 0:
            units += pay / price
            payments.append((date, pay))
        months.add((date.year, date.month))
        out.append(units * price)
    return out, payments


def xirr(payments: List[Tuple[datetime.date, float]], end: datetime.date, final: float) -> float:
    """By halving: the payments are all of one sign, so that there is one root."""

    def worth(r: float) -> float:
        return math.fsum(p * (1 + r) ** ((end - d).days / 365) for d, p in payments) - final

    low, high = -0.99, 10.0
    for _ in range(200):
        mid = (low + high) / 2
        low, high = (mid, high) if worth(mid) < 0 else (low, mid)
    return (low + high) / 2


def drawdown(path: List[float]) -> float:
    peak, worst = path[0], 0.0
    for value in path:
        peak = max(peak, value)
        worst = min(worst, value / peak - 1)
    return worst


def simulate(
    index: recompute.Index, fixings: Dict[str, Dated], benchmark: Dated, case: Dict[str, Any]
) -> Dict[str, Any]:
    levels = index.net if case.get("variant") == "net" else index.total
    start = datetime.date.fromisoformat(case["start_date"])
    end = datetime.date.fromisoformat(case.get("end_date", "9999-12-31"))
    dates = [d for d in sorted(levels) if start <= d <= end]
    rates = [rate(fixings, case["currency"], d) for d in dates]
    monthly = float(case.get("monthly", 0))
    path = [levels[d] * r for d, r in zip(dates, rates)]
    own, payments = values(path, dates, case["amount"], monthly)
    closes = [carried(benchmark, d) * r for d, r in zip(dates, rates)]
    other, _ = values(closes, dates, case["amount"], monthly)
    paid = math.fsum(p for _, p in payments)
    years = (dates[-1] - dates[0]).days / 365.25
    return {
        "dates": [d.isoformat() for d in dates],
        "values": own,
        "rates": rates,
        "benchmark": other,
        "figures": {
            "start_value": levels[dates[0]],
            "end_value": levels[dates[-1]],
            "amount_final": own[-1],
            "contributions": paid - case["amount"],
            "invested": paid,
            "roi_pct": (own[-1] / paid - 1) * 100,
            "index_pct": (levels[dates[-1]] / levels[dates[0]] - 1) * 100,
            "twr_pct": (path[-1] / path[0] - 1) * 100,
            "twr_annual_pct": ((path[-1] / path[0]) ** (1 / years) - 1) * 100,
            "irr_pct": xirr(payments, dates[-1], own[-1]) * 100,
            "max_drawdown_pct": drawdown(path) * 100,
            "fx.start": rates[0],
            "fx.end": rates[-1],
            "fx.effect_pct": (rates[-1] / rates[0] - 1) * 100,
            "benchmark.amount_final": other[-1],
            "benchmark.roi_pct": (other[-1] / paid - 1) * 100,
        },
    }


def ask(base: str, token: Optional[str], case: Dict[str, Any]) -> Dict[str, Any]:
    request = urllib.request.Request(
        base.rstrip("/") + "/api/v1/index/simulate",
        data=json.dumps(case).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as reply:
        answer: Dict[str, Any] = json.load(reply)
    return answer


def compare(name: str, answer: Dict[str, Any], want: Dict[str, Any]) -> bool:
    c = recompute.Comparison(name)
    c.same([p["date"] for p in answer["series"]] == want["dates"], "other dates")
    for date, got, value, at in zip(want["dates"], answer["series"], want["values"], want["rates"]):
        c.close(got["value"], value, f"{date} value")
        c.close(got["rate"], at, f"{date} rate")
    c.same(len(answer["benchmark"]["series"]) == len(want["benchmark"]), "benchmark's length")
    for got, value in zip(answer["benchmark"]["series"], want["benchmark"]):
        c.close(got["value"], value, f"{got['date']} benchmark")
    for key, value in want["figures"].items():
        node: Any = answer
        for part in key.split("."):
            node = node[part]
        c.close(float(node), value, key)
    return c.report()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=pathlib.Path, default=recompute.DATA)
    parser.add_argument("--base-url", required=True, help="server to compare with")
    parser.add_argument("--token", required=True, help="a signed-in user's access token")
    args = parser.parse_args()

    index = recompute.compute(recompute.read_prices(args.data))
    fixings, benchmark = read_fixings(args.data), read_benchmark(args.data)
    ok = True
    for case in CASES:
        name = " ".join(str(v) for v in case.values())
        want = simulate(index, fixings, benchmark, case)
        ok = compare(name, ask(args.base_url, args.token, case), want) and ok
    print("all agree to 1e-9" if ok else "NOT the same simulations")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
