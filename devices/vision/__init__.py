"""Cameras: capture, seat presence, picture health, faces of people who consented, codes. Frames stay in this room."""
