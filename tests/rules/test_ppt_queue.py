"""PPT's queue across kommuner: order and filters (P6)."""

from datetime import date

from handover.rules.ppt_queue import Place, Show, asked, shown


def row(name, *, mine=False, due=None, kommune="Nordvik", family=False, old=False):
    return Place(mine, due, name, kommune, family, old), name


QUEUE = [row("Ola", due=date(2027, 5, 20), family=True), row("Kari"),
         row("Ada", mine=True, kommune="Sunnby", old=True),
         row("Bo", mine=True, due=date(2027, 5, 4), kommune="Vestby"),
         row("Per", due=date(2027, 5, 4), kommune="Sunnby", family=True, old=True)]


def test_p06_what_waits_for_ppt_comes_first_then_the_nearest_deadline_in_any_kommune():
    assert shown(QUEUE, Show.ALL) == ["Bo", "Ada", "Per", "Ola", "Kari"]


def test_p06_filters_keep_the_order_and_only_their_own():
    assert shown(QUEUE, Show.FAMILY) == ["Per", "Ola"]
    assert shown(QUEUE, Show.OLD) == ["Ada", "Per"]


def test_an_address_nobody_made_shows_everything():
    assert [asked(text) for text in ("familien", "gamle", "", "x' OR 1=1")] == [
        Show.FAMILY, Show.OLD, Show.ALL, Show.ALL]
