"""From a job to frames and from answers to a status, one file per make. A driver learns of nothing but bytes."""
