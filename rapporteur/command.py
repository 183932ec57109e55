"""The command `rapporteur`, which is the pipeline's."""

import sys


def main() -> None:
    """Run the command, or say in one line that the pipeline is not installed."""
    try:
        from flows.command import main as run
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] in ("flows", "schemas", "rapporteur"):
            raise
        needed = "the command needs the pipeline: pip install 'rapporteur[pipeline]'"
        sys.stderr.write(
            f"rapporteur: {error.name} is not installed; {needed}. Reading needs only `import rapporteur`\n"
        )
        sys.exit(2)
    run()


if __name__ == "__main__":
    main()
