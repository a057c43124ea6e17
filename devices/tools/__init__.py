"""What a person at a shell does with devices: find, try, watch, record them. One file for a word of `hall devices`."""
