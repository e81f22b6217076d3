"""A quick start: what the import of aiohttp does that a server does not need.

`aiohttp.connector`, the client half, makes two TLS contexts when it is imported, and each reads the system's bundle of
certificate authorities: a fifth of the time from exec to the first answer, for a server that has called nobody yet.
So while aiohttp is imported here, a context is made without the bundle and reads it at its first connection. What goes
out later is verified exactly as ever; only the moment of reading moved. Import this module before aiohttp.
"""

from __future__ import annotations

import gc
import ssl
from typing import Any


class _ReadsBundleWhenUsed(ssl.SSLContext):
    """A context that owes its authorities, and reads them before its first connection."""

    def wrap_bio(self, *args: Any, **options: Any) -> ssl.SSLObject:
        self._read_bundle()
        return self.wrap_bio(*args, **options)

    def wrap_socket(self, *args: Any, **options: Any) -> ssl.SSLSocket:
        self._read_bundle()
        return self.wrap_socket(*args, **options)

    def _read_bundle(self) -> None:
        self.__class__ = ssl.SSLContext  # type: ignore[assignment] # same layout: it is an ordinary context from here on
        self.set_default_verify_paths()


def _owe_bundle(context: ssl.SSLContext) -> None:
    context.__class__ = _ReadsBundleWhenUsed


def import_aiohttp() -> None:
    """Import aiohttp without reading certificates, and without looking for garbage on the way.

    Nothing becomes garbage while modules are imported, so the collector only costs; `settle` turns it on again.
    """
    gc.disable()
    # The method is inherited from the C type, so that deleting the substitute brings it back.
    ssl.SSLContext.set_default_verify_paths = _owe_bundle  # type: ignore[assignment] # for the length of one import
    try:
        import aiohttp.web  # noqa: F401, PLC0415 - this import is what the module is for
    finally:
        del ssl.SSLContext.set_default_verify_paths


def settle() -> None:
    """The start is over: what lives now lives on, so the collector need never look at it again."""
    gc.freeze()
    gc.enable()
