"""Floor 6: the configuration while the worker runs: of which files it consists, and the office it makes, once more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from linkbot.ports import Permanent, Transient
from linkbot.rulebook.shipped import shipped
from linkbot.settings.load import load_settings
from linkbot.settings.values import Settings
from linkbot.toml_document import Fault, Faulty
from linkbot.wiring import Setup, office_of, overlay_of, set_up, signs_of
from linkbot.worker.office import Office
from linkbot.worker.reloading import NotSound
from linkbot.worker.shift import Shift
from linkbot.worker.watching import Watch


def shift_of(setup: Setup, office: Office, *, frozen_keys: tuple[str, ...] = ()) -> Shift:
    return Shift(office, setup.settings.worker.poll_seconds, signs_of(setup.settings), frozen_keys)


def version_of(config: Path) -> str:
    """Of everything the worker is about to be started with: asked before it is read, so that no change slips by."""
    return Watch().version(_places(config, _settings(config)))


class ConfigurationFiles:
    """Implements `worker.reloading.Blueprint`. `started` is what the worker was started with: its store stays."""

    def __init__(self, config: Path, started: Settings) -> None:
        self._config, self._started, self._latest = config, started, started

    def places(self) -> tuple[Path, ...]:
        """Those of the configuration as it now stands, when it can be read at all; else those of the last one read."""
        self._latest = _settings(self._config) or self._latest
        return _places(self._config, self._latest)

    def build(self, before: Shift) -> Shift:
        try:
            setup = set_up(self._config)
            frozen = () if _store(setup.settings) == _store(self._started) else ("store.folder",)
            setup = replace(setup, settings=replace(setup.settings, store=_store(self._started)))
            return shift_of(setup, office_of(setup, like=before.office), frozen_keys=frozen)
        except Faulty as error:
            raise NotSound(str(error), tuple(_place(fault) for fault in error.faults)) from error
        except (Permanent, Transient, OSError) as error:
            raise NotSound(str(error), (self._config.name,)) from error


def _settings(config: Path) -> Settings | None:
    try:
        return load_settings(config)
    except (Faulty, OSError):
        return None


def _places(config: Path, settings: Settings | None) -> tuple[Path, ...]:
    """Of the council's own folder only its rules and wording: a store may lie beside them."""
    ours = (config, shipped("rules"), shipped("templates"))
    if settings is None:
        return ours
    own = overlay_of(settings)
    layers = (own / "rules", own / "templates") if own else ()
    secrets = (*settings.smtp.secret_files, *settings.alarm.smtp.secret_files)
    secret = settings.case_system.icasework.secret_file
    figures = settings.reports.published
    also = (*settings.mailbox.secret_files, *((secret,) if secret else ()), *((figures,) if figures else ()))
    return (*ours, *layers, *(settings.resolve(path) for path in (*secrets, *also)))


def _store(settings: Settings) -> Path:
    return settings.resolve(settings.store)


def _place(fault: Fault) -> str:
    """File and line alone: the words may repeat what stands there."""
    name = Path(fault.file).name
    return f"{name}:{fault.line}" if fault.line else name
