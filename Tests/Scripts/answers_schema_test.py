#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The schema of a script of answers says of every file of the corpus what the loader's tests say of it."""
import unittest

import schema_corpus
from schema_corpus import ROOT


@schema_corpus.needs_validator
class AnswersSchema(schema_corpus.SchemaCorpus, unittest.TestCase):
    schema = ROOT / "docs" / "answers.schema.json"
    corpus = ROOT / "Tests" / "Service" / "Script" / "Files"
    page = ROOT / "docs" / "script.md"


if __name__ == "__main__":
    unittest.main()
