"""Measurements. Each prints a median and its ratio to a named baseline of the same run."""
