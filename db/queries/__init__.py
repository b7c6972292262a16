"""Statements that two services share."""
