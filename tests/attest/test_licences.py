"""The list of third-party licences is what the lock, the table, and the packages themselves say."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flows.attest.licences import LIST, licences, said_licence, third_party_list
from flows.attest.lock import find_lock, read_lock

PATH = find_lock()
assert PATH is not None
PACKAGES = read_lock(PATH.read_text(encoding="utf-8"))


def test_every_package_of_the_lock_has_a_licence_and_no_other_one_has() -> None:
    assert licences().keys() == {package.name for package in PACKAGES}
    assert [name for name, licence in licences().items() if not licence or licence == "unknown"] == []


def test_what_an_installed_package_says_of_itself_is_what_the_table_says() -> None:
    wrong = []
    for package in PACKAGES:
        try:
            installed = version(package.name) == package.version
        except PackageNotFoundError:
            continue
        said = said_licence(package.name) if installed else None
        if said is not None and said != licences()[package.name]:
            wrong.append((package.name, said))
    assert wrong == []


def test_the_list_is_made_from_both(project: Path) -> None:
    assert (project / LIST).read_text(encoding="utf-8") == third_party_list(PACKAGES, licences()), "run `make licences`"


def test_the_notice_names_what_asks_for_more_than_a_notice(project: Path) -> None:
    notice = " ".join((project / "NOTICE").read_text(encoding="utf-8").split())
    listed = (project / LIST).read_text(encoding="utf-8")
    for name in ("pycountry", "certifi", "orjson", "pathspec", "text-unidecode"):
        assert name in notice
        assert f"`{name}`" in listed.split("## Installed")[0]
