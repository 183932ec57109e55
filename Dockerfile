# Rapporteur in a container: `docker build --tag rapporteur .`; compose.yaml runs it with Prefect's server and a worker.
# The base is named by digest, so that the image changes only when this line does.
FROM python:3.13-slim-bookworm@sha256:01f42367a0a94ad4bc17111776fd66e3500c1d87c15bbd6055b7371d39c124fb AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
WORKDIR /build
# first what changes seldom: the libraries, each checked by its hash
COPY requirements-image.lock ./
RUN /venv/bin/python -m pip install --require-hashes --no-deps --requirement requirements-image.lock
COPY pyproject.toml README.md LICENSE LICENSE-DATA NOTICE THIRD-PARTY-LICENCES.md ./
COPY flows flows
COPY schemas schemas
COPY rapporteur rapporteur
COPY docs/codebook.md docs/codebook.md
RUN /venv/bin/python -m pip install --no-deps --no-build-isolation .

FROM python:3.13-slim-bookworm@sha256:01f42367a0a94ad4bc17111776fd66e3500c1d87c15bbd6055b7371d39c124fb

ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1
COPY --from=build /venv /venv
# not root: it reads what strangers wrote
RUN useradd --uid 1000 --create-home rapporteur \
  && mkdir -p /data/.rapporteur /home/rapporteur/prefect \
  && chown -R rapporteur /data /home/rapporteur/prefect
USER rapporteur
# raw/, dataset/, sources/ and dataset.toml are mounted here
WORKDIR /data
ENTRYPOINT ["rapporteur"]
CMD ["--help"]
