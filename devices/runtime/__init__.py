"""The device process: one supervised worker for each port, the mailboxes it serves, and its one line to the hall."""
