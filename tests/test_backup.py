# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Backups: copies are whole and of one instant, and a file that is no good changes nothing."""
from __future__ import annotations

import hashlib
import resource
import shutil
import signal
import sqlite3
import subprocess
import threading
import unittest
from pathlib import Path
from typing import Any

from backup_case import API, WORDS, BackupTest, change, digest, levels, log
from server import EMAIL, ROOT, Server, ask, count, run, temp


class Copies(BackupTest):
    def test_made_listed_verified(self) -> None:
        made = self.good("backup")
        self.assertRegex(made["id"], r"^autoindex-\d{8}T\d{9}Z-manual-\d+\.db$")
        path = self.data / "backups" / made["id"]
        self.assertEqual((made["sha256"], made["size"]), (digest(path), path.stat().st_size))
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        self.assertEqual(path.parent.stat().st_mode & 0o777, 0o700)
        side = Path(f"{path}.sha256")
        subprocess.run(["sha256sum", "-c", side], check=True, cwd=path.parent, capture_output=True)
        listed = self.good("backup", "list")
        self.assertEqual((listed["total"], listed["items"][0]["id"]), (1, made["id"]))
        sound = self.good("backup", "verify", made["id"])
        self.assertEqual((sound["sum_known"], sound["pending"]), (True, 0))
        self.good("backup", "verify", path)
        actions = ask(self.data, "SELECT action, object FROM audit_log ORDER BY id DESC LIMIT 1")
        self.assertEqual(actions, [("backup.make", made["id"])])

    def test_the_folder_is_what_counts(self) -> None:
        """Files that were put there are listed, those that are gone are not."""
        made = self.good("backup")
        path = self.data / "backups" / made["id"]
        change(self.data / "autoindex.db", "DELETE FROM backups")
        self.assertEqual(self.good("backup", "list")["items"][0]["sha256"], made["sha256"])
        path.unlink()
        self.assertEqual(self.good("backup", "list")["total"], 0)

    def test_under_write_load_it_is_of_one_instant(self) -> None:
        """Two tables are written in one transaction, over and over: in no copy do they differ."""
        before = levels(self.data)
        with Server(self.data) as s:
            s.login()
            done = threading.Event()
            written = 0

            def write() -> None:
                nonlocal written
                db = sqlite3.connect(self.data / "autoindex.db", isolation_level=None, timeout=60)
                db.execute("PRAGMA synchronous = OFF")
                while not done.wait(0.001):  # the lock is not fair: others want it, too
                    db.execute("BEGIN IMMEDIATE")
                    db.execute("UPDATE counters SET value = value + 1 WHERE name = 'generation'")
                    db.execute("UPDATE assets SET name = (SELECT value FROM counters LIMIT 1)")
                    db.execute("UPDATE prices SET volume = volume + 1 WHERE asset_id = 1")
                    db.execute("COMMIT")
                    written += 1
                db.close()

            writer = threading.Thread(target=write)
            writer.start()
            try:
                copies = [self.make(f"{i}.db") for i in range(3)]
                copies += [self.data / "backups" / s.call("POST", API, {}).json()["id"]]
            finally:
                done.set()
                writer.join()
        self.assertGreater(written, 5)
        live = log(self.data)
        for copy in copies:
            self.good("backup", "verify", copy)
            other = temp(self) / "data"
            self.good("restore", copy, "--yes", data=other)
            names = ask(other, "SELECT DISTINCT name FROM assets")
            self.assertEqual(len(names), 1)
            self.assertEqual(levels(other), before)
            rows = log(other)[:-1]  # without the restore's own
            self.assertEqual(rows, live[: len(rows)])
            self.assertEqual(run("audit", "verify", data=other).returncode, 0)

    def test_a_name_that_is_taken(self) -> None:
        out = self.make()
        was = digest(out)
        self.refused("is there already", "backup", "--out", out)
        self.assertEqual(digest(out), was)
        self.assertEqual(
            sorted(p.name for p in out.parent.iterdir()), ["copy.db", "copy.db.sha256"]
        )

    def test_full_disk(self) -> None:
        was = levels(self.data)

        def limit() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (8 << 20, 8 << 20))

        full: dict[str, Any] = {"preexec_fn": limit, "restore_signals": False}
        out = temp(self) / "x.db"
        for flags in ((), ("--encrypt",), ("--out", str(out))):
            done = run("backup", *flags, data=self.data, **full)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertRegex(done.stderr, "full|written|large")
        self.assertEqual(list(out.parent.iterdir()), [])
        self.assertEqual([p.name for p in (self.data / "backups").iterdir()], [".lock"])
        copy = self.make()
        done = run("restore", copy, "--yes", data=self.data, **full)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(levels(self.data), was)
        self.assertEqual(list(self.data.glob("*.restore*")), [])
        self.assertEqual(self.good("backup", "list")["total"], 0)

    def test_before_a_migration(self) -> None:
        """A database of schema 4, made from the scripts."""
        old = temp(self) / "data"
        old.mkdir()
        scripts = sorted((ROOT / "schema" / "sqlite").glob("*.sql"))
        db = sqlite3.connect(old / "autoindex.db", isolation_level=None)
        db.execute(
            "CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL,"
            " checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT"
        )
        for n, script in enumerate(scripts[:4], 1):
            db.executescript(script.read_text(encoding="utf-8"))
            row = (n, script.stem[5:], hashlib.sha256(script.read_bytes()).hexdigest())
            db.execute("INSERT INTO schema_migrations VALUES (?, ?, ?, 0)", row)
        db.execute(
            "INSERT INTO users (id, email, password_hash, role, created_at)"
            " VALUES (1, 'old@example.com', 'h', 'user', 0)"
        )
        db.close()
        done = self.good("migrate", data=old)
        self.assertEqual(done["from"], 4)
        (made,) = self.good("backup", "list", data=old)["items"]
        self.assertEqual((made["reason"], made["schema"]), ("before migration", 4))
        self.assertTrue(made["id"].endswith("-before-migration-4.db"))
        self.assertEqual(self.good("migrate", data=old)["applied"], 0)
        self.assertEqual(self.good("backup", "list", data=old)["total"], 1)
        sound = self.good("backup", "verify", made["id"], data=old)
        self.assertEqual(sound["pending"], done["applied"])
        change(old / "autoindex.db", "DELETE FROM users")
        back = self.good("restore", made["id"], "--yes", data=old)
        self.assertEqual(back["schema"], 4)
        self.assertEqual(ask(old, "SELECT email FROM users"), [("old@example.com",)])
        self.assertEqual(self.good("migrate", data=old)["applied"], 0)
        self.assertEqual(len(self.good("backup", "list", data=old)["items"]), 2)

    def test_a_new_folder_has_nothing_to_back_up(self) -> None:
        data = temp(self) / "data"
        self.good("migrate", data=data)
        self.assertFalse((data / "backups").exists())


