"""The `kg` command: arguments, messages, exit codes. Results go to stdout, talk to stderr.

Exit codes: 0 done; 1 done, but there is something to look at (a violation, an unproved quote, a text that could not be
read); 2 could not run.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

import click

from kg.commands import asking, checking, linking, making, sharing
from kg.commands.frame import DONE, FAILED, kg
from kg.errors import KGError

COMMANDS: Final = (making, asking, checking, linking, sharing)  # they enter the group as they are imported


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code comes back. A bug keeps its traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # names have accents, whatever the locale
    try:
        # Not kg.main(), which answers Ctrl-C with words of its own.
        with kg.make_context("kg", list(sys.argv[1:] if arguments is None else arguments)) as context:
            code = kg.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return DONE
    except click.ClickException as error:
        return fail(error.format_message().rstrip(".").replace("\n", " "))
    except KGError as error:
        return fail(str(error))
    except (KeyboardInterrupt, click.Abort):
        return fail("interrupted; what was there before is unchanged")
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone: nobody is left to tell
        return DONE
    return code if isinstance(code, int) else DONE


def fail(message: str) -> int:
    click.echo(f"kg: {message}", err=True)
    return FAILED
