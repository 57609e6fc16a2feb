# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""kill -9 of server, worker and beat at random instants; tests/kill_jobs.py says what must hold."""
from __future__ import annotations

import unittest

import kill_jobs


class Kill(unittest.TestCase):
    def test_every_task_has_its_effect_exactly_once(self) -> None:
        s = kill_jobs.run(kills=20, seed=7)
        self.assertEqual(s.kills, 20)
        self.assertGreater(s.interrupted, 0)
        self.assertLess(s.slowest_s, kill_jobs.AGAIN_S)


if __name__ == "__main__":
    unittest.main()
