"""Pretend devices: each its own program that speaks a maker's real bytes on a pty or TCP port, and can be broken."""
