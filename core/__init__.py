"""Words, settings and rules that every room may use and that know no other room."""
