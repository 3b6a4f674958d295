"""The nouns."""

from django.db import models
from django.db.models.functions import Now

from antiphon.connect.values import Kind
from antiphon.people.models import Member, Owned


class Shape(models.Model):
    """What is known about the bytes of a file."""

    file = models.CharField(max_length=200)
    """Path below MEDIA_ROOT; always a name of our own."""
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    mime = models.CharField(max_length=60)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    frames = models.PositiveIntegerField(default=0)
    """Of a document: pages."""
    codec = models.CharField(max_length=60, blank=True)
    """Of a video: picture, form of its pixels, sound; `h264/yuv420p/aac`."""

    class Meta:
        abstract = True


class Asset(Owned, Shape):
    """A file as it was accepted: probed, its metadata stripped, its original kept for download."""

    name = models.CharField(max_length=300, blank=True)
    """As it was called where it came from; shown escaped, never used as a path."""
    original = models.CharField(max_length=200, blank=True)
    """The bytes as they came, for download only."""
    original_digest = models.CharField(max_length=64, blank=True)
    original_size = models.BigIntegerField(db_default=0)
    alt = models.TextField(blank=True)
    focus_x = models.FloatField(default=0)
    focus_y = models.FloatField(default=0)
    source = models.CharField(max_length=2000, blank=True)
    notes = models.JSONField(default=list, blank=True)
    """What was taken out or changed on the way in, in words."""
    added_at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["workspace", "digest"], name="asset_once"),
        ]
        indexes = [models.Index(fields=["workspace", "original_digest"], name="asset_by_original")]

    def __str__(self) -> str:
        return self.name or str(self.pk)


class Rendition(Owned, Shape):
    """An asset made to fit one rule; made once, found again by the rule's fingerprint."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="renditions")
    rule = models.CharField(max_length=64)
    made_at = models.DateTimeField(db_default=Now())

    class Meta(Owned.Meta):
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["asset", "rule"], name="rendition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} as {self.mime}"


class Upload(Owned):
    """A file on its way in, piece by piece; it goes on where it stopped, for who began it."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=300)
    """As it was called where it came from; shown escaped, never used as a path."""
    file = models.CharField(max_length=200)
    """Path below MEDIA_ROOT of what is there so far; a name of our own."""
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    begun_at = models.DateTimeField(db_default=Now())
    moved_at = models.DateTimeField()

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["moved_at"], name="upload_by_move")]

    def __str__(self) -> str:
        return f"{self.name}: {self.received} of {self.size}"
