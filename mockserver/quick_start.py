"""A quick start: aiohttp without its client.

`import aiohttp` imports the client, whether anybody calls out or not; with it come two TLS contexts, which read the
system's bundle of certificate authorities. That is a third of bare aiohttp's time from exec to the first answer. So
the package is entered here without running its `__init__`: the server's half is imported by its own modules
(`aiohttp.web_server` and those beside it), which need nothing of it, and whoever asks the package itself for a name,
as in `from aiohttp import ClientSession`, has all of it imported at that moment. Call `import_aiohttp` before anything
else imports aiohttp.
"""

from __future__ import annotations

import gc
import re
import sys
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import ModuleType

_VERSION = re.compile(r'__version__ = "([^"]+)"')


def import_aiohttp() -> None:
    """Import aiohttp's server without its client, and without looking for garbage on the way.

    Nothing becomes garbage while modules are imported, so the collector only costs; `settle` turns it on again.
    """
    gc.disable()
    if "aiohttp" not in sys.modules:
        _enter()
    import aiohttp.web_server  # noqa: F401, PLC0415 - this import is what the module is for


def settle() -> None:
    """The start is over: what lives now lives on, so the collector need never look at it again."""
    gc.freeze()
    gc.enable()


def _enter() -> None:
    """Make the package known, with its version, which its modules ask for; the rest of it owes its import."""
    spec = find_spec("aiohttp")
    if spec is None or spec.loader is None or spec.origin is None:
        return  # the import that follows says why
    version = _VERSION.match(Path(spec.origin).read_text("utf-8"))
    if version is None:
        return  # a package that is written otherwise is imported as ever
    package = module_from_spec(spec)
    vars(package)["__version__"] = version[1]
    vars(package)["__getattr__"] = lambda name: _completed(package, spec, name)
    sys.modules["aiohttp"] = package


def _completed(package: ModuleType, spec: ModuleSpec, name: str) -> object:
    """What the package calls so, once all of it is imported; a module of it is left to the import that asks for it."""
    if name.startswith("__") or find_spec(f"aiohttp.{name}") is not None or spec.loader is None:
        raise AttributeError(f"module 'aiohttp' has no attribute {name!r}", name=name, obj=package)
    vars(package).pop("__getattr__", None)
    spec.loader.exec_module(package)
    return getattr(package, name)
