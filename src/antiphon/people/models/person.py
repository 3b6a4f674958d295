"""A person who can sign in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac

from antiphon.kernel.ids import uuid7

SESSION = "antiphon.people.session"


class People(BaseUserManager["Person"]):
    """All persons; an e-mail address is one however it is written."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "Person":
        """Take somebody in."""
        person = self.model(email=email.strip().lower(), **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> "Person":
        """Take in somebody who looks after the installation."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **facts)

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find somebody by e-mail address."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in with an e-mail address; roles are per workspace, see `Member`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=16, blank=True, default="", db_default="")
    """Of the pages they see; empty: their workspace's."""
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    epoch = models.PositiveIntegerField(db_default=0, default=0)
    """Counts up with each new password, and when they are shut out. Keys end with their epoch."""
    turn = models.PositiveIntegerField(db_default=0, default=0)
    """Counts up when they lose a role. Sessions end with their turn, and with their epoch."""

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")),
                name="person_email_is_lower",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def set_password(self, raw_password: str | None) -> None:
        """A new password: what was opened under the old one ends."""
        super().set_password(raw_password)
        self.epoch += 1

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is theirs; one that is only hashed anew meanwhile is no new one."""
        epoch = self.epoch
        right = super().check_password(raw_password)
        self.epoch = epoch
        return right

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session was opened under; compared at every request."""
        opened = f"{self.password}/{self.epoch}/{self.turn}"
        return salted_hmac(SESSION, opened, secret=secret, algorithm="sha256").hexdigest()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address in the one form in which it is looked up."""
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)
