"""Hands a workshop out over the network: who may come in, and a line to a terminal for every seat."""
