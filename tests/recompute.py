#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Recompute the default index from the bundled prices, and compare it with a server's.

Written from the published rules alone, slowly and plainly, with the standard library only; it
shares nothing with the server. The rules:

- Members: the assets with default_index = 1. Prices: adj_close. Sessions: their common dates.
- Reference date r: the last session of each ISO week, from the first session with 60 returns
  before it; the last session of the data is none. Effective after the close of the next session.
- Momentum sleeve: max(P_r / P_(r-20) - 1, 0), normalised; all zero: equal weight.
- Capitalisation sleeve: equal weight, since the sample has no capitalisations.
- Risk sleeve: 1 / standard deviation (n - 1) of the last 60 simple returns, the variance at
  least 0.005^2, normalised.
- Target weights: 0.4, 0.3 and 0.3 of these. Between effective dates holdings drift.
- Net level: 10 bp of sum |target - drifted weight| at each effective close, the first purchase
  included. Both levels start from 100 on the first effective date, the net one before its cost.

Usage:
  recompute.py                                    compute, print the last levels
  recompute.py --base-url http://127.0.0.1:8000 --token TOKEN
  recompute.py --against TOTAL.json NET.json REBALANCES.json
The three files are the answers of GET /api/v1/index/history, the same with ?variant=net, and
GET /api/v1/index/rebalances. Every level and every target weight must agree to 1e-9, relative;
the exit status is 1 if one does not, 2 if there is no answer to compare with.
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
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

MOMENTUM_SESSIONS = 20
VOLATILITY_RETURNS = 60
VOLATILITY_FLOOR = 0.005
MOMENTUM, CAPITALISATION, RISK = 0.4, 0.3, 0.3
COST = 0.001
BASE = 100.0
SESSIONS_A_YEAR = 252
TOLERANCE = 1e-9

DATA = pathlib.Path(__file__).resolve().parent.parent / "data" / "sample"


class Prices(NamedTuple):
    symbols: List[str]
    dates: List[datetime.date]
    table: List[List[float]]  # a row for each date, a column for each symbol


class Rebalance(NamedTuple):
    reference: datetime.date
    effective: datetime.date
    target: Dict[str, float]
    turnover: float  # one-way
    cost: float


class Index(NamedTuple):
    total: Dict[datetime.date, float]
    net: Dict[datetime.date, float]
    rebalances: List[Rebalance]


