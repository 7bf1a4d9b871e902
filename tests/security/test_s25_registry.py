"""S25: every table is either sealed or says why it need not be."""

from sqlmodel import SQLModel

from handover.store.seals import registry


def test_s25_every_table_is_sealed_or_says_why_not() -> None:
    apart = [name for names in registry.WITHOUT.values() for name in names]
    assert len(apart) == len(set(apart))
    assert not set(apart) & set(registry.BY_TABLE)
    assert set(SQLModel.metadata.tables) - set(apart) - set(registry.BY_TABLE) == set()
    assert set(apart) - set(SQLModel.metadata.tables) == set()


def test_s25_a_sealed_table_has_one_key_and_no_value_the_database_makes_up() -> None:
    """What the database itself would fill in could not be sealed before it is written."""
    for sealed in registry.SEALED:
        assert len(sealed.table.primary_key.columns) == 1, sealed.table.name
        for column in sealed.columns():
            field = sealed.model.model_fields[column.name]
            assert column.server_default is None or not field.is_required(), column.name


def test_s25_only_columns_with_a_seal_of_their_own_stand_outside() -> None:
    assert {(one.table.name, name) for one in registry.SEALED for name in one.apart} == {
        ("part", "content")}