class Encrypted(BackupTest):
    def test_passphrase(self) -> None:
        out = self.make("secret", env=WORDS)
        self.assertNotIn(b"SQLite", out.read_bytes()[:65536])
        self.assertNotIn(EMAIL.encode(), out.read_bytes())
        self.refused("needs its passphrase", "backup", "verify", out)
        wrong = {"BACKUP_PASSPHRASE": "another passphrase"}
        self.refused("is not the one", "backup", "verify", out, env=wrong)
        self.assertTrue(self.good("backup", "verify", out, env=WORDS)["encrypted"])
        other = temp(self) / "data"
        self.good("restore", out, "--yes", env=WORDS, data=other)
        self.assertEqual(levels(other), levels(self.data))
        self.assertEqual(list((other / "backups").glob(".draft*")), [])

    def test_key_of_the_installation(self) -> None:
        out = temp(self) / "keyed"
        done = run("backup", "--encrypt", "--out", out, data=self.data)
        self.assertIn("without its SECRET_KEY or secret.key nobody can read it", done.stderr)
        self.good("backup", "verify", out)
        other = temp(self) / "data"
        done = run("restore", out, "--yes", data=other)
        self.assertEqual(done.returncode, 1)
        self.assertIn("the key of another installation", done.stderr)
        self.assertFalse((other / "autoindex.db").exists())
        shutil.copy(self.data / "secret.key", other / "secret.key")
        self.good("restore", out, "--yes", data=other)
        self.assertEqual(levels(other), levels(self.data))

    def test_secrets_sealed_under_another_key(self) -> None:
        change(
            self.data / "autoindex.db",
            "UPDATE users SET totp = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',"
            " totp_enabled_at = 1 WHERE id = 1",
        )
        out = self.make()
        other = temp(self) / "data"
        done = run("restore", out, "--yes", data=other)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(
            "1 stored secrets (second factors) were sealed under another key", done.stderr
        )


