#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""The long proofs of the queue, and their summary: measure_queue.py SQL_TEST [--seeds 20] [--kills 200]

SQL_TEST is build/release/tests/queue/sql_test; AUTOINDEX names the binary. Writes docs/measured/queue.md.
"""
from __future__ import annotations

import argparse
import datetime
import os
import re
import subprocess
import sys

from server import ROOT

PAGE = """# The queue, measured

Written by `make test-jobs-long` on {date} at commit {commit}.

## Against a model

{steps} steps of each of {seeds} random histories (put, reserve, touch, done, retry, bury, release, cancel,
requeue, drop, expire, owners that go away, clocks set by up to an hour), every answer compared with that of
a plain list, and the state of every task every 50 steps: no difference.

| seed | done | dropped | cancelled | expired | fenced | clock jumps |
|---:|---:|---:|---:|---:|---:|---:|
{rows}

## kill -9 under load

Server, worker and beat of one data folder, each ended and started again at random instants
(`tests/kill_jobs.py`). A kill counts in every phase that a task of the process was in: reserve (nothing
told yet), run, publish (its effect not yet stored), commit (stored, and the queue does not know).

```
{kills}
```
"""


def said(*command: str, **env: str) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, env=os.environ | env, cwd=ROOT / "tests"
    )
    if done.returncode != 0:
        sys.exit(f"{command} failed:\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("sql_test")
    p.add_argument("--steps", type=int, default=100000)
    p.add_argument("--seeds", type=int, default=20)
    p.add_argument("--kills", type=int, default=200)
    args = p.parse_args()
    model = said(
        str((ROOT / args.sql_test).resolve()),
        MODEL_STEPS=str(args.steps),
        MODEL_SEEDS=str(args.seeds),
    )
    rows = re.findall(
        r"seed (\d+): \d+ steps, (\d+) done, (\d+) dropped, (\d+) cancelled, (\d+) expired,"
        r" (\d+) fenced, (\d+) clock",
        model,
    )
    assert len(rows) == args.seeds, model
    kills = said(sys.executable, "kill_jobs.py", "--kills", str(args.kills))
    commit = said("git", "rev-parse", "--short=12", "HEAD").strip()
    page = PAGE.format(
        date=datetime.datetime.now(datetime.timezone.utc).date(),
        commit=commit,
        steps=f"{args.steps:,}",
        seeds=args.seeds,
        rows="\n".join("| " + " | ".join(row) + " |" for row in rows),
        kills=kills.strip(),
    )
    (ROOT / "docs" / "measured").mkdir(exist_ok=True)
    (ROOT / "docs" / "measured" / "queue.md").write_text(page)
    print(page)


if __name__ == "__main__":
    main()
