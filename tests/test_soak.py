# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""A tenth of `make test-soak-long`: 200,000 mixed requests, and the memory stays."""
from __future__ import annotations

import unittest

from server import Server, populated
from soak import FLAGS, HEAP, soak


class Soak(unittest.TestCase):
    def test_two_hundred_thousand_requests(self) -> None:
        with Server(populated(self), "--log-level", "error", *FLAGS, env=HEAP) as server:
            token = server.login()
            good, summary = soak(server.port, server.process.pid, token, 200_000, connections=8)
        print(summary)
        self.assertTrue(good, summary)


if __name__ == "__main__":
    unittest.main()
