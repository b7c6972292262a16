"""``make judges``: what Google's Lighthouse and pa11y find on the plain pages, beside axe.

They need Node and Debian's chromium, so the tests do without them: axe judges there. What they
found is written down in ``docs/accessibility.md``.
"""