def read_prices(data: pathlib.Path) -> Prices:
    with open(data / "assets.csv", newline="", encoding="utf-8") as f:
        symbols = [row["symbol"] for row in csv.DictReader(f) if row["default_index"] == "1"]
    by_date: Dict[datetime.date, Dict[str, float]] = {}
    with gzip.open(data / "prices.csv.gz", "rt", newline="", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            if row["symbol"] in symbols:
                date = datetime.date.fromisoformat(row["date"])
                by_date.setdefault(date, {})[row["symbol"]] = float(row["adj_close"])
    dates = sorted(by_date)
    # A member without a price on a session would be a KeyError: the sample has no such hole.
    return Prices(symbols, dates, [[by_date[date][s] for s in symbols] for date in dates])


def normalised(x: List[float]) -> List[float]:
    total = math.fsum(x)
    return [v / total for v in x]


def momentum_sleeve(p: List[List[float]], r: int) -> List[float]:
    rises = [max(now / then - 1, 0.0) for now, then in zip(p[r], p[r - MOMENTUM_SESSIONS])]
    return normalised(rises if any(rises) else [1.0] * len(rises))


def risk_sleeve(p: List[List[float]], r: int) -> List[float]:
    inverse = []
    for i in range(len(p[r])):
        returns = [p[t][i] / p[t - 1][i] - 1 for t in range(r - VOLATILITY_RETURNS + 1, r + 1)]
        mean = math.fsum(returns) / len(returns)
        variance = math.fsum((x - mean) ** 2 for x in returns) / (len(returns) - 1)
        inverse.append(1 / math.sqrt(max(variance, VOLATILITY_FLOOR**2)))
    return normalised(inverse)


def target_weights(p: List[List[float]], r: int) -> List[float]:
    equal = 1 / len(p[r])
    return [
        MOMENTUM * m + CAPITALISATION * equal + RISK * v
        for m, v in zip(momentum_sleeve(p, r), risk_sleeve(p, r))
    ]


def is_reference(dates: List[datetime.date], t: int) -> bool:
    if t < VOLATILITY_RETURNS or t + 1 >= len(dates):
        return False
    return dates[t].isocalendar()[:2] != dates[t + 1].isocalendar()[:2]


def compute(prices: Prices) -> Index:
    """Weights drift by w_i *= P_t / P_(t-1); their sum is the growth of the index that day."""
    index = Index({}, {}, [])
    p, dates = prices.table, prices.dates
    weights: List[float] = []  # of the holdings at the last close; empty before the first purchase
    total = net = BASE
    for t, date in enumerate(dates):
        if weights:
            grown = [w * now / then for w, now, then in zip(weights, p[t], p[t - 1])]
            growth = math.fsum(grown)
            weights = [g / growth for g in grown]
            total *= growth
            net *= growth
        if t > 0 and is_reference(dates, t - 1):
            target = target_weights(p, t - 1)
            before = weights or [0.0] * len(target)
            traded = math.fsum(abs(w - b) for w, b in zip(target, before))
            net *= 1 - COST * traded
            weights = target
            named = dict(zip(prices.symbols, target))
            index.rebalances.append(Rebalance(dates[t - 1], date, named, traded / 2, COST * traded))
        if weights:
            index.total[date] = total
            index.net[date] = net
    return index


class Comparison:
    """Counts what was compared, keeps the largest relative difference and the first failures."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0
        self.largest = 0.0
        self.where = ""
        self.failures: List[str] = []

    def same(self, ok: bool, what: str) -> None:
        if not ok:
            self.failures.append(what)

    def close(self, got: float, want: float, where: str, tolerance: float = TOLERANCE) -> None:
        self.count += 1
        difference = abs(got - want) / abs(want) if want else abs(got)
        if difference > self.largest:
            self.largest, self.where = difference, where
        if not difference <= tolerance:
            self.failures.append(f"{where}: {got!r}, recomputed {want!r}")

    def report(self) -> bool:
        where = f" ({self.where})" if self.where else ""
        print(f"{self.name}: {self.count} compared, largest difference {self.largest:.2g}{where}")
        for failure in self.failures[:5]:
            print(f"  WRONG {failure}")
        if len(self.failures) > 5:
            print(f"  and {len(self.failures) - 5} more")
        return not self.failures and self.count > 0


def compare_levels(name: str, answer: Dict[str, Any], want: Dict[datetime.date, float]) -> bool:
    c = Comparison(name)
    got = {datetime.date.fromisoformat(p["date"]): float(p["value"]) for p in answer["series"]}
    c.same(got.keys() == want.keys(), f"{len(got)} dates, recomputed {len(want)}")
    for date in sorted(got.keys() & want.keys()):
        c.close(got[date], want[date], date.isoformat())
    return c.report()


def compare_rebalances(items: List[Dict[str, Any]], want: List[Rebalance]) -> bool:
    dates, weights = Comparison("rebalances"), Comparison("target weights")
    turnover = Comparison("turnover and cost")
    by_date = {r.effective.isoformat(): r for r in want}
    dates.same(len(items) == len(want), f"{len(items)} items, recomputed {len(want)}")
    for item in items:
        effective = str(item["effective_date"])
        r = by_date.pop(effective, None)
        if r is None:
            dates.same(False, f"{effective}: no rebalance is effective on this date")
            continue
        dates.count += 1
        reference = str(item["reference_date"])
        dates.same(reference == r.reference.isoformat(), f"{effective}: reference date {reference}")
        # These are differences of weights and may be small: relative to the whole index.
        turnover.close(1 + float(item["turnover"]), 1 + r.turnover, effective)
        turnover.close(1 + float(item["cost"]), 1 + r.cost, effective)
        got = {str(w["symbol"]): float(w["target_weight"]) for w in item["weights"]}
        weights.same(got.keys() == r.target.keys(), f"{effective}: other symbols")
        for symbol in sorted(got.keys() & r.target.keys()):
            weights.close(got[symbol], r.target[symbol], f"{effective} {symbol}")
    dates.same(not by_date, f"missing: {sorted(by_date)[:3]}")
    return all([dates.report(), weights.report(), turnover.report()])


def read_json(path: str) -> Dict[str, Any]:
    with open(path, encoding="utf-8") as f:
        answer: Dict[str, Any] = json.load(f)
    return answer


class Server:
    def __init__(self, base_url: str, token: Optional[str]) -> None:
        self.base = base_url.rstrip("/") + "/api/v1"
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str) -> Dict[str, Any]:
        request = urllib.request.Request(self.base + path, headers=self.headers)
        with urllib.request.urlopen(request, timeout=60) as reply:
            answer: Dict[str, Any] = json.load(reply)
        return answer

    def rebalances(self) -> List[Dict[str, Any]]:
        items: List[Dict[str, Any]] = []
        while True:
            page = self.get(f"/index/rebalances?limit=500&offset={len(items)}")
            items += page["items"]
            if not page["items"] or len(items) >= int(page.get("total", len(items))):
                return items


def answers(
    args: argparse.Namespace,
) -> Optional[Tuple[Dict[str, Any], Dict[str, Any], List[Dict[str, Any]]]]:
    if args.against:
        total, net, rebalances = (read_json(path) for path in args.against)
        return total, net, rebalances["items"]
    if args.base_url:
        server = Server(args.base_url, args.token)
        return (
            server.get("/index/history?variant=total"),
            server.get("/index/history?variant=net"),
            server.rebalances(),
        )
    return None


def summary(index: Index) -> None:
    dates = list(index.total)
    turnover = math.fsum(r.turnover for r in index.rebalances) / len(dates) * SESSIONS_A_YEAR
    print(f"{dates[0]} to {dates[-1]}: {len(dates)} levels, {len(index.rebalances)} rebalances")
    print(f"total {index.total[dates[-1]]:.9f}, net {index.net[dates[-1]]:.9f}")
    print(f"one-way turnover a year {turnover:.4f}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=pathlib.Path, default=DATA, help="folder of the sample")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--against", nargs=3, metavar=("TOTAL", "NET", "REBALANCES"))
    source.add_argument("--base-url", help="server to compare with")
    parser.add_argument("--token", help="a signed-in user's access token")
    args = parser.parse_args()

    index = compute(read_prices(args.data))
    summary(index)
    try:
        given = answers(args)
    except OSError as e:  # urllib's errors too
        print(f"no answer to compare with: {e}", file=sys.stderr)
        return 2
    if given is None:
        return 0
    total, net, items = given
    ok = all(
        [
            compare_levels("total levels", total, index.total),
            compare_levels("net levels", net, index.net),
            compare_rebalances(items, index.rebalances),
        ]
    )
    print("all agree to 1e-9" if ok else "NOT the same index")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
