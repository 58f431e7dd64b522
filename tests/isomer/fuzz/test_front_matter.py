"""Properties of front matter and data files: whatever is written there, reading goes on."""

from hypothesis import given
from hypothesis import strategies as st

from portal.isomer import frontmatter
from tests.isomer.fuzz.profile import examples
from tests.isomer.fuzz.trees import any_file, any_yaml


def _kinds(value: object) -> set[type]:
    if isinstance(value, dict):
        return {type(key) for key in value} | {k for part in value.values() for k in _kinds(part)}
    if isinstance(value, list):
        return {kind for part in value for kind in _kinds(part)}
    return {type(value)}


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n")


@examples(200)
@given(st.one_of(any_file, st.text()))
def test_any_file_is_parted_into_front_matter_and_body(source):
    matter = frontmatter.split(source)
    assert matter == frontmatter.split(source)
    assert isinstance(matter.data, dict)
    whole, body = _with_plain_line_ends(source), _with_plain_line_ends(matter.body)
    assert whole.endswith(body)
    assert matter.body_line == whole.removesuffix(body).count("\n") + 1


@examples(200)
@given(any_yaml)
def test_any_yaml_is_read_as_text_or_refused(source):
    try:
        value = frontmatter.load(source)
    except frontmatter.BadYaml as error:
        assert str(error)
        return
    assert _kinds(value) <= {str, type(None)}
