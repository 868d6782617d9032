"""Sound, from the device to the moments at which somebody begins and stops to speak. It stays in this room."""