class Refusals(BackupTest):
    """A file that is no good, and a data folder that stays as it was."""

    def setUp(self) -> None:
        super().setUp()
        self.copy = self.make()
        self.good("backup", "list")
        self.was = self.state()

    def state(self) -> Any:
        return {
            str(p.relative_to(self.data)): digest(p)
            for p in sorted(self.data.rglob("*"))
            if p.is_file() and not p.name.endswith("-shm")
        }

    def no_good(self, words: str, path: Path, **kw: Any) -> None:
        self.refused(words, "backup", "verify", path, **kw)
        self.refused(words, "restore", path, "--yes", **kw)
        self.assertEqual(self.state(), self.was)

    def bare(self, name: str) -> Path:
        """A copy without its sum beside it."""
        path = self.copy.parent / name
        shutil.copy(self.copy, path)
        return path

    def test_changed_after_it_was_made(self) -> None:
        data = bytearray(self.copy.read_bytes())
        data[len(data) // 2] ^= 1
        self.copy.write_bytes(data)
        self.no_good("is not as it was written", self.copy)

    def test_cut_short(self) -> None:
        for part in (0.5, 0.99):
            path = self.bare(f"cut{part}")
            with open(path, "r+b") as f:
                f.truncate(int(path.stat().st_size * part))
            self.no_good("cannot be restored: it is damaged", path)
        path.write_bytes(self.copy.read_bytes()[:10])
        self.no_good("neither a database nor an encrypted backup", path)

    def test_damaged_pages(self) -> None:
        path = self.bare("damaged")
        with open(path, "r+b") as f:
            f.seek(4096 * 40)
            f.write(b"x" * 4096 * 20)
        self.no_good("cannot be restored", path)

    def test_foreign(self) -> None:
        path = self.copy.parent / "foreign"
        change(path, "CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')")
        self.no_good("it is no database of this program", path)
        path.write_text("not even a database, and long enough to be looked at")
        self.no_good("neither a database nor an encrypted backup", path)
        path.write_bytes(b"")
        self.no_good("neither a database nor an encrypted backup", path)
        self.no_good("there is no file", self.copy.parent / "nothing")

    def test_of_a_newer_schema(self) -> None:
        path = self.bare("newer")
        change(path, "INSERT INTO schema_migrations VALUES (999, 'later', 'x', 0)")
        self.no_good("use the newer program", path)

    def test_of_another_build(self) -> None:
        path = self.bare("other")
        change(path, "UPDATE schema_migrations SET checksum = 'x' WHERE version = 2")
        self.no_good("made by another build", path)

    def test_a_log_that_was_tampered_with(self) -> None:
        path = self.bare("tampered")
        change(path, "UPDATE audit_log SET actor = 'nobody' WHERE id = 1")
        self.no_good("its log of who did what is broken at entry 1", path)

    def test_encrypted_and_damaged(self) -> None:
        out = self.make("secret", env=WORDS)
        Path(f"{out}.sha256").unlink()
        self.was = self.state()
        data = out.read_bytes()
        for at in (20, 50, len(data) // 2, len(data) - 1):
            bad = bytearray(data)
            bad[at] ^= 1
            out.write_bytes(bad)
            self.no_good(str(out) if at != 20 else "is not the one", out, env=WORDS)
        out.write_bytes(data[: 44 + (65536 + 16) * 3])
        self.no_good("cut short", out, env=WORDS)

    def test_nobody_said_yes(self) -> None:
        self.refused("say --yes", "restore", self.copy, status=2)
        self.assertEqual(self.state(), self.was)

    def test_while_a_server_is_at_work(self) -> None:
        with Server(self.data) as s:
            self.refused("another server", "restore", self.copy, "--yes")
            s.login()
            s.alive()

    def test_while_another_process_is_at_work(self) -> None:
        was = levels(self.data)
        db = sqlite3.connect(self.data / "autoindex.db", isolation_level=None)
        db.execute("BEGIN")
        db.execute("SELECT count(*) FROM prices").fetchone()
        self.refused("another process works on", "restore", self.copy, "--yes")
        db.close()
        self.assertEqual(levels(self.data), was)


class Commands(BackupTest):
    def test_wrong_usage(self) -> None:
        self.refused("unknown action", "backup", "sing", status=2)
        self.refused("usage: autoindex backup verify FILE", "backup", "verify", status=2)
        self.refused("usage: autoindex restore FILE", "restore", status=2)
        empty = temp(self) / "data"
        done = run("backup", data=empty)
        self.assertEqual(done.returncode, 1)
        self.assertIn("there is no database", done.stderr)

    def test_another_folder(self) -> None:
        folder = temp(self) / "elsewhere"
        made = self.good("backup", "--backup-dir", folder)
        self.assertTrue((folder / made["id"]).exists())
        self.assertFalse((self.data / "backups").exists())
        self.assertEqual(count(self.data, "backups"), 1)


if __name__ == "__main__":
    unittest.main()
