"""Tests, in the same paths as the source. A package, so that no other distribution's `tests` stands before it."""
