"""Use cases: permission first, then facts, rules and the change. They flush and never commit."""
