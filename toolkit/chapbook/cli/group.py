"""A command that has commands of its own: they stand in the order of use, and a slip gets a did-you-mean."""

from __future__ import annotations

import click

from chapbook.diag.errors import UsageProblem
from chapbook.diag.suggest import did_you_mean


class OrderedGroup(click.Group):
    """A group that lists its commands as they were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in order."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; `UsageProblem` when there is none of that name."""
        names, said = self.list_commands(ctx), f"chapbook {self.name}"
        if args[0] not in names and not args[0].startswith("-"):
            hint = did_you_mean(args[0], names) or f"See: {said} --help"
            raise UsageProblem("no-such-command", f"There is no command “{said} {args[0]}”.", hint)
        return super().resolve_command(ctx, args)
