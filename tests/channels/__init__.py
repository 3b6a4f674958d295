"""Tests of channels, against real simulators on loopback."""
