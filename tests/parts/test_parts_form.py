"""An entry form follows the XSD, and what is submitted becomes facts."""

from typing import Any

import pytest
from example_facts import FULL, LEAST, SALT

from handover.errors import BadInput
from handover.parts.build import build, read
from handover.parts.form import describe, facts_from_form
from handover.parts.schema_set import load
from handover.preview.labels import load_labels


def submitted(facts: Any, path: str = "") -> dict[str, str]:
    """The facts as a browser would send them: dotted names and texts."""
    if isinstance(facts, dict):
        pairs = [(str(key), value) for key, value in facts.items()]
    elif isinstance(facts, list):
        pairs = [(str(at), value) for at, value in enumerate(facts)]
    else:
        return {path: str(facts)}
    return {
        name: text
        for key, value in pairs
        for name, text in submitted(value, f"{path}.{key}" if path else key).items()
    }


@pytest.mark.parametrize("category", FULL)
def test_a_submitted_form_becomes_the_facts_that_were_typed(category: str) -> None:
    assert facts_from_form(category, submitted(FULL[category])) == FULL[category]
    assert facts_from_form(category, submitted(LEAST[category])) == LEAST[category]


@pytest.mark.parametrize("category", sorted(load().categories))
def test_every_category_has_a_form_whose_names_the_reader_knows(category: str) -> None:
    form = describe(category, load_labels())
    assert form.fields
    for field in form.fields:
        assert field.label
        assert field.help.endswith(".")
        assert bool(field.options) == (field.kind in ("choice", "yesno"))
        if field.kind != "attachment":
            facts_from_form(category, {field.path.replace("*", "0"): "1"})


def test_the_form_tells_kind_choices_what_must_be_there_and_what_repeats() -> None:
    form = describe("tilpasning", load_labels())
    fields = {field.path: field for field in form.fields}
    effect = fields["tiltak.*.virkning"]
    assert (effect.kind, effect.required, effect.group) == ("choice", True, "tiltak")
    assert [option.word for option in effect.options][:2] == ["Virker", "Virker litt"]
    assert fields["sammendrag"].kind == "longtext"
    assert fields["sammendrag"].max_length == 2000
    assert fields["tiltak.*.fra"].kind == "date"
    assert fields["tiltak.*.borFortsette"].kind == "yesno"
    assert [(group.path, group.repeats, group.maximum) for group in form.groups] == [
        ("tiltak", True, 30)
    ]


def test_a_list_of_texts_and_an_attachment_have_places_of_their_own() -> None:
    form = describe("elevens_stemme", load_labels())
    fields = {field.path: field for field in form.fields}
    assert fields["kort.*"].group == "kort"
    assert fields["vedlegg.*"].kind == "attachment"
    assert not [path for path in fields if path.startswith("vedlegg.*.")]


def test_blank_fields_are_not_given_and_gaps_in_a_list_close() -> None:
    form = {
        "dato": "4.5.2027",
        "kort.0": " ",
        "kort.3": "Pause",
        "kort.1": "Ro",
        "detSomVirker": "",
    }
    assert facts_from_form("elevens_stemme", form) == {
        "dato": "2027-05-04",
        "kort": ["Ro", "Pause"],
    }


def test_a_number_that_is_none_is_left_for_the_part_to_refuse() -> None:
    form = {**submitted(LEAST["skole_fag"]), "arstrinn": "ti"}
    with pytest.raises(BadInput) as bad:
        build("skole_fag", facts_from_form("skole_fag", form), SALT)
    assert [finding.code for finding in bad.value.findings] == ["NOT_A_NUMBER"]


@pytest.mark.parametrize(
    "name",
    ["tull", "tiltak", "tiltak.0", "tiltak.x.hva", "tiltak.-1.hva", "tiltak.0.hva.x",
     "tiltak.999.hva", "tiltak.²3.hva", "sammendrag.0", "sammendrag.x", "", ".", "tiltak..hva",
     "__class__"],
)  # fmt: skip
def test_a_name_the_form_does_not_have_is_refused_without_being_repeated(name: str) -> None:
    with pytest.raises(BadInput) as bad:
        facts_from_form("tilpasning", {name: "x"})
    assert bad.value.code == "FORM_FIELD_UNKNOWN"
    assert "x" not in bad.value.text.split()


def test_a_form_for_a_category_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadInput):
        describe("skjermet", load_labels())


def test_a_form_can_be_filled_in_built_and_read() -> None:
    form = {
        "sammendrag": "Liker ro.",
        "tiltak.0.hva": "Mer tid",
        "tiltak.0.virkning": "virker",
        "tiltak.0.borFortsette": "ja",
    }
    data = build("tilpasning", facts_from_form("tilpasning", form), SALT)
    assert read(data)["sammendrag"] == "Liker ro."
