"""A source: answers what a school or PPT system knows about a pupil, or about a cohort.

A vendor writes `info`, `_check` and `_collect`; `collect` and `check` are the careful ones
and belong to the house.
"""

from abc import abstractmethod
from dataclasses import replace
from typing import final

from handover.kit import shape
from handover.kit.adapter import Adapter, only_our_errors
from handover.kit.errors import Permanent
from handover.kit.staff import StaffList, StaffRequest, checked
from handover.kit.types import ANY_CATEGORY, Collected, CollectRequest, Info


class SourceAdapter(Adapter):
    """Base of all sources."""

    @abstractmethod
    def _collect(self, request: CollectRequest) -> Collected:
        """What the system knows of the categories asked for.

        A pupil the system does not know raises Permanent("UKJENT_ELEV"). One unusable
        pupil in a cohort is a finding; the others are answered all the same. The order of
        persons, and of everything in a fact tree, must not change from one call to the
        next, since unchanged data must give the same bytes.
        """

    @final
    def collect(self, request: CollectRequest) -> Collected:
        """The answer, narrowed to what was asked for and checked for form.

        Raises AdapterError and nothing else. Whether it is about the right person is for
        the host to judge (`accept`), since this code runs beside the vendor's.
        """
        with only_our_errors():
            info = self.info()
            if request.pupil is None and not info.roster:
                raise Permanent("IKKE_KLASSELISTE")
            wanted = _wanted(info, request)
            if not wanted:
                return Collected(())
            answer = self._collect(replace(request, categories=wanted))
            return shape.narrowed(answer, wanted)

    def _staff(self, request: StaffRequest) -> StaffList:
        """Who works at the school. A system that does not keep it leaves this as it is."""
        raise Permanent("IKKE_ANSATTE")

    @final
    def staff(self, request: StaffRequest) -> StaffList:
        """The list, checked for form. Raises AdapterError and nothing else."""
        with only_our_errors():
            return checked(self._staff(request))


def _wanted(info: Info, request: CollectRequest) -> tuple[str, ...]:
    if ANY_CATEGORY in info.categories:
        return request.categories
    return tuple(name for name in request.categories if name in info.categories)
