"""Whether listings say what the pages say."""

from django.core.management import BaseCommand, CommandError

from newsroom import upkeep


class Command(BaseCommand):
    """Compares the rows that listings are read from with the pages."""

    help = "Compare what listings are read from with the pages; --repair makes it anew."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--repair", action="store_true", help="make the rows anew")

    def handle(self, *args, repair: bool, **options) -> None:
        wrong = upkeep.rebuild() if repair else upkeep.differences()
        if repair:
            upkeep.install_triggers()
        if wrong and not repair:
            raise CommandError(
                f"{wrong} rows differ from the pages; check_listings --repair makes them anew."
            )
        self.stdout.write(f"{wrong} rows were wrong and made anew." if wrong else "All is right.")
