"""The table of Django's database cache: what counts attempts to sign in is one for all processes."""

from typing import ClassVar

from django.db import migrations

MAKE = """
create table work_cache (
  cache_key varchar(255) primary key, value text not null, expires timestamptz not null
);
create index work_cache_expires on work_cache (expires);
"""


class Migration(migrations.Migration):
    """Make it, in the form that Django expects."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("work", "0001_initial")]

    operations: ClassVar[list[migrations.RunSQL]] = [
        migrations.RunSQL(MAKE, "drop table work_cache"),
    ]
