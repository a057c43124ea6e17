"""A hall without hardware: the work folder with simulators, and a played morning. Real processes, pretend devices."""
