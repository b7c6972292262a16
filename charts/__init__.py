"""Frames to charts. Nothing here counts, filters or asks the database."""
