"""The channels: how each kind of response lists its items. Each module has `discover(source, response)`, pure."""
