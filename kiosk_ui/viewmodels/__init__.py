"""What the pages of the kiosk show and do. QObjects without a window; every one takes `link` as an argument."""
