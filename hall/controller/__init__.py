"""The one writer: journal, door, loop. It holds the hall's memory and is the only process that changes it."""
