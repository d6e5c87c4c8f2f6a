"""What is installed is free software, and what is published of others is listed with its version and checksum."""

from __future__ import annotations

import importlib.machinery
import importlib.util

from conftest import REPOSITORY


def licences():
    loader = importlib.machinery.SourceFileLoader("licences", str(REPOSITORY / "scripts" / "licences"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("licences", loader))
    loader.exec_module(module)
    return module


def test_every_distribution_has_a_licence_that_is_accepted():
    module = licences()
    names = [name for name, _, _ in module.installed()]
    assert {"mkdocs", "torch", "jinja2"} <= set(names)
    assert module.refused() == []


def test_a_licence_that_is_on_no_list_is_refused():
    module = licences()
    assert not module.ACCEPTED.search("Proprietary")
    assert not module.ACCEPTED.search("")
    assert not module.ACCEPTED.search("GPL-3.0-only".replace("LGPL", ""))
