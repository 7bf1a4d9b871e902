"""`handover serve` and `handover worker`: one node from its settings file."""

import logging
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

import click
from waitress import create_server

from handover import logs
from handover.errors import HandoverError
from handover.house import House


def open_house(config: Path) -> House:
    """The node in the settings file; a wrong setting ends the command with its sentence."""
    # Imported here so that `handover --help` and `verify` need no database.
    from handover import bootstrap, settings
    from handover.demo.clock import FileClock
    try:
        read = settings.load(config)
        clock = FileClock(Path(read.node.clock_file)) if read.node.clock_file else None
        return bootstrap.build(read, clock=clock)
    except HandoverError as fault:
        raise click.ClickException(fault.text) from fault


@click.command()
@click.option("--config", required=True, type=click.Path(path_type=Path),
              help="Innstillingsfilen til noden (TOML).")
@click.option("--with-worker", is_flag=True, help="Kjør klokken i samme prosess.")
def serve(config: Path, with_worker: bool) -> None:
    """Starter sidene og dørene til én node."""
    from handover.sources import scanner
    from handover.web.app import create_app
    from handover.worker import clock
    logs.set_up()
    house = open_house(config)
    if scanner.find(house.settings.node.scanner) is None:
        logging.getLogger(__name__).warning("viruskontroll:ikke_satt_opp")
    scheduler = clock.start(house) if with_worker else None
    node = house.settings.node
    server = create_server(create_app(house), host=node.host, port=node.port, threads=8,
                           ident=None, **behind(node.proxy))
    click.echo(f"{node.name} svarer på {node.address}", err=True)
    signal.signal(signal.SIGTERM, _leave)
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        server.close()
    finally:
        if scheduler:
            scheduler.shutdown(wait=True)


@click.command()
@click.option("--config", required=True, type=click.Path(path_type=Path),
              help="Innstillingsfilen til noden (TOML).")
def worker(config: Path) -> None:
    """Kjører klokken og utboksen til én node som egen prosess."""
    from handover.worker import clock
    logs.set_up()
    house = open_house(config)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _number, _frame: stop.set())
    clock.run(house, stop)


def behind(proxy: str) -> dict[str, object]:
    """What the web server is told of a proxy: whom to believe, and that nobody else is believed."""
    told: dict[str, object] = {"clear_untrusted_proxy_headers": True}
    if proxy:
        told |= {"trusted_proxy": proxy, "trusted_proxy_count": 1,
                 "trusted_proxy_headers": {"x-forwarded-for"}}
    return told


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)
