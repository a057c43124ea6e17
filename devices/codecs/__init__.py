"""Bytes to meaning and back, one file per make. Standard library only; no ports, no clock, no threads."""
