"""Its pages."""

from __future__ import annotations

from typing import Any

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import Page

from compliance.integrations.wagtail.models import Compliant
from compliance.integrations.wagtail.panels import CompliancePanel


class ArticleTag(TaggedItemBase):
    content_object = ParentalKey("newsroom.ArticlePage", related_name="tagged_items", on_delete=models.CASCADE)


class ArticlePage(Compliant, Page):
    author_line = models.CharField(max_length=200, blank=True)
    body = RichTextField()
    tags = ClusterTaggableManager(through=ArticleTag, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("author_line"),
        FieldPanel("body"),
        FieldPanel("tags"),
        CompliancePanel(),
    ]
    api_fields = [APIField("author_line", writable=True), APIField("body", writable=True)]
    compliance_fields = {"byline": "author_line"}

    def compliance_record(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "body": self.body,
            "body_type": "html",
            "byline": self.author_line,
            "tags": [tag.name for tag in self.tags.all()],
            "carries": ["title", "byline", "body", "images", "links", "elements", "tags"],
        }


class PlainPage(Page):
    """A page that is no article."""
