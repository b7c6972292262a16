"""Pure functions: text and frames in, readings and frames out. No database, clock or screen."""
