"""In what form the API answers."""

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request


class OnlyJSON(BaseContentNegotiation):
    """JSON, whatever the request says that it wants."""

    def select_parser(self, request: Request, parsers: list) -> None:
        return None

    def select_renderer(
        self, request: Request, renderers: list, format_suffix: str | None = None
    ) -> tuple:
        return renderers[0], renderers[0].media_type
