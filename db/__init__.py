"""Tables, their history, and the two paths to them: one to read, one to write."""
