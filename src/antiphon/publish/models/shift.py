"""A worker's right to send, good for seconds and renewed as long as it lives."""

from django.db import connection, models
from django.db.models.functions import Now


class Shift(models.Model):
    """Rows in `sending` belong to a shift; when it ended, whatever it held is in doubt."""

    until = models.DateTimeField()
    began_at = models.DateTimeField(db_default=Now())
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["until"], name="shift_until")]

    def __str__(self) -> str:
        return self.name or str(self.pk)

    @staticmethod
    def begin(name: str, lasts: float) -> int:
        """A new shift, from now by the database's clock, for so many seconds."""
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into publish_shift (name, until)"
                " values (%s, clock_timestamp() + make_interval(secs => %s)) returning id",
                [name[:120], lasts],
            )
            return int(cursor.fetchone()[0])

    @staticmethod
    def renew(id: int, lasts: float) -> bool:
        """Prolong a shift that has not ended; False when it has, and its rows may be in doubt."""
        with connection.cursor() as cursor:
            cursor.execute(
                "update publish_shift set until = clock_timestamp() + make_interval(secs => %s)"
                " where id = %s and until > clock_timestamp()",
                [lasts, id],
            )
            return bool(cursor.rowcount == 1)
