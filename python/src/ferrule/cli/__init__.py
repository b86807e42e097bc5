"""The command `ferrule`."""
