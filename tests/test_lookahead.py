# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""What comes after a date changes nothing up to it; lookahead.py --dates 200 is the long run."""
from __future__ import annotations

import os
import random
import unittest

import lookahead

DATES = int(os.environ.get("LOOKAHEAD_DATES", "20"))


class LookAhead(unittest.TestCase):
    def test_random_dates(self) -> None:
        seed = random.SystemRandom().randrange(1 << 32)
        print(f"[lookahead seed {seed}] ", end="", flush=True)
        lookahead.try_dates(DATES, seed)

    def test_the_check_itself(self) -> None:
        """A price changed before the cut must be noticed, or else the dates above prove nothing."""
        r = random.Random(1)
        trial = lookahead.Trial(r, rough=False)
        day = trial.days[4000]
        rows = [(lookahead.text(day), "KO", "", "1.234", "")]
        lookahead.bring_in(trial.data, rows)
        with self.assertRaisesRegex(AssertionError, "look ahead"):
            trial.at(day + 5, r)


if __name__ == "__main__":
    unittest.main()
