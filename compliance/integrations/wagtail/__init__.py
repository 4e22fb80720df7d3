"""A Django app that keeps Wagtail from publishing what the desk's terms block, at every door that publishes.

In the settings: `compliance.integrations.wagtail` in INSTALLED_APPS, its `middleware.Explained` at the end of
MIDDLEWARE, and `COMPLIANCE` (see `settings`). In the models: `class ArticlePage(Compliant, Page)`, with
`compliance_record`. `docs/wagtail.md` shows all of it.
"""
