"""All commands."""

from __future__ import annotations

import typer

from compliance.cli import PLAIN, compliance
from compliance.cli.archiving import archive, recheck
from compliance.cli.baselines import baseline
from compliance.cli.checking import check
from compliance.cli.converting import convert
from compliance.cli.door import EXIT_CODES
from compliance.cli.explaining import explain, rules
from compliance.cli.fixing import fix
from compliance.cli.originals import index, query
from compliance.cli.plugins import plugin
from compliance.cli.policies import diff, lint, show_coverage, try_examples
from compliance.cli.reporting import report
from compliance.cli.scanning import scan
from compliance.cli.serving import serve
from compliance.cli.showing import schema, show
from compliance.cli.starting import init, new
from compliance.cli.waiving import waive

policy_app = typer.Typer(help="Check the policies themselves.", **PLAIN)
originals_app = typer.Typer(help="An index of originals, to find copy that was taken without a word.", **PLAIN)
config_app = typer.Typer(help="Show what is configured.", **PLAIN)

app = compliance()
app.command()(init)
app.command(epilog=EXIT_CODES)(check)
app.command(epilog=EXIT_CODES)(scan)
app.command()(report)
app.command(epilog=EXIT_CODES)(archive)
app.command(epilog=EXIT_CODES)(recheck)
app.command()(serve)
app.command(epilog=EXIT_CODES)(fix)
app.command()(convert)
app.command()(rules)
app.command()(explain)
app.add_typer(policy_app, name="policy")
policy_app.command()(new)
policy_app.command()(lint)
policy_app.command("test")(try_examples)
policy_app.command("coverage")(show_coverage)
policy_app.command()(diff)
app.add_typer(originals_app, name="originals")
originals_app.command()(index)
originals_app.command()(query)
app.command()(baseline)
app.command()(plugin)
app.command()(waive)
app.command()(schema)
app.add_typer(config_app, name="config")
config_app.command()(show)
