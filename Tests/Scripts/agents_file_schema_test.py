#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The schema of the agents file says of every file of the corpus what the loader's tests say of it."""
import unittest

import schema_corpus
from schema_corpus import ROOT


@schema_corpus.needs_validator
class AgentsFileSchema(schema_corpus.SchemaCorpus, unittest.TestCase):
    schema = ROOT / "Source" / "Cast" / "agents-file.schema.json"
    corpus = ROOT / "Tests" / "Cast" / "AgentsFiles"
    page = ROOT / "docs" / "agents-file.md"

    def test_accepts_the_casts_that_come_with_the_plugin(self):
        self.assertEqual(self.check_folder(ROOT / "Plugin" / "Casts", True), 5)


if __name__ == "__main__":
    unittest.main()
