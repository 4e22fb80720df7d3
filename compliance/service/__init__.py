"""The HTTP service: the pre-publish hook of a CMS. Its contract is `docs/http.md`, and `/openapi.json` as it runs.

It fetches nothing, keeps no article, and writes none into its logs. What it needs besides the checker is in the extra
`service`.
"""
