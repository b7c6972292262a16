"""Streamlit code that two screens or more share."""
