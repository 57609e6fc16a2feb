# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""A stranger recomputes the risk figures from the published levels and the sample alone."""
from __future__ import annotations

import copy
import subprocess
import sys
import unittest
from typing import ClassVar

import recompute
import recompute_metrics
from server import PATIENCE, ROOT, ServerTest


class Metrics(ServerTest):
    sample = True
    data: ClassVar[recompute_metrics.Data]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.data = recompute_metrics.load(cls.client(), recompute.DATA)

    @classmethod
    def url(cls) -> str:
        return f"http://127.0.0.1:{cls.server.port}"

    @classmethod
    def client(cls) -> recompute.Server:
        return recompute.Server(cls.url(), cls.server.token)

    def recompute(self, part: str) -> None:
        script = str(ROOT / "tests" / "recompute_metrics.py")
        done = subprocess.run(
            [sys.executable, script, "--only", part]
            + ["--base-url", self.url(), "--token", str(self.server.token)],
            capture_output=True,
            text=True,
            timeout=4 * PATIENCE,
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("all agree to 1e-9", done.stdout)

    def test_compare(self) -> None:
        self.recompute("compare")

    def test_risk_metrics(self) -> None:
        self.recompute("risk")

    def failures(self, query: str, *path: str) -> list[str]:
        """Of the comparison where one figure of the answer is off by 3e-9 of itself."""
        answer = copy.deepcopy(self.client().get(f"/benchmark/compare?{query}"))
        place = answer
        for part in path[:-1]:
            place = place[part]
        if path:
            place[path[-1]] *= 1 + 3e-9
        c = recompute_metrics.Checker("compare")
        recompute_metrics.check_range(query, answer, self.data, c)
        return c.failures

    def test_one_wrong_number_is_noticed(self) -> None:
        """Or else the agreement above would prove nothing."""
        query = recompute_metrics.RANGES[1]
        self.assertEqual(self.failures(query), [])
        for path in (
            ("autoindex", "sharpe_ratio"),
            ("sp500", "volatility"),
            ("sp500", "end_value"),
            ("autoindex", "annualized_return"),
            ("outperformance", "information_ratio"),
            ("outperformance", "total"),
        ):
            failures = self.failures(query, *path)
            self.assertEqual(len(failures), 1, failures)
            self.assertIn(path[-1], failures[0])

    def test_a_number_in_the_place_of_none_is_noticed(self) -> None:
        query = "start_date=2020-01-01"  # after the last risk-free rate
        answer = copy.deepcopy(self.client().get(f"/benchmark/compare?{query}"))
        self.assertIsNone(answer["sp500"]["sharpe_ratio"])
        answer["sp500"]["sharpe_ratio"] = 0.0
        c = recompute_metrics.Checker("compare")
        recompute_metrics.check_range(query, answer, self.data, c)
        self.assertEqual(len(c.failures), 1)


if __name__ == "__main__":
    unittest.main()
