"""The server's tables as peewee models, named as in the schema. They carry no database.

Every table's key begins with the account (`user_id`), so one account's rows can live together on an engine
that spreads them. What is written in bulk is written with SQL in `log.py`.
"""

from __future__ import annotations

from peewee import BlobField, BooleanField, CompositeKey, IntegerField, Model, TextField


class Secret(Model):
    """Keys that the server made for itself."""

    name = TextField(primary_key=True)
    value = BlobField()


class Account(Model):
    """One person's log: its head, the revision below which tombstones are gone, and how much it holds."""

    user_id = TextField(primary_key=True)
    epoch = TextField()
    head = IntegerField()
    floor = IntegerField()
    bytes = IntegerField()
    records = IntegerField()


class Credential(Model):
    """How the person signs in; the e-mail address is normalised, the password hashed."""

    user_id = TextField(primary_key=True)
    email = TextField(unique=True)
    password = TextField()
    created = IntegerField()


class Device(Model):
    """One device of an account with the receipt of its last push; `removed` is when it left the list."""

    user_id = TextField()
    dev = TextField()
    name = TextField()
    push_no = IntegerField()
    push_hash = BlobField(null=True)
    push_resp = BlobField(null=True)
    cursor = IntegerField()
    last_seen = IntegerField()
    removed = IntegerField(null=True)

    class Meta:
        primary_key = CompositeKey("user_id", "dev")


class SignIn(Model):
    """A family of refresh tokens: `generation` is the newest that was handed out, at `rotated`.

    `moved_from` is the device that it was of before that took another name; `reused` is when an old token turned up, so
    that two hold it and it is worth nothing any more. A device may have several: its profile may have been copied.
    """

    family = TextField(primary_key=True)
    user_id = TextField()
    dev = TextField()
    generation = IntegerField()
    rotated = IntegerField()
    expires = IntegerField()
    moved_from = TextField(null=True)
    reused = IntegerField(null=True)

    class Meta:
        table_name = "sign_in"


class Record(Model):
    """The present state of a record; `body` is its canonical form, none for a tombstone.

    `blobs` is the list of the blobs it needs as JSON, none where it needs none.
    """

    user_id = TextField()
    c = TextField()
    id = TextField()
    rev = IntegerField()
    deleted = BooleanField(column_name="del")
    s = IntegerField()
    mt = IntegerField()
    dev = TextField()
    hash = BlobField()
    size = IntegerField()
    body = BlobField(null=True)
    blobs = TextField(null=True)

    class Meta:
        primary_key = CompositeKey("user_id", "c", "id")


class Commit(Model):
    """Where a push ended and the nonce that names it."""

    user_id = TextField()
    end_rev = IntegerField()
    nonce = BlobField()
    dev = TextField()
    at = IntegerField()

    class Meta:
        table_name = "commits"
        primary_key = CompositeKey("user_id", "end_rev")


class Blob(Model):
    """Bytes named by their SHA-256: `held` of `size` are there, so it is complete where the two are equal.

    `touched` is when bytes last came; `orphan_since` is when the last record that named it let go of it.
    """

    user_id = TextField()
    bid = TextField()
    size = IntegerField()
    held = IntegerField()
    touched = IntegerField()
    orphan_since = IntegerField(null=True)

    class Meta:
        primary_key = CompositeKey("user_id", "bid")


class BlobPart(Model):
    """A piece of a blob, from `start` on."""

    user_id = TextField()
    bid = TextField()
    start = IntegerField()
    data = BlobField()

    class Meta:
        table_name = "blob_part"
        primary_key = CompositeKey("user_id", "bid", "start")


class BlobRef(Model):
    """A record that names a blob."""

    user_id = TextField()
    bid = TextField()
    c = TextField()
    id = TextField()

    class Meta:
        table_name = "blob_ref"
        primary_key = CompositeKey("user_id", "bid", "c", "id")
