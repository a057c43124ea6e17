"""The world's end of a line: serial, TCP, and memory for tests. Ports move bytes and know nothing of their meaning."""
