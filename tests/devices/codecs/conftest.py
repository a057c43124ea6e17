"""Machines that run these tests are busy with others: how long one example takes says nothing."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
