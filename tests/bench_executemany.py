#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How fast Python's executemany stores the bundled prices, beside our import and the bare loop.

bench_executemany.py [BINARY]: the same rows into the same table, parsed and in memory before,
one transaction, WAL, synchronous FULL; rounds alternate with runs of `BINARY bench import`.
"""
from __future__ import annotations

import csv
import gzip
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 3
EPOCH = date(1970, 1, 1).toordinal()
Row = tuple[int | float | str | None, ...]


def rows() -> tuple[list[str], list[Row]]:
    symbols: dict[str, int] = {}
    out: list[Row] = []
    with gzip.open(ROOT / "data/sample/prices.csv.gz", "rt", newline="") as f:
        for r in csv.DictReader(f):
            asset = symbols.setdefault(r["symbol"], len(symbols) + 1)
            numbers = (r["open"], r["high"], r["low"], r["close"], r["volume"], r["adj_close"])
            day = date.fromisoformat(r["date"]).toordinal() - EPOCH
            out.append((asset, day, *(float(x) if x else None for x in numbers), r["source"], 0))
    return list(symbols), out


def executemany(symbols: list[str], prices: list[Row]) -> float:
    """Rows a second."""
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(f"{folder}/prices.db", isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        db.executescript((ROOT / "schema/sqlite/0001_initial.sql").read_text())
        db.executemany(
            "INSERT INTO assets (symbol, name, asset_type) VALUES (?, ?, 'stock')",
            [(s, s) for s in symbols],
        )
        start = time.perf_counter()
        db.execute("BEGIN IMMEDIATE")
        db.executemany(
            "INSERT INTO prices (asset_id, date, open, high, low, close, volume, adj_close, source,"
            " known_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            prices,
        )
        db.execute("COMMIT")
        took = time.perf_counter() - start
        db.close()
    return len(prices) / took


def ours(binary: str) -> dict[str, float]:
    command = [binary, "bench", "import", "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    return {f["name"]: f["value"] for f in json.loads(done.stdout)["figures"]}


def main() -> None:
    binary = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build/autoindex")
    symbols, prices = rows()
    python, bare, imported = [], [], []
    for _ in range(ROUNDS):
        python.append(executemany(symbols, prices))
        figures = ours(binary)
        bare.append(figures["bare insert loop over parsed rows"])
        imported.append(figures["import from gzip"])
    base = statistics.median(python)
    print(f"Python's executemany over parsed rows   {base:10.0f} rows/s")
    for what, rates in (("bare insert loop", bare), ("import from gzip", imported)):
        print(f"{what:<39} {statistics.median(rates) / base:10.2f} x of it")


if __name__ == "__main__":
    main()
