"""Components that are written once for the same arguments: `{% part "components/date.html" with … %}`.

Known in every template (`TEMPLATES`).
"""

from django import template
from django.template import Context, Node, Template, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.safestring import SafeString

from pages import parts

register = template.Library()


class PartNode(Node):
    """As `{% include … only %}`, of a component that shows nothing but its arguments."""

    child_nodelists = ()

    def __init__(self, name: str, arguments: dict[str, FilterExpression]) -> None:
        self._name, self._arguments = name, arguments
        self._template: Template | None = None

    def render(self, context: Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self._arguments.items()}
        if self._template is None:
            # Found once: who changes a template has all of them read anew, and so this node.
            engine = context.template.engine  # type: ignore[union-attr]
            self._template = engine.get_template(self._name)
        return parts.written(self._template, values, context)


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    """`{% part "name.html" %}` or `{% part "name.html" with name=value … %}`."""
    name, *words = token.split_contents()[1:]
    if name[0] not in "\"'" or (words and words[0] != "with"):
        raise TemplateSyntaxError("part takes a name in quotes, and then “with name=value …”")
    arguments = token_kwargs(words[1:], parser)
    return PartNode(name[1:-1], arguments)
