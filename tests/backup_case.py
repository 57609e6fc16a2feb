# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""What the tests of backups share."""
from __future__ import annotations

import hashlib
import json
import sqlite3
import unittest
from pathlib import Path
from typing import Any

from server import PATIENCE, ask, populated, run, temp

API = "/api/v1/admin/backups"
HISTORY = "/api/v1/index/history?limit=5000"
WORDS = {"BACKUP_PASSPHRASE": "a passphrase of the tests"}
KILLS = 8


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files(data: Path) -> list[Path]:
    """The backups of a data folder, oldest first."""
    return sorted(p for p in (data / "backups").glob("autoindex-*") if p.suffix != ".sha256")


def levels(data: Path) -> list[tuple[Any, ...]]:
    return ask(data, "SELECT * FROM index_values ORDER BY index_id, date")


def log(data: Path) -> list[tuple[Any, ...]]:
    return ask(data, "SELECT id, hash FROM audit_log ORDER BY id")


def change(path: Path, sql: str) -> None:
    db = sqlite3.connect(path, isolation_level=None, timeout=PATIENCE)
    db.executescript(sql)
    db.close()


class BackupTest(unittest.TestCase):
    def setUp(self) -> None:
        self.data = populated(self)

    def good(self, *args: str | Path, data: Path | None = None, **kw: Any) -> Any:
        done = run(*args, "--json", data=data or self.data, **kw)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def make(self, name: str = "copy.db", **kw: Any) -> Path:
        """A backup outside of the data folder."""
        out = temp(self) / name
        self.good("backup", "--out", out, **kw)
        return out

    def refused(self, words: str, *args: str | Path, status: int = 1, **kw: Any) -> None:
        done = run(*args, data=self.data, **kw)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        self.assertIn(words, done.stderr)
