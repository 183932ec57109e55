"""Which is the archive among the files of a Dataverse dataset, as `/api/datasets/…/versions/…/files` lists them.

A file's address has a number that nothing else tells, so the declaration names the dataset by its DOI and the archive
by its name. https://guides.dataverse.org/en/latest/api/native-api.html#list-files-in-a-dataset
"""

from urllib.parse import urljoin

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from flows.fetch.declared import Source
from flows.fetch.messages import Discovery, Exchange

ACCESS = "/api/access/datafile/{number}"


class _Lenient(BaseModel):
    """A part of the answer; what is not named here is not read."""

    model_config = ConfigDict(extra="ignore", strict=True)


class _DataFile(_Lenient):
    id: int
    filename: str


class _File(_Lenient):
    data_file: _DataFile = Field(alias="dataFile")
    directory: str = Field(default="", alias="directoryLabel")
    restricted: bool = False

    @property
    def path(self) -> str:
        return f"{self.directory}/{self.data_file.filename}".lstrip("/")


class _Listing(_Lenient):
    status: str
    message: str = ""
    data: list[_File] = []


def lead(source: Source, response: Exchange) -> Discovery:
    """Return the address of the archive that the declaration names, or why there is none."""
    try:
        listing = _Listing.model_validate_json(response.body)
    except ValidationError as error:
        return Discovery(outcome="wrong_type", message=f"is no list of files of Dataverse: {_reason(error)}")
    if listing.status != "OK":
        return Discovery(outcome="failed", message=f"Dataverse says {listing.status}: {listing.message}")
    wanted = source.item.archive
    found = [file for file in listing.data if wanted in (file.path, file.data_file.filename)]
    if len(found) != 1:
        said = ", ".join(file.path for file in listing.data[:20])
        message = f"{len(found)} files are called {wanted}, not one; there are: {said}"
        return Discovery(outcome="failed", message=message)
    if found[0].restricted:
        return Discovery(outcome="failed", message=f"{wanted}: is restricted; its owners give access on request")
    return Discovery(more=(urljoin(response.url, ACCESS.format(number=found[0].data_file.id)),))


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else str(first["msg"])
