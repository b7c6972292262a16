"""Values to bytes that people take away: nothing in them runs."""
