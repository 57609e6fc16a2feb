# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""A stranger recomputes every level and every target weight from the sample alone."""
from __future__ import annotations

import json
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any

from server import PATIENCE, ROOT, ServerTest, temp

HISTORY = "/api/v1/index/history"
REBALANCES = "/api/v1/index/rebalances?limit=5000"


class Recompute(ServerTest):
    sample = True

    def recompute(self, *args: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "tests" / "recompute.py"), *map(str, args)]
        return subprocess.run(command, capture_output=True, text=True, timeout=4 * PATIENCE)

    def test_all_levels_and_weights(self) -> None:
        url = f"http://127.0.0.1:{self.server.port}"
        done = self.recompute("--base-url", url, "--token", str(self.server.token))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for number in ("8250", "1709"):
            self.assertIn(number, done.stdout.replace(",", ""))

    def test_one_wrong_number_is_noticed(self) -> None:
        """Or else the agreement above would prove nothing."""
        files = [temp(self) / name for name in ("total", "net", "rebalances")]
        answers: list[Any] = [
            self.server.read(t) for t in (HISTORY, HISTORY + "?variant=net", REBALANCES)
        ]
        answers[0]["series"][4000]["value"] *= 1 + 3e-9
        answers[2]["items"][700]["weights"][3]["target_weight"] *= 1 + 3e-9
        for file, answer in zip(files, answers):
            file.write_text(json.dumps(answer))
        done = self.recompute("--against", *files)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
