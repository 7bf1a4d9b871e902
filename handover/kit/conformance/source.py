"""What every source must do. `SourceConformance` for all, `HttpSourceConformance` for those
that ask a system over HTTP."""

# ruff: noqa: S101  # assert is what a test is made of
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from handover.kit.accept import accept
from handover.kit.conformance.calls import Act, CallsConformance
from handover.kit.conformance.system import FakeSystem
from handover.kit.errors import AdapterError, Permanent
from handover.kit.source import SourceAdapter
from handover.kit.types import ANY_CATEGORY, CollectRequest, PupilRef

HOSTILE_NAMES = (
    "\u202eirak",
    "Ka\u200bri",
    "<Kari> & \"Nils\" 'Per'",
    "=HYPERLINK(1)",
    "{{ 7*7 }}",
    "Ánne Máret Åse-Žoë",
    "الاسم",
    "K" * 200,
)
"""Legal and horrible: reading order turned, invisible letters, markup, formulas, length."""


class SourceConformance:
    """Fixtures a vendor defines: `adapter` (a SourceAdapter) and `request_known` (a
    CollectRequest for a pupil it knows, naming every category it can answer for)."""

    def test_it_says_what_it_is_the_same_every_time(self, adapter: SourceAdapter) -> None:
        assert adapter.info() == adapter.info()
        assert adapter.info().name
        assert adapter.info().version
        assert adapter.info().categories

    def test_a_known_pupil_gives_facts_about_that_pupil_alone(
        self, adapter: SourceAdapter, request_known: CollectRequest
    ) -> None:
        answer = adapter.collect(request_known)
        accepted = accept(request_known, answer)
        assert len(accepted) == 1
        assert accepted.findings == answer.findings
        assert next(iter(accepted)).facts

    def test_only_the_categories_asked_for_come_back(
        self, adapter: SourceAdapter, request_known: CollectRequest
    ) -> None:
        everything = next(iter(adapter.collect(request_known)))
        for name in everything.facts:
            one = next(iter(adapter.collect(replace(request_known, categories=(name,)))))
            assert set(one.facts) == {name}

    def test_a_category_it_does_not_have_gives_nothing(
        self, adapter: SourceAdapter, request_known: CollectRequest
    ) -> None:
        answer = adapter.collect(replace(request_known, categories=("finnes_ikke",)))
        assert len(answer) == 0

    def test_facts_carry_the_day_they_were_true(
        self, adapter: SourceAdapter, request_known: CollectRequest
    ) -> None:
        for one in adapter.collect(request_known):
            assert date.fromisoformat(one.as_of)

    def test_unchanged_data_gives_equal_facts(
        self, adapter: SourceAdapter, request_known: CollectRequest
    ) -> None:
        assert adapter.collect(request_known) == adapter.collect(request_known)

    def test_a_cohort_is_answered_or_refused_as_info_says(
        self, adapter: SourceAdapter, request_known: CollectRequest
    ) -> None:
        cohort = replace(request_known, pupil=None)
        if adapter.info().roster:
            numbers = [one.person.identifikatorverdi for one in adapter.collect(cohort)]
            assert numbers
            assert numbers == sorted(set(numbers))
        else:
            with pytest.raises(Permanent) as caught:
                adapter.collect(cohort)
            assert caught.value.reason_code == "IKKE_KLASSELISTE"

    def test_no_person_stands_in_a_representation(
        self, adapter: SourceAdapter, request_known: CollectRequest
    ) -> None:
        pupil = request_known.pupil
        assert pupil is not None
        said = f"{request_known!r} {adapter.collect(request_known)!r}"
        for value in (pupil.identifikatorverdi, pupil.etternavn, pupil.fodselsdato):
            assert value not in said

    def test_info_names_what_the_known_pupil_gives(
        self, adapter: SourceAdapter, request_known: CollectRequest
    ) -> None:
        told = {name for one in adapter.collect(request_known) for name in one.facts}
        categories = set(adapter.info().categories)
        assert told <= categories or categories == {ANY_CATEGORY}


class HttpSourceConformance(SourceConformance, CallsConformance):
    """Fixtures besides: `application`, `adapter_class`, and `rename`, which gives the known
    pupil another given name in the system (given name → None)."""

    @pytest.fixture
    def act(self, adapter: SourceAdapter, request_known: CollectRequest) -> Act:
        return lambda: adapter.collect(request_known)

    def test_a_pupil_the_system_does_not_know_is_for_good(
        self, adapter: SourceAdapter, request_known: CollectRequest
    ) -> None:
        stranger = PupilRef("fodselsnummer", "01810199999", "Ukjent", "Ukjent", "2001-01-01")
        with pytest.raises(Permanent) as caught:
            adapter.collect(replace(request_known, pupil=stranger))
        assert caught.value.reason_code == "UKJENT_ELEV"

    def test_another_birth_date_is_another_person(
        self, adapter: SourceAdapter, request_known: CollectRequest
    ) -> None:
        assert request_known.pupil is not None
        twin = replace(request_known.pupil, fodselsdato="2001-01-01")
        with pytest.raises(Permanent):
            adapter.collect(replace(request_known, pupil=twin))

    @pytest.mark.parametrize(
        "body", [b"", b"\x00\xff", b"<", b"{", b"[]", b"null", b"<a/>", b'{"a":' * 5000]
    )
    def test_nonsense_is_for_good_and_not_believed(
        self, system: FakeSystem, act: Act, content_type: str, body: bytes
    ) -> None:
        system.answers(body, content_type)
        with pytest.raises(Permanent):
            act()

    def test_no_person_stands_in_an_address_or_a_header(
        self, system: FakeSystem, act: Act, request_known: CollectRequest
    ) -> None:
        pupil = request_known.pupil
        assert pupil is not None
        act()
        for call in system.calls:
            said = f"{call.url} {call.headers}"
            assert pupil.identifikatorverdi not in said
            assert pupil.etternavn not in said
            assert pupil.fodselsdato not in said

    @pytest.mark.parametrize("name", HOSTILE_NAMES)
    def test_a_name_that_is_legal_and_horrible_comes_through(
        self,
        adapter: SourceAdapter,
        request_known: CollectRequest,
        rename: Callable[[str], None],
        name: str,
    ) -> None:
        rename(name)
        answer = adapter.collect(request_known)
        assert next(iter(answer)).person.fornavn == name
        accepted = next(iter(accept(request_known, answer)))
        assert accepted.person.fornavn.isprintable()

    def test_a_name_of_ten_thousand_letters_breaks_nothing(
        self,
        adapter: SourceAdapter,
        request_known: CollectRequest,
        rename: Callable[[str], None],
    ) -> None:
        rename("N" * 10_000)
        with pytest.raises(AdapterError):
            adapter.collect(request_known)
