from django.db import models


class LastCommit(models.Model):
    """What a connection of PostgreSQL's has committed last that visitors see, for the other machines
    (`counters.redis_link`). Written by its statements alone, and dropped after an hour.
    """

    backend = models.BigIntegerField(primary_key=True)
    """The server's number of the connection."""
    began = models.BigIntegerField()
    """When the row was written first, in microseconds: numbers of connections come again."""
    commits = models.BigIntegerField()
    """How many such commits there were since."""
    word = models.TextField()
    """What the last one told (`counters.words`)."""
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.backend}: {self.commits}"
