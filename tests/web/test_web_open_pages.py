"""The open pages: rights, steps, words and help, without a log-in and the same for everybody (P14)."""

import re

import pytest

from handover.web.glossary import WORDS


@pytest.mark.parametrize("path", ["/ord", "/slik", "/rettigheter", "/personvern"])
def test_p14_open_pages_need_no_log_in_and_have_one_heading(node, path):
    page = node.client().get(path)
    assert page.status_code == 200
    assert len(re.findall("<h1", page.text)) == 1


def test_every_short_name_the_pages_use_is_explained(node):
    page = node.client().get("/ord").text
    for word in ("PPT", "OT", "ITO", "IOP", "BankID", "ID-porten"):
        assert f"<strong>{word}</strong>" in page
    assert [word for word, _text in WORDS] == sorted((word for word, _text in WORDS),
                                                     key=str.casefold)


def test_help_outside_the_school_is_named_and_links_tell_nobody_where_we_came_from(node):
    page = node.client().get("/slik").text
    for named in ("116 111", "Kors på halsen", "Barneombudet", "Elevombudet", "Ung.no",
                  "Statsforvalteren", "Datatilsynet"):
        assert named in page
    links = re.findall(r'<a href="https://[^"]*"[^>]*>', page)
    assert len(links) >= 4
    assert all('rel="noreferrer"' in link for link in links)
