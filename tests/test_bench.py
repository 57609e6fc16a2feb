# SPDX-License-Identifier: Apache-2.0
"""The benchmarks give the right answers. How fast is not asked here: no test depends on time."""
from __future__ import annotations

import json
import subprocess
import unittest

from server import BINARY, environment


class Bench(unittest.TestCase):
    def figures(self, *groups: str) -> dict[str, dict[str, object]]:
        """Status 1 says that a budget was missed, which a slow machine or a sanitizer may cause."""
        done = subprocess.run(
            [BINARY, "bench", *groups, "--json"],
            env=environment(),
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        self.assertIn(done.returncode, (0, 1), done.stderr)
        figures: list[dict[str, object]] = json.loads(done.stdout)["figures"]
        for figure in figures:
            self.assertFalse(figure["wrong"], figure)
            value = figure["value"]
            assert isinstance(value, (int, float)) and value > 0, figure
        return {str(f["name"]): f for f in figures}

    def test_engine(self) -> None:
        works = self.figures("engine")
        self.assertTrue(any(name.startswith("W1: ") for name in works), works)

    def test_answers(self) -> None:
        figures = self.figures("answers")
        budgets = {name: figure["at_most"] for name, figure in figures.items()}
        self.assertEqual(budgets["simulate: in EUR since 1999, as JSON, median"], 3)
        self.assertEqual(budgets["backtest: the default index computed, median"], 1.5)
        self.assertEqual(budgets["backtest: levels, metrics, weights as JSON"], 15)

    def test_import(self) -> None:
        share = self.figures("import")["import from gzip, of the bare insert loop"]
        self.assertEqual(share["at_least"], 80)

    def test_serve(self) -> None:
        figures = self.figures("serve")
        self.assertEqual(figures["serve: cold start to first answer"]["at_most"], 100)
        self.assertEqual(figures["serve: resident after 1,000 requests"]["at_most"], 60)
        self.assertEqual(figures["serve: first start, import and compute"]["at_most"], 1500)

    def test_unknown_group(self) -> None:
        done = subprocess.run(
            [BINARY, "bench", "speed"],
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 2)
        self.assertIn("unknown benchmark 'speed'", done.stderr)


if __name__ == "__main__":
    unittest.main()
