"""What a page's model takes to be checked."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from compliance.integrations.wagtail.forms import CompliantForm


class Compliant(models.Model):
    """Makes a page an article that is checked before it is published: `class ArticlePage(Compliant, Page)`."""

    base_form_class = CompliantForm

    compliance_fields: ClassVar[dict[str, str]] = {}
    """Where the editor's form names a part of the record otherwise: `{"byline": "author_line"}`."""

    class Meta:
        """It has no table of its own."""

        abstract = True

    def compliance_record(self) -> dict[str, Any]:
        """The article by `docs/schema/article.json`; `carries` lists the parts that such a page can have.

        A page that has not been saved has no address yet.
        """
        raise NotImplementedError(f"{type(self).__name__} must say what its article is: write `compliance_record`")
