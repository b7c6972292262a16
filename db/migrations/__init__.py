"""The history of the tables: files 0001_..., one head, never edited after they landed."""
