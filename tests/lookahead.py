#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""No look-ahead, through `import` and `compute` of the real binary.

usage: lookahead.py [--dates N] [--seed S]

The index is computed once from the sample. Then, for each of N random cut
dates, everything after the cut is replaced by garbage (prices that jump,
vanish, stand still or come on other days, with volumes and traded closes that
the sample never had), imported as a person would, and the index is computed
anew. Whatever is dated up to the cut must have the same bits: levels (total,
net), divisors, and by effective date rebalances, weights, units and events.

What may differ although it looks as if it belonged to the past: a rebalance is
known by its reference date, the last session of an ISO week, and a session is
the last of its week only once a later week has one. A cut within a week makes
its own last session a reference date if the garbage begins in a later week.
That decision takes effect at the next session, which is after the cut, so by
effective dates nothing up to the cut may move; by reference dates it may, in
the week of the cut.

Every second date is tried on a rougher history: with days missing, prices
standing still, a late member and one with traded closes only already before the
cut, so that carried prices, stale assets and their events are covered, too.
"""
from __future__ import annotations

import argparse
import csv
import random
import shutil
import sqlite3
import sys
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Sequence

from server import populated, run, temp

EPOCH = date(1970, 1, 1)
AFTER = 300  # sessions after the cut that get garbage; what is later, goes

MEMBERS = "SELECT asset_id FROM index_members"
# Everything that is published, by the date up to which it must not change.
PUBLISHED = {
    "levels": "SELECT date, value, net_value, price_value, divisor FROM index_values",
    "rebalances": "SELECT date, reference_date, turnover, cost FROM rebalances",
    "weights": "SELECT date, asset_id, weight, weight_before, units FROM allocations",
    "events": "SELECT date, code, asset_id FROM index_events",
}
Facts = dict[str, list[tuple[object, ...]]]


def text(day: int) -> str:
    return (EPOCH + timedelta(days=day)).isoformat()


def read(data: Path) -> Facts:
    with closing(sqlite3.connect(data / "autoindex.db")) as db:
        return {k: db.execute(f"{sql} ORDER BY 1, 2, 3").fetchall() for k, sql in PUBLISHED.items()}


def until(facts: Facts, cut: int) -> dict[str, str]:
    """Numbers as text that tells every double from every other."""
    return {k: repr([row for row in rows if int(str(row[0])) <= cut]) for k, rows in facts.items()}


def compute(data: Path) -> Facts:
    done = run("compute", data=data)
    if done.returncode != 0:
        raise AssertionError(f"compute: {done.stderr}")
    return read(data)


def bring_in(data: Path, rows: Sequence[tuple[object, ...]]) -> None:
    path = data / "garbage.csv"
    with open(path, "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow(("date", "symbol", "close", "adj_close", "volume"))
        out.writerows(rows)
    done = run("import", "--on-error=stop", path, data=data)
    if done.returncode != 0:
        raise AssertionError(f"import: {done.stdout}{done.stderr}")
    path.unlink()


def roughen(data: Path, r: random.Random) -> None:
    """A history with holes: a late member, gaps long and short, prices that stand still."""
    with closing(sqlite3.connect(data / "autoindex.db", isolation_level=None)) as db:
        members = [m for m, in db.execute(MEMBERS)]
        days = [d for d, in db.execute("SELECT DISTINCT date FROM index_values ORDER BY date")]
        db.execute("BEGIN")
        db.execute("DELETE FROM prices WHERE asset_id = ? AND date < ?", (members[3], days[2000]))
        closes = "UPDATE prices SET close = adj_close, adj_close = NULL WHERE asset_id = ?"
        db.execute(closes, (members[5],))
        for _ in range(400):
            start = r.randrange(len(days))
            gap = (
                r.choice(members),
                days[start],
                days[min(start + r.randrange(12), len(days) - 1)],
            )
            db.execute("DELETE FROM prices WHERE asset_id = ? AND date BETWEEN ? AND ?", gap)
        for _ in range(100):
            asset, start = r.choice(members), r.randrange(len(days) - 80)
            still = (asset, days[start], asset, days[start], days[start + 70])
            db.execute(
                "UPDATE prices SET adj_close = coalesce((SELECT adj_close FROM prices"
                " WHERE asset_id = ? AND date = ?), adj_close)"
                " WHERE asset_id = ? AND date BETWEEN ? AND ?",
                still,
            )
        db.execute("COMMIT")


def garbage(data: Path, cut: int, r: random.Random) -> list[tuple[object, ...]]:
    """Drop or keep what comes after the cut, and say what is to be imported over it."""
    with closing(sqlite3.connect(data / "autoindex.db")) as db, db:
        symbols = dict(db.execute(f"SELECT id, symbol FROM assets WHERE id IN ({MEMBERS})"))
        sql = f"SELECT DISTINCT date FROM prices WHERE date > ? AND asset_id IN ({MEMBERS})"
        days = [d for d, in db.execute(sql + " ORDER BY date LIMIT ?", (cut, AFTER))]
        last = days[-1] if days else cut
        # Days that were none, and days beyond the end of the data; some sessions never were.
        first = cut + r.choice((1, 1, 1, 2, 5, 30))
        extra = r.sample(range(first, last + 40), min(30, last + 40 - first))
        days = sorted({d for d in days if d >= first and r.random() < 0.9} | set(extra))
        rows: list[tuple[object, ...]] = []
        keep: list[tuple[int, int]] = []
        for asset, symbol in symbols.items():
            price, ends = 10 ** r.uniform(-3, 4), r.choice(
                (0, len(days) // 2, len(days), len(days))
            )
            for day in days[:ends]:
                price = min(max(price * r.choice((1, 1, 1.01, 0.98, 7, 0.1)), 1e-6), 1e9)
                if r.random() < 0.15:
                    continue
                close = r.choice(("", f"{price * r.choice((1, 2, 0.001)) + 1e-9:.9f}"))
                rows.append((text(day), symbol, close, f"{price:.9f}", r.choice((0, 0, 100, ""))))
                keep.append((asset, day))
        db.execute("CREATE TEMP TABLE keep (asset INTEGER, day INTEGER, PRIMARY KEY (asset, day))")
        db.executemany("INSERT INTO keep VALUES (?, ?)", keep)
        db.execute(
            f"DELETE FROM prices WHERE date > ? AND asset_id IN ({MEMBERS})"
            " AND NOT EXISTS (SELECT 1 FROM keep WHERE asset = asset_id AND day = date)",
            (cut,),
        )
    return rows


class Trial:
    """The index computed once, from the sample or a rougher history, to be tried at any cut."""

    def __init__(self, r: random.Random, rough: bool) -> None:
        self.data = populated()
        if rough:
            roughen(self.data, r)
        self.facts = compute(self.data)
        self.days = [int(str(row[0])) for row in self.facts["levels"]]
        self.effective = [int(str(row[0])) for row in self.facts["rebalances"]]

    def cut(self, r: random.Random) -> int:
        """Any day, or one at whose close holdings change: there a look ahead shows best."""
        return r.choice(
            (r.choice(self.days[:-1]) + r.choice((0, 0, 0, 1)), r.choice(self.effective))
        )

    def at(self, cut: int, r: random.Random) -> int:
        """Assert that nothing up to the cut has changed; returns how many levels after it have."""
        data = temp() / "data"
        shutil.copytree(self.data, data)
        bring_in(data, garbage(data, cut, r))
        got = compute(data)
        shutil.rmtree(data)
        want, have = until(self.facts, cut), until(got, cut)
        for what in PUBLISHED:
            if want[what] != have[what]:
                raise AssertionError(
                    f"{what} up to {text(cut)} look ahead:\n{differ(want, have, what)}"
                )
        old = {row[0]: row for row in self.facts["levels"]}
        return sum(old.get(row[0]) != row for row in got["levels"] if int(str(row[0])) > cut)


def differ(want: dict[str, str], have: dict[str, str], what: str) -> str:
    for a, b in zip(want[what].split("), ("), have[what].split("), (")):
        if a != b:
            return f"was {a}\nis  {b}"
    return "some are missing"


def try_dates(n: int, seed: int, say: bool = False) -> None:
    r = random.Random(seed)
    trials = [Trial(r, rough=False), Trial(r, rough=True)]
    for i in range(n):
        trial = trials[i % 2]
        cut, started = trial.cut(r), time.monotonic()
        moved = trial.at(cut, r)
        if not moved:
            raise AssertionError(f"the garbage after {text(cut)} changed nothing: no proof")
        if say:
            print(f"{text(cut)}  {moved} later levels moved  {time.monotonic() - started:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description="Try random cut dates for look-ahead.")
    parser.add_argument("--dates", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    args = parser.parse_args()
    print(f"seed {args.seed}", flush=True)
    try:
        try_dates(args.dates, args.seed, say=True)
    except AssertionError as e:
        sys.exit(f"lookahead: {e}")
    print(f"{args.dates} dates: nothing looks ahead")


if __name__ == "__main__":
    main()
