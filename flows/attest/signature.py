"""SSH signatures over a release's SHA256SUMS, made and checked by `ssh-keygen -Y`, which OpenSSH brings since 8.0."""

import re
import subprocess
import tempfile
from pathlib import Path

from flows.errors import UsageError

NAMESPACE = "rapporteur-release"  # a signature that the key gave for something else does not count


class SignatureError(UsageError):
    """A signature that cannot be made or tried: what is missing, and what to do."""


def sign(content: bytes, key: Path) -> bytes:
    """Return a signature over the content by a private key, or by the agent's key of that public one.

    Raises SignatureError where there is no such key, or it does not sign.
    """
    if not key.is_file():
        raise SignatureError(f"{key}: is no file; --key takes an SSH private key, or the public one of an agent's key")
    with tempfile.TemporaryDirectory(prefix="rapporteur-") as folder:
        file = Path(folder) / "SHA256SUMS"
        file.write_bytes(content)
        done = _ssh_keygen("sign", "-f", str(key), "-n", NAMESPACE, str(file), terminal=True)
        if done.returncode or not file.with_suffix(".sig").is_file():
            raise SignatureError(f"{key}: did not sign: {_last_line(done.stderr)}")
        return file.with_suffix(".sig").read_bytes()


def signed_by(content: bytes, signature: bytes, signers: Path) -> tuple[str | None, str]:
    """Return who of the allowed signers signed the content (None where none did), and what ssh-keygen says of it.

    `signers` is a file in the format of `ALLOWED SIGNERS` in ssh-keygen(1). Raises SignatureError where there is none.
    """
    if not signers.is_file():
        raise SignatureError(f"{signers}: is no file; --signers takes a list of allowed signers (ssh-keygen(1))")
    with tempfile.TemporaryDirectory(prefix="rapporteur-") as folder:
        file = Path(folder) / "signature"
        file.write_bytes(signature)
        found = _ssh_keygen("find-principals", "-s", str(file), "-f", str(signers))
        said = found.stderr
        for principal in found.stdout.decode(errors="replace").splitlines():
            # a list may give a pattern, such as *@example.org: whoever signed is not named by it, but allowed
            options = ("-f", str(signers), "-I", principal, "-n", NAMESPACE, "-s", str(file))
            done = _ssh_keygen("verify", *options, content=content)
            if done.returncode == 0:
                key = re.search(r"with (\S+) key (\S+)", done.stdout.decode(errors="replace"))
                return principal, f"{key[1]} {key[2]}" if key else ""
            said = done.stderr or done.stdout
    return None, _last_line(said)


def _ssh_keygen(
    action: str, *options: str, content: bytes | None = None, terminal: bool = False
) -> subprocess.CompletedProcess[bytes]:
    command = ["ssh-keygen", "-Y", action, *options]
    source = {} if terminal else {"input": content or b""}  # a passphrase is asked for on the terminal
    try:
        return subprocess.run(command, capture_output=True, check=False, **source)  # type: ignore[call-overload,no-any-return]
    except FileNotFoundError:
        raise SignatureError("ssh-keygen: is not on the PATH; install OpenSSH 8.1 or newer") from None


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return " ".join(lines[-1].split()) if lines else "ssh-keygen says nothing"
