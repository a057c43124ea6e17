"""The ticket machine: a visitor shows who they are, chooses a matter, takes a number."""
