"""The wire between processes: frames, keys, the hub (server side) and the client. It decides nothing."""
