"""Meetings and what comes of them: plans, replies, notices, promises."""
