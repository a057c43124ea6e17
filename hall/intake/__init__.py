"""From files that departments send to words of the hall: tables with rows and places, then items. Decides nothing."""
