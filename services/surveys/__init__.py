"""Surveys: what is asked, of whom, what was answered, and whom that stands for."""
