"""One file for each word of the command line: `arguments(parser)` and `main(options) -> exit code`."""
