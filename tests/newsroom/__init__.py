"""A Wagtail site as a desk has one, for tests."""
