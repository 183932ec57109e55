"""The explorer on this machine: the exported site, served on loopback, with SQL over the release.

- `sql.py`: answers a question in SQL, within limits of rows and time;
- `server.py`: the site, the release's files and `/sql`, as a web application.
"""
